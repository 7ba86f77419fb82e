"""The base map: roads, water, green, buildings."""

from layers import api as layers

from ..city.city import City
from ..city.land_use import CAMPUS, GARDEN, HALLS, TUBE, VILLA, Use
from . import looks
from .entry import Entry, codes, describe, features_of

ROAD_CLASSES = codes(
    motorway=("Cao tốc", "Motorway"),
    trunk=("Quốc lộ", "Trunk road"),
    primary=("Đường chính", "Primary road"),
    secondary=("Đường liên khu vực", "Secondary road"),
    tertiary=("Đường khu vực", "Tertiary road"),
    residential=("Đường nội bộ", "Residential street"),
    alley=("Hẻm", "Alley"),
)
WATER_KINDS = codes(river=("Sông", "River"), canal=("Kênh, rạch", "Canal"))
GREEN_KINDS = codes(park=("Công viên", "Park"), field=("Ruộng, vườn", "Fields"))
BUILDING_USES = codes(
    house=("Nhà ở", "House"), industry=("Nhà xưởng", "Industry"), public=("Công trình công cộng", "Public building")
)
USE_OF_STYLE = {TUBE: "house", VILLA: "house", GARDEN: "house", HALLS: "industry", CAMPUS: "public"}


def base_entries(city: City) -> list[Entry]:
    """Collections of theme "base", lowest first."""
    return [_green(city), _water(city), _roads(city), _buildings(city)]


def _roads(city: City) -> Entry:
    spec = describe(
        "roads",
        ("Đường giao thông", "Roads"),
        theme="base",
        geometry="LineString",
        style=looks.ROADS,
        fields=(
            layers.Field("code", "string", "Mã đoạn", "Segment code", role="code", required=True),
            layers.Field("name", "string", "Tên đường", "Name", role="title"),
            layers.Field("class", "string", "Cấp đường", "Class", codes=ROAD_CLASSES),
            layers.Field("width_m", "number", "Bề rộng", "Width", unit="m"),
        ),
    )
    rows = [
        {"code": f"D{number:05d}", "name": road.name, "class": road.category, "width_m": round(road.width_m, 1)}
        for number, road in enumerate(city.roads, start=1)
    ]
    return Entry(spec, features_of((road.line for road in city.roads), rows), key="code")


def _water(city: City) -> Entry:
    spec = describe(
        "water",
        ("Sông, kênh, rạch", "Rivers and canals"),
        theme="base",
        geometry="Polygon",
        style=looks.WATER,
        fields=(
            layers.Field("name", "string", "Tên", "Name", role="title", required=True),
            layers.Field("kind", "string", "Loại", "Kind", codes=WATER_KINDS),
        ),
    )
    rows = [{"name": water.name, "kind": water.kind} for water in city.waters]
    return Entry(spec, features_of((water.surface for water in city.waters), rows), key="name")


def _green(city: City) -> Entry:
    spec = describe(
        "green",
        ("Mảng xanh", "Green areas"),
        theme="base",
        geometry="Polygon",
        style=looks.GREEN,
        fields=(
            layers.Field("name", "string", "Tên", "Name", role="title", required=True),
            layers.Field("kind", "string", "Loại", "Kind", codes=GREEN_KINDS),
        ),
    )
    zones = [zone for zone in city.zones if zone.use in (Use.GREEN, Use.AGRICULTURE)]
    rows = [
        {
            "name": f"{'Công viên' if zone.use is Use.GREEN else 'Cánh đồng'} số {zone.number}",
            "kind": "park" if zone.use is Use.GREEN else "field",
        }
        for zone in zones
    ]
    return Entry(spec, features_of((zone.ground for zone in zones), rows), key="name")


def _buildings(city: City) -> Entry:
    """The register as it was at the date of the earlier scene: it does not know the changes."""
    spec = describe(
        "buildings",
        ("Công trình", "Buildings"),
        theme="base",
        geometry="Polygon",
        style=looks.BUILDINGS,
        fields=(
            layers.Field("code", "string", "Mã công trình", "Building code", role="code", required=True),
            layers.Field("use", "string", "Công năng", "Use", codes=BUILDING_USES),
            layers.Field("floors", "integer", "Số tầng", "Floors"),
            layers.Field("height_m", "number", "Chiều cao", "Height", unit="m"),
            layers.Field("year", "integer", "Năm xây", "Year built"),
        ),
    )
    standing = [(plot.lot, plot.before) for plot in city.plots if plot.before is not None]
    rows = [
        {
            "code": f"N-{lot.code}",
            "use": USE_OF_STYLE.get(lot.zone.style, "house"),
            "floors": house.floors,
            "height_m": round(house.height_m, 1),
            "year": house.year,
        }
        for lot, house in standing
    ]
    return Entry(spec, features_of((house.footprint for _, house in standing), rows), key="code")
