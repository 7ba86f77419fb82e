"""Registers of a city of 30 x 30 km, made by SQL: blocks of forty lots, two permits a lot, zones, red lines, houses."""

from collections.abc import Iterator

from django.db import connection, transaction
from psycopg import sql
from shapely import Polygon, box

from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region
from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

MAKER = system("bench")
WEST, SOUTH, SIDE = 106.55, 10.65, 0.27
METRE = 1 / 110_000.0
LOTS_PER_BLOCK, LOTS_PER_ROW = 40, 20
LOT_WIDTH_M, LOT_DEPTH_M = 5.0, 20.0

REGISTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "parcels": (("sheet", "string"), ("number", "integer"), ("land_code", "string"), ("address", "string")),
    "permits": (
        ("permit_no", "string"), ("parcel_sheet", "string"), ("parcel_number", "integer"), ("issued", "date"),
        ("expires", "date"), ("temporary", "boolean"), ("footprint_m2", "number"), ("floors", "integer"),
        ("status", "string"),
    ),
    "zoning": (
        ("zone_code", "string"), ("use", "string"), ("buildable", "boolean"), ("max_floors", "integer"),
        ("max_coverage", "number"), ("max_far", "number"),
    ),
    "red_lines": (("road_name", "string"),),
    "buildings": (("name", "string"),),
}  # fmt: skip

# Lot n: its block, its place in the block, its corner in degrees.
_LOT = """
    SELECT n, n / 40 AS block, n %% 40 AS place,
        {west} + ((n / 40) %% {along}) * {pitch} + (n %% 20) * 5 * {metre} AS x,
        {south} + (n / 40 / {along}) * {pitch} + ((n %% 40) / 20) * 20 * {metre} AS y
    FROM generate_series(0, {lots} - 1) n
"""
_BOX = "ST_MakeEnvelope(x + {} * {{metre}}, y + {} * {{metre}}, x + {} * {{metre}}, y + {} * {{metre}}, 4326)"
_ROWS = {
    "parcels": "SELECT " + _BOX.format(0, 0, 5, 20) + ", block::text, place, 'ODT', place || ' đường số ' || block"
    " FROM ({lot}) lot",
    "buildings": "SELECT " + _BOX.format(0.5, 15, 4.5, 19) + ", 'bếp' FROM ({lot}) lot WHERE n %% 2 = 0",
    "zoning": "SELECT ST_MakeEnvelope(x, y, x + 100 * {metre}, y + 40 * {metre}, 4326), 'R' || block, 'residential',"
    " block %% 50 <> 0, 5, 0.8, 3.5 FROM ({lot}) lot WHERE place = 0",
    "red_lines": "SELECT ST_MakeEnvelope(x, y - 8 * {metre}, x + 100 * {metre}, y + 1.5 * {metre}, 4326),"
    " 'Đường số ' || block FROM ({lot}) lot WHERE place = 0",
    # An old permit of every lot; then a drawing, a point with the number of the lot, or a point with an address only.
    "permits": "SELECT " + _BOX.format(0.5, 2, 4.5, 12) + ", 'A' || n, block::text, place, date '2012-01-02',"
    " date '2013-01-02', false, 40.0, 3, 'valid' FROM ({lot}) lot"
    " UNION ALL SELECT CASE WHEN n %% 3 = 0 THEN " + _BOX.format(0.5, 1, 4.5, 14) + " ELSE"
    " ST_SetSRID(ST_MakePoint(x + 2.5 * {metre}, y + 2 * {metre}), 4326) END, 'B' || n,"
    " CASE WHEN n %% 3 < 2 THEN block::text END, CASE WHEN n %% 3 < 2 THEN place END, date '2026-01-05',"
    " date '2027-01-05', false, 52.0, 3, 'valid' FROM ({lot}) lot",
}  # fmt: skip


def make_city(lots: int) -> dict[str, int]:
    """The registers, made anew where they do not have this size; returns their numbers of rows."""
    return {name: _make(name, fields, lots) for name, fields in REGISTERS.items()}


def changes(count: int, lots: int) -> Iterator[Region]:
    """New houses of 4 x 13 m on lots spread over the city, every one shifted a little; EPSG:4326."""
    for number in range(count):
        lot = (number * 7919) % lots
        west, south = _corner(lot, lots)
        shift = METRE * (number % 7) / 10
        house: Polygon = box(
            west + 0.3 * METRE + shift,
            south + 0.8 * METRE + shift,
            west + 4.5 * METRE + shift,
            south + 14 * METRE + shift,
        )
        yield Region(house, house.area / METRE**2, 0.9, ChangeClass.NEW_BUILDING)


def _corner(lot: int, lots: int) -> tuple[float, float]:
    block, place = divmod(lot, LOTS_PER_BLOCK)
    row, along = divmod(place, LOTS_PER_ROW)
    blocks_along = _blocks_along(lots)
    pitch = SIDE / blocks_along
    x = WEST + (block % blocks_along) * pitch + along * LOT_WIDTH_M * METRE
    return x, SOUTH + (block // blocks_along) * pitch + row * LOT_DEPTH_M * METRE


def _blocks_along(lots: int) -> int:
    return int((lots / LOTS_PER_BLOCK) ** 0.5) + 1


def _make(name: str, fields: tuple[tuple[str, str], ...], lots: int) -> int:
    """One register; without the triggers of history, which are no part of what is measured."""
    spec = layers.CollectionSpec(
        id=name,
        title_vi=name,
        title_en=name,
        theme="planning",
        geometry_type="Geometry" if name == "permits" else "Polygon",
        fields=tuple(layers.Field(field, kind, field, field) for field, kind in fields),  # type: ignore[arg-type]
    )
    layers.define_collection(spec, by=MAKER, now=clock.now())
    table = sql.Identifier("feature", name)
    rows = sql.SQL(_ROWS[name].replace("{lot}", _LOT)).format(
        west=sql.Literal(WEST),
        south=sql.Literal(SOUTH),
        along=sql.Literal(_blocks_along(lots)),
        pitch=sql.Literal(SIDE / _blocks_along(lots)),
        metre=sql.Literal(METRE),
        lots=sql.Literal(lots),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(table))
        known = int(cursor.fetchone()[0])
        wanted = _wanted(name, lots)
        if known != wanted:
            cursor.execute(sql.SQL("TRUNCATE {}").format(table))
            columns = sql.SQL(", ").join(sql.Identifier(field) for field, _ in fields)
            cursor.execute(sql.SQL("INSERT INTO {} (geom, {}) {}").format(table, columns, rows), {})
            known = cursor.rowcount
        cursor.execute(sql.SQL("ANALYZE {}").format(table))
    return known


def _wanted(name: str, lots: int) -> int:
    blocks = -(-lots // LOTS_PER_BLOCK)
    return {"parcels": lots, "permits": 2 * lots, "buildings": (lots + 1) // 2}.get(name, blocks)
