"""Land and plan: parcels, zones, red lines, zones with a management board."""

from shapely import union_all

from layers import api as layers

from ..city.city import City
from ..city.fates import Plot
from ..city.land_use import RULES, Use
from . import looks
from .entry import Entry, codes, describe, features_of

LAND_CODES = codes(
    ODT=("Đất ở đô thị", "Urban housing"),
    TMD=("Đất thương mại, dịch vụ", "Commerce and services"),
    SKK=("Đất khu công nghiệp", "Industrial park"),
    DGD=("Đất giáo dục, công cộng", "Public facilities"),
    CQP=("Đất quốc phòng", "Defence"),
    DKV=("Đất khu vui chơi, công viên", "Parks"),
    CLN=("Đất trồng cây lâu năm", "Perennial crops"),
    LUK=("Đất trồng lúa còn lại", "Rice"),
)
USES = codes(**{str(use): (RULES[use].title, str(use).capitalize()) for use in Use})
BOARD_KINDS = codes(
    hi_tech=("Khu công nghệ cao", "High-tech park"),
    industrial=("Khu công nghiệp", "Industrial park"),
    export=("Khu chế xuất", "Export zone"),
)


JOIN_M = 0.1


def planning_entries(city: City) -> list[Entry]:
    """Collections of theme "planning", lowest first."""
    return [_zoning(city), _management_zones(city), _red_lines(city), _parcels(city)]


def _parcels(city: City) -> Entry:
    spec = describe(
        "parcels",
        ("Thửa đất", "Parcels"),
        theme="planning",
        geometry="Polygon",
        owner="environment",
        style=looks.PARCELS,
        fields=(
            layers.Field("code", "string", "Tờ/thửa", "Sheet/parcel", role="code", required=True),
            layers.Field("sheet", "string", "Số tờ bản đồ", "Map sheet"),
            layers.Field("number", "integer", "Số thửa", "Parcel number"),
            layers.Field("land_code", "string", "Loại đất", "Land code", codes=LAND_CODES),
            layers.Field("area_m2", "number", "Diện tích pháp lý", "Legal area", unit="m2"),
            layers.Field("address", "string", "Địa chỉ", "Address", role="title"),
            layers.Field("ward", "string", "Mã phường, xã", "Ward code"),
        ),
    )
    rows = [_parcel_row(city, plot, address) for plot, address in zip(city.plots, city.addresses, strict=True)]
    return Entry(spec, features_of((plot.lot.ground for plot in city.plots), rows), key="code")


def _parcel_row(city: City, plot: Plot, address: str) -> dict[str, object]:
    lot = plot.lot
    return {
        "code": lot.code,
        "sheet": lot.sheet,
        "number": lot.number,
        "land_code": RULES[lot.zone.use].land_code,
        "area_m2": round(lot.ground.area, 1),
        "address": address,
        "ward": city.unit_index.unit_at(lot.ground.centroid).code,
    }


def _zoning(city: City) -> Entry:
    spec = describe(
        "zoning",
        ("Quy hoạch phân khu", "Zoning plan"),
        theme="planning",
        geometry="Polygon",
        owner="construction",
        style=looks.ZONING,
        fields=(
            layers.Field("zone_code", "string", "Mã ô quy hoạch", "Zone code", role="code", required=True),
            layers.Field("title", "string", "Chức năng", "Function", role="title"),
            layers.Field("use", "string", "Loại chức năng", "Use", codes=USES),
            layers.Field("max_floors", "integer", "Số tầng tối đa", "Maximum floors"),
            layers.Field("max_height_m", "number", "Chiều cao tối đa", "Maximum height", unit="m"),
            layers.Field("max_coverage", "number", "Mật độ xây dựng tối đa", "Maximum coverage"),
            layers.Field("buildable", "boolean", "Được xây dựng", "Buildable"),
        ),
    )
    rows = [
        {
            "zone_code": f"{rule.prefix}{zone.number:02d}",
            "title": f"{rule.title} {rule.prefix}{zone.number:02d}",
            "use": str(zone.use),
            "max_floors": rule.max_floors,
            "max_height_m": rule.max_height_m,
            "max_coverage": rule.max_coverage,
            "buildable": rule.buildable,
        }
        for zone in city.zones
        for rule in [RULES[zone.use]]
    ]
    return Entry(spec, features_of((zone.ground for zone in city.zones), rows), key="zone_code")


def _red_lines(city: City) -> Entry:
    spec = describe(
        "red_lines",
        ("Lộ giới (đất giữa hai chỉ giới đường đỏ)", "Road reserves between red lines"),
        theme="planning",
        geometry="Polygon",
        owner="construction",
        style=looks.RED_LINES,
        fields=(
            layers.Field("road_name", "string", "Tên đường", "Road", role="title", required=True),
            layers.Field("width_m", "number", "Lộ giới", "Width between red lines", unit="m"),
            layers.Field("decision", "string", "Quyết định", "Decision"),
        ),
    )
    names = dict(zip((id(street) for street in city.streets), city.street_names, strict=True))
    rows = [
        {"road_name": names[id(reserve.street)], "width_m": reserve.width_m, "decision": "QĐ mẫu 150/QĐ-UBND"}
        for reserve in city.reserves
    ]
    return Entry(spec, features_of((reserve.land for reserve in city.reserves), rows), key="road_name")


def _management_zones(city: City) -> Entry:
    spec = describe(
        "management_zones",
        ("Khu có ban quản lý riêng", "Zones with a management board"),
        theme="planning",
        geometry="MultiPolygon",
        owner="board_iz",
        fields=(
            layers.Field("code", "string", "Mã khu", "Zone code", role="code", required=True),
            layers.Field("title", "string", "Tên khu", "Name", role="title"),
            layers.Field("kind", "string", "Loại khu", "Kind", codes=BOARD_KINDS),
            layers.Field("board", "string", "Cơ quan quản lý", "Managing board"),
        ),
    )
    row = {"code": "KCN-01", "title": "Khu công nghiệp Thới An (mẫu)", "kind": "industrial", "board": "board_iz"}
    joined = union_all([ground.buffer(JOIN_M, join_style="mitre") for ground in city.industrial_park])
    park = joined.buffer(-JOIN_M, join_style="mitre").simplify(JOIN_M)
    return Entry(spec, features_of([park], [row]), key="code")
