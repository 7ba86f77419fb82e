"""A small city to raise alerts in: two wards, a zone inside the first, their organisations, people and rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from shapely import Polygon, box

from geo_server.core.subject import Subject, system
from layers import api as layers
from ocm import api as ocm

SYSTEM = system("test")
LONG_AGO = datetime(2025, 7, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
PASSWORD = "mat-khau-thu-nghiem"
WEST, EAST = "26767", "26770"


@dataclass(frozen=True)
class City:
    """Who is who."""

    admin: Subject
    inspector: Subject
    neighbour: Subject
    clerk: Subject
    users: dict[str, AbstractBaseUser]


def make_city() -> City:
    """West ward 26767 (with an industrial zone in its south) and east ward 26770; the city's shipped rules."""
    for code, title_vi, title_en in ORGANISATIONS:
        layers.create_organisation(code, title_vi=title_vi, title_en=title_en)
    _ward(WEST, "Phường Đông Hưng Thuận", "Dong Hung Thuan ward", box(106.64, 10.85, 106.66, 10.87))
    _ward(EAST, "Phường Trung Mỹ Tây", "Trung My Tay ward", box(106.66, 10.85, 106.68, 10.87))
    _zone()
    _permits()
    ocm.load_rules("hcmc")
    users = {
        "inspector": _user("lan", "Nguyễn Thị", "Lan", f"ward_{WEST}", "inspector"),
        "neighbour": _user("binh", "Trần Văn", "Bình", f"ward_{EAST}", "inspector"),
        "clerk": _user("hoa", "Lê Thị", "Hoa", f"ward_{WEST}", "planner"),
        "admin": get_user_model().objects.create_superuser("admin", "admin@example.vn", PASSWORD),
    }
    return City(users=users, **{name: layers.subject_of_user(user.pk) for name, user in users.items()})


ORGANISATIONS = (
    (f"ward_{WEST}", "UBND Phường Đông Hưng Thuận", "Dong Hung Thuan ward committee"),
    (f"ward_{EAST}", "UBND Phường Trung Mỹ Tây", "Trung My Tay ward committee"),
    ("construction", "Sở Xây dựng", "Department of Construction"),
    ("board_iz", "Ban Quản lý các khu công nghiệp", "Industrial zones board"),
)


def _ward(code: str, name_vi: str, name_en: str, territory: Polygon) -> None:
    unit = layers.AreaUnit(code, name_vi, name_en, "ward", SINCE, legal_act="1685/NQ-UBTVQH15")
    layers.define_area(unit, territory, by=SYSTEM, now=LONG_AGO)


def _user(name: str, first: str, last: str, organisation: str, role: str) -> AbstractBaseUser:
    user = get_user_model().objects.create_user(name, f"{name}@example.vn", PASSWORD, last_name=first, first_name=last)
    layers.add_member(user.pk, organisation=organisation, role=role)
    return user


def _zone() -> None:
    spec = layers.CollectionSpec(
        id="management_zones",
        title_vi="Ranh khu",
        title_en="Zones",
        theme="planning",
        geometry_type="Polygon",
        fields=(layers.Field("board", "string", "Ban quản lý", "Board"),),
    )
    layers.define_collection(spec, by=SYSTEM, now=LONG_AGO)
    zone = layers.Feature(box(106.64, 10.85, 106.66, 10.855), {"board": "board_iz"})
    layers.write_features("management_zones", [zone], mode="append", by=SYSTEM, reason="test", now=LONG_AGO)


def _permits() -> None:
    spec = layers.CollectionSpec(
        id="permits",
        title_vi="Giấy phép",
        title_en="Permits",
        theme="permits",
        geometry_type="Geometry",
        fields=(
            layers.Field("permit_no", "string", "Số", "Number", role="key"),
            layers.Field("issued_by", "string", "Nơi cấp", "Issued by"),
        ),
    )
    layers.define_collection(spec, by=SYSTEM, now=LONG_AGO)
    permit = layers.Feature(box(106.65, 10.86, 106.651, 10.861), {"permit_no": "77/GPXD", "issued_by": "construction"})
    layers.write_features("permits", [permit], mode="append", by=SYSTEM, reason="test", now=LONG_AGO)
