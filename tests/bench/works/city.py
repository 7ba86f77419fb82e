"""Five networks of many links on a city of 30 x 30 km, made by SQL: streets, each network a metre from the next."""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers
from works import api as works

MAKER = system("bench")
NETWORKS = ("water", "drainage", "power", "telecom", "lighting")
WEST, SOUTH, SIDE = 106.55, 10.65, 0.27
LINK_M = 30.0
METRE = 1 / 110_000.0
FIELDS = (
    layers.Field("code", "string", "Mã", "Code"),
    layers.Field("kind", "string", "Loại", "Kind"),
    layers.Field("year", "integer", "Năm", "Year"),
    layers.Field("depth_m", "number", "Độ sâu", "Depth", unit="m"),
    layers.Field("survey_class", "string", "Cấp khảo sát", "Survey class"),
)

# Links along streets that lie so far apart that all of them fill the square; the offset parts the networks.
_LINKS = sql.SQL("""
INSERT INTO {table} (geom, code, kind, year, depth_m, survey_class)
SELECT ST_SetSRID(ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + {step}, y)), 4326),
       {name} || '-' || n, 'distribution', 1980 + n %% 46, 0.6 + (n %% 20) / 10.0, chr((65 + n %% 4)::int)
  FROM (SELECT n, {west} + (n %% {along}) * {step} AS x,
               {south} + (n / {along}) * {apart} + {offset} AS y
          FROM generate_series(0, {count} - 1) n) placed
""")


@dataclass(frozen=True)
class Dig:
    """A pit at a crossing of the city, and how large it is."""

    area: str
    west: float
    south: float
    east: float
    north: float


def make_city(links: int) -> None:
    """The networks, told to those who dig; nothing is made twice."""
    now = clock.now()
    for code in ("construction", "bench", *NETWORKS):
        layers.create_organisation(code, title_vi=f"Đơn vị {code}", title_en=f"Office {code}")
    works.define_collections(by=MAKER, now=now)
    for place, network in enumerate(NETWORKS):
        spec = layers.CollectionSpec(
            id=f"bench_{network}", title_vi=f"Tuyến {network}", title_en=f"{network} links", theme=f"network/{network}",
            geometry_type="LineString", fields=FIELDS, owner=network,
        )  # fmt: skip
        known = layers.define_collection(spec, by=MAKER, now=now)
        if known.count < links:
            _fill(spec.id, network, links, offset=place * METRE)
        columns = [field.name for field in FIELDS]
        works.disclose(collection=spec.id, mode="shown", columns=columns, by=MAKER, now=now)
        works.set_contact(network, phone="028 1234 5678", by=MAKER, now=now)


def _fill(collection_id: str, name: str, links: int, *, offset: float) -> None:
    """Links as fast as PostgreSQL makes them; the triggers of history and change log run as for any other write."""
    along = int(SIDE / (LINK_M * METRE))
    streets = links // along + 1
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("feature", collection_id)))
        cursor.execute(
            _LINKS.format(
                table=sql.Identifier("feature", collection_id),
                step=sql.Literal(LINK_M * METRE),
                name=sql.Literal(name),
                west=sql.Literal(WEST),
                south=sql.Literal(SOUTH),
                along=sql.Literal(along),
                apart=sql.Literal(SIDE / streets),
                offset=sql.Literal(offset),
                count=sql.Literal(links),
            ),
            {},
        )
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier("feature", collection_id)))


def pit(number: int, *, side_m: float) -> Dig:
    """A square pit somewhere in the city, another one for each number."""
    west = WEST + SIDE * ((number * 0.618) % 0.9)
    south = SOUTH + SIDE * ((number * 0.382) % 0.9)
    east, north = west + side_m * METRE, south + side_m * METRE
    return Dig(f"{west} {south}; {east} {south}; {east} {north}; {west} {north}", west, south, east, north)
