"""Who uses the demo city: organisations, people with logins, and what each may read."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers
from ocm import api as ocm

from .city.city import City
from .city.frame import scene_centre, scene_square

OFFICES = (
    ("city", "Ủy ban nhân dân Thành phố", "City People's Committee", None),
    ("construction", "Sở Xây dựng", "Department of Construction", "city"),
    ("environment", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment", "city"),
    ("board_iz", "Ban Quản lý các khu chế xuất và công nghiệp", "Export and Industrial Zones Board", "city"),
    ("operations", "Trung tâm Điều hành đô thị thông minh", "Smart City Operations Centre", "city"),
    ("water", "Công ty Cấp nước (mẫu)", "Water Company (demo)", None),
    ("power", "Công ty Điện lực (mẫu)", "Power Company (demo)", None),
    ("telecom", "Công ty Viễn thông (mẫu)", "Telecom Company (demo)", None),
    ("drainage", "Công ty Thoát nước (mẫu)", "Drainage Company (demo)", None),
    ("builder", "Công ty Xây dựng (mẫu)", "Building Company (demo)", None),
    ("lighting", "Công ty Chiếu sáng công cộng (mẫu)", "Public Lighting Company (demo)", None),
)
"""Code, Vietnamese title, English title, code of the organisation above."""

UTILITIES = ("water", "power", "telecom", "drainage", "lighting")
OPEN_COLUMNS = ("code", "kind", "status")
LOGINS_KEY = "demo/logins.json"


@dataclass(frozen=True)
class Person:
    """A login of the demo; without an organisation a citizen, without a role the superuser."""

    username: str
    name: str
    organisation: str = ""
    role: str = ""


@dataclass(frozen=True)
class Login:
    """What the demo prints: who, with which password, for what."""

    username: str
    password: str
    name: str


def quarter_wards(city: City) -> list[tuple[str, str]]:
    """Code and name of the units in the scenes, the one in their middle first, then by share."""
    square, middle = scene_square(), scene_centre()
    inside = [unit for unit in city.units if unit.geometry.intersects(square)]
    inside.sort(key=lambda u: (not u.geometry.contains(middle), -u.geometry.intersection(square).area))
    return [(unit.code, unit.name_vi) for unit in inside]


def make_organisations(city: City) -> int:
    """Departments, utilities and the People's Committees of all units; returns how many. Safe to run twice."""
    for code, title_vi, title_en, parent in OFFICES:
        layers.create_organisation(code, title_vi=title_vi, title_en=title_en, parent=parent)
    for unit in city.units:
        layers.create_organisation(
            f"ward_{unit.code}",
            title_vi=f"Ủy ban nhân dân {unit.name_vi}",
            title_en=f"People's Committee of {unit.name_en}",
            parent="city",
        )
    return len(OFFICES) + len(city.units)


def people_of(city: City) -> list[Person]:
    """Everybody who can log in; the first inspector works in the middle of the scenes."""
    (first, first_name), *others = quarter_wards(city)
    return [
        Person("admin", "Quản trị hệ thống"),
        Person("inspector", f"Thanh tra {first_name}", f"ward_{first}", "inspector"),
        *(Person(f"inspector-{code}", f"Thanh tra {name}", f"ward_{code}", "inspector") for code, name in others),
        Person("inspector-construction", "Thanh tra Sở Xây dựng", "construction", "inspector"),
        Person("inspector-board", "Thanh tra Ban Quản lý khu công nghiệp", "board_iz", "inspector"),
        Person("planner", "Chuyên viên quy hoạch", "construction", "planner"),
        Person("engineer", "Kỹ sư cấp nước", "water", "utility"),
        Person("builder", "Đội trưởng thi công", "builder", "builder"),
        Person("operator", "Trực trung tâm điều hành", "operations", "operator"),
        Person("citizen", "Người dân"),
    ]


def logins_of(city: City) -> tuple[Login, ...]:
    """Everybody's login, for printing."""
    password = _password()
    return tuple(Login(person.username, password, person.name) for person in people_of(city))


def make_people(city: City, *, by: Subject, now: datetime) -> None:
    """Users with one password for all of them, made once and kept in the storage; inspectors get alerts by mail."""
    password = _password()
    for person in people_of(city):
        _make_person(person, password, by=by, now=now)


def _make_person(person: Person, password: str, *, by: Subject, now: datetime) -> None:
    user, _ = get_user_model().objects.get_or_create(username=person.username)
    is_admin = person.username == "admin"
    user.first_name, user.email = person.name, f"{person.username}@demo.diaban.invalid"
    user.is_staff = user.is_superuser = is_admin
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    if person.organisation:
        layers.add_member(user.pk, organisation=person.organisation, role=person.role)
    if person.role == "inspector":
        ocm.subscribe(address=user.email, organisation=person.organisation, by=by, now=now, user_id=user.pk)


def _password() -> str:
    """The password of this demo, readable by the server's user alone."""
    path = storage.prepare(LOGINS_KEY)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({"password": f"dia-ban-{secrets.token_hex(4)}"}), encoding="utf-8")
    password: str = json.loads(path.read_text(encoding="utf-8"))["password"]
    return password


def give_rights(city: City, *, by: Subject, now: datetime) -> None:
    """What is not public: networks by owner, the holders of permits by ward. Safe to run twice."""
    for network in UTILITIES:
        for grantee in (network, "role:planner", "construction"):
            layers.grant_read(theme=f"network/{network}", to=grantee, by=by, now=now)
    for network in ("drainage", "lighting"):
        for part in ("links", "nodes"):
            layers.grant_read(f"{network}_{part}", to="public", columns=OPEN_COLUMNS, by=by, now=now)
    columns = [field.name for field in layers.get_collection(by, collection_id="permits").fields]
    layers.grant_read("permits", to="construction", columns=columns, by=by, now=now)
    for code, _ in quarter_wards(city):
        layers.grant_read("permits", to=f"ward_{code}", columns=columns, row_filter={"ward": [code]}, by=by, now=now)
