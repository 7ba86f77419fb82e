"""A network of 2,006,317 links: 199 zones of 10,081 street links, each fed from one source by its main.

Rows are written past the triggers: this measures how networks are asked, not how they are made.
"""

from django.db import connection, transaction

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers
from networks import api as networks

READER = system("bench")
ZONES, WIDE, HIGH = 199, 72, 71
LINKS_OF_ZONE = HIGH * (WIDE - 1) + (HIGH - 1) * WIDE
NODES_OF_ZONE = WIDE * HIGH
MAIN = 3_000_000
"""The fid of the main of zone 100; mains are numbered behind all other links."""


def make() -> None:
    """Make the network unless it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM topology.link WHERE network = 'big'")
        if cursor.fetchone()[0] > ZONES * LINKS_OF_ZONE:
            return
    with transaction.atomic(), connection.cursor() as cursor:
        _define()
        cursor.execute("SET LOCAL session_replication_role = replica")
        sizes = {"zones": ZONES - 1, "wide": WIDE, "high": HIGH, "size": NODES_OF_ZONE, "main": MAIN - 100}
        cursor.execute(_ROWS, sizes)
    with connection.cursor() as cursor:
        for table in ("topology.link", "topology.node", "feature.big_links", "feature.big_nodes"):
            cursor.execute(f"ANALYZE {table}")


def _define() -> None:
    now = clock.now()
    for role, geometry in (("nodes", "Point"), ("links", "LineString")):
        spec = layers.CollectionSpec(
            id=f"big_{role}", title_vi=role, title_en=role, theme="network/water", geometry_type=geometry
        )
        layers.define_collection(spec, by=READER, now=now)
    spec = networks.NetworkSpec(
        id="big", title_vi="Lớn", title_en="Big", domain="water", owner="city", flow="drawn",
        nodes=(networks.Part("big_nodes"),), links=(networks.Part("big_links"),),
    )  # fmt: skip
    networks.define_network(spec, by=READER, now=now)


_ROWS = """
CREATE TEMP TABLE spots ON COMMIT DROP AS
SELECT z * %(size)s + y * %(wide)s + x + 1 AS id, z, x, y,
       ST_SetSRID(ST_MakePoint(106.4 + (z %% 20) * 0.01 + x * 0.0001, 10.6 + (z / 20) * 0.01 + y * 0.0001), 4326)
       AS geom
  FROM generate_series(0, %(zones)s) z, generate_series(0, %(high)s - 1) y, generate_series(0, %(wide)s - 1) x;
CREATE UNIQUE INDEX ON spots (id);
CREATE TEMP TABLE lines ON COMMIT DROP AS
SELECT row_number() OVER () AS fid, a, b FROM (
       SELECT id AS a, id + 1 AS b FROM spots WHERE x < %(wide)s - 1
       UNION ALL SELECT id, id + %(wide)s FROM spots WHERE y < %(high)s - 1) streets;
INSERT INTO lines SELECT %(main)s + z, 1, z * %(size)s + 1 FROM generate_series(1, %(zones)s) z;
INSERT INTO feature.big_nodes (fid, geom) SELECT id, geom FROM spots;
INSERT INTO feature.big_links (fid, geom)
SELECT l.fid, ST_MakeLine(p.geom, q.geom) FROM lines l JOIN spots p ON p.id = l.a JOIN spots q ON q.id = l.b;
INSERT INTO topology.node (id, network, geom, collection, fid, kind, component)
SELECT id, 'big', geom, 'big_nodes', id,
       CASE WHEN id = 1 THEN 'source' WHEN x %% 7 = 3 AND y %% 7 = 3 THEN 'valve'
            WHEN (x + y) %% 5 = 0 THEN 'customer' ELSE '' END, 1
  FROM spots;
INSERT INTO topology.link (network, collection, fid, from_node, to_node, length_m, flow)
SELECT 'big', 'big_links', fid, a, b, 11, 1 FROM lines;
SELECT setval('topology.node_id_seq', (SELECT max(id) FROM topology.node));
"""
