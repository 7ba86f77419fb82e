"""A street with the networks of several owners, and people who want to dig there.

The street runs east along latitude 10.78; metres are turned into degrees by the length of a degree there.
"""

from datetime import date, datetime
from typing import Any

from shapely.geometry import LineString, Point, Polygon, box, mapping

from geo_server.core.subject import Subject, system
from layers import api as layers
from tests.factories.collections import WRITER, write
from works import api as works

X0, Y0 = 106.7, 10.78
EAST_M, NORTH_M = 1 / 109_370.0, 1 / 110_602.0
"""Degrees in one metre at this latitude, WGS 84."""

BUILDER = Subject(key="user:901", name="Trần Văn Đào", organisation="builder")
FOREMAN = Subject(key="user:902", name="Lê Thị Cuốc", organisation="builder")
OUTSIDER = Subject(key="user:903", name="Ngô Ngoài", organisation="other")
WATERMAN = Subject(key="user:904", name="Võ Nước", organisation="water")
COORDINATOR = Subject(key="user:905", name="Đỗ Điều Phối", roles=frozenset({works.COORDINATOR}))

FIELDS = (
    layers.Field("code", "string", "Mã", "Code", role="code"),
    layers.Field("kind", "string", "Loại", "Kind"),
    layers.Field("depth_m", "number", "Độ sâu", "Depth", unit="m"),
    layers.Field("survey_class", "string", "Cấp khảo sát", "Survey class"),
    layers.Field("overhead", "boolean", "Đi nổi", "Overhead"),
    layers.Field("customers", "integer", "Khách hàng", "Customers"),
    layers.Field("key_account", "string", "Khách hàng lớn", "Key account", private=True),
)
TOLD = ("code", "kind", "depth_m", "customers", "overhead")


def at(east_m: float, north_m: float) -> tuple[float, float]:
    """Longitude and latitude of a place on the street plan."""
    return X0 + east_m * EAST_M, Y0 + north_m * NORTH_M


def line(*places: tuple[float, float]) -> LineString:
    """A line through places of the street plan, in metres east and north."""
    return LineString([at(*place) for place in places])


def pit(west_m: float = 0, south_m: float = 0, east_m: float = 20, north_m: float = 10) -> Polygon:
    """The polygon of a dig."""
    return box(*at(west_m, south_m), *at(east_m, north_m))


def lay(network: str, *assets: tuple[Any, dict[str, Any]], now: datetime, owner: str | None = None) -> str:
    """A collection of links that nobody but its owner may see; returns its id."""
    collection_id = f"{network}_lines"
    spec = layers.CollectionSpec(
        id=collection_id, title_vi=f"Tuyến {network}", title_en=f"{network} lines", theme=f"network/{network}",
        geometry_type="Geometry", fields=FIELDS, owner=owner or network,
    )  # fmt: skip
    layers.define_collection(spec, by=WRITER, now=now)
    write(collection_id, [layers.Feature(shape, values) for shape, values in assets], now=now)
    return collection_id


def show(collection_id: str, *columns: str, now: datetime, mode: str = "shown") -> None:
    """The owner's rule for those who dig."""
    works.disclose(collection=collection_id, mode=mode, columns=columns or TOLD, by=system("test"), now=now)


def values(**changes: Any) -> works.RequestValues:
    """What a builder fills in: a pit of 20 x 10 m, 1.5 m deep, in July 2026."""
    filled: dict[str, Any] = {
        "title": "Sửa ống", "purpose": "Sửa chữa ống cấp nước", "depth_m": "1,5", "area": area_text(pit()),
        "starts_on": "2026-07-05", "ends_on": "2026-07-20", "contractor": "Công ty Đào", "contact_name": "Trần Văn Đào",
        "contact_phone": "0900 000 000",
    }  # fmt: skip
    return works.RequestValues(**filled | changes)


def area_text(shape: Polygon | Point) -> str:
    """A shape as the form sends it."""
    return str(mapping(shape)).replace("'", '"').replace("(", "[").replace(")", "]").replace(",]", "]")


def ask(*, now: datetime, by: Subject = BUILDER, **changes: Any) -> int:
    """A request that has been submitted and answered."""
    request_id = works.draft_request(values(**changes), by=by, now=now)
    works.submit_request(request_id, by=by, now=now)
    return request_id


def codes_of(answer: works.Answer) -> list[str]:
    """The codes of all assets that an answer tells of."""
    return [asset.properties["code"] for entry in answer.collections for asset in entry.assets]


def impose_moratorium(shape: Polygon, first: date, last: date, *, now: datetime) -> None:
    """A road that may not be opened from a first to a last day."""
    works.define_collections(by=WRITER, now=now)
    row = {"road": "Đường Số 1", "reason": "mới thảm nhựa", "starts_on": first, "ends_on": last}
    write(works.MORATORIA, [layers.Feature(shape, row)], now=now)
