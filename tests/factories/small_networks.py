"""A power line that feeds the pump of a water network; two customers; a camera on the same cabinet.

    power   T ==t1== K ==t2== H          T source, K cabinet (terminal), H house with 5 people
    water   S ==w0== P ==w1== A ==w2== V ==w3== B ==w4== C        S source, P pump, V valve, C house with 4 people
                              A ==w5== W ==w6== D                 W valve, D house with 3 people

P and the camera `eye` name K as what feeds them. Nodes stand 0.001 degrees apart, water at 10.77 N, power at 10.78 N.
"""

from datetime import datetime
from typing import Any

import shapely
from django.db import connection

from layers import api as layers
from networks import api as networks
from tests.factories.collections import WRITER, write

STEP = 0.001
PLACES = {
    "S": (0, 0), "P": (1, 0), "A": (2, 0), "V": (3, 0), "B": (4, 0), "C": (5, 0), "W": (2, 1), "D": (2, 2),
    "T": (0, 10), "K": (1, 10), "H": (2, 10),
}  # fmt: skip
KINDS = {"S": "source", "V": "valve", "W": "valve", "C": "house", "D": "house", "T": "source", "H": "house"}
PEOPLE = {"C": 4, "D": 3, "H": 5}
WATER = {"w0": "SP", "w1": "PA", "w2": "AV", "w3": "VB", "w4": "BC", "w5": "AW", "w6": "WD"}
POWER = {"t1": "TK", "t2": "KH"}
FIELDS = (
    layers.Field("code", "string", "Mã", "Code", role="key", required=True),
    layers.Field("kind", "string", "Loại", "Kind"),
    layers.Field("status", "string", "Tình trạng", "Status"),
    layers.Field("people", "integer", "Số người", "People"),
    layers.Field("fed_by", "string", "Cấp điện từ", "Fed by"),
)


def place(code: str) -> tuple[float, float]:
    """Longitude and latitude of a node."""
    x, y = PLACES[code]
    return 106.7 + x * STEP, 10.77 + y * STEP


def define_small_networks(*, now: datetime, public: bool = True) -> None:
    """Networks `power` and `water`, and the camera."""
    for network, links in (("water", WATER), ("power", POWER)):
        codes = sorted({code for pair in links.values() for code in pair})
        points = [layers.Feature(shapely.Point(place(code)), _node(code)) for code in codes]
        lines = [
            layers.Feature(shapely.LineString([place(a), place(b)]), {"code": code}) for code, (a, b) in links.items()
        ]
        for role, geometry, rows in (("nodes", "Point", points), ("links", "LineString", lines)):
            _collection(f"{network}_{role}", geometry, rows, now=now, public=public)
        _define(network, now=now)
    eye = layers.Feature(shapely.Point(place("K")), {"code": "eye", "fed_by": "K"})
    _collection("eyes", "Point", [eye], now=now, public=public)


def state_what_feeds_what(*, now: datetime) -> None:
    """The pump and the camera hang on the cabinet, as their rows say."""
    for consumers in ("water_nodes", "eyes"):
        networks.state_by_field("power", consumers=consumers, field="fed_by", by=WRITER, now=now)


def codes(parts: Any) -> set[str]:
    """The codes of the parts of an answer."""
    return {str(_look_up("code", part.collection, "fid", part.fid)) for part in parts}


def start(collection: str, code: str) -> networks.Start:
    """The feature with this code."""
    return networks.Start(collection, int(_look_up("fid", collection, "code", code)))


def _look_up(wanted: str, collection: str, column: str, value: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {wanted} FROM feature."{collection}" WHERE {column} = %s', [value])
        return cursor.fetchone()[0]


def _node(code: str) -> dict[str, Any]:
    return {
        "code": code, "kind": KINDS.get(code), "people": PEOPLE.get(code), "fed_by": "K" if code == "P" else None,
        "status": "open",
    }  # fmt: skip


def _collection(name: str, geometry: str, rows: list[layers.Feature], *, now: datetime, public: bool) -> None:
    spec = layers.CollectionSpec(
        id=name, title_vi=name, title_en=name, theme="network", geometry_type=geometry, fields=FIELDS, public=public,
        editable=True,
    )  # fmt: skip
    layers.define_collection(spec, by=WRITER, now=now)
    write(name, rows, now=now)


def _define(network: str, *, now: datetime) -> None:
    columns = {"code": "code", "kind": "kind", "people": "people"}
    spec = networks.NetworkSpec(
        id=network, title_vi=network, title_en=network, domain="water" if network == "water" else "power",
        owner="city", flow="from_sources",
        nodes=(networks.Part(f"{network}_nodes", columns=columns, closed={"status": ("shut",)}),),
        links=(networks.Part(f"{network}_links", columns={"code": "code"}, closed={"status": ("shut",)}),),
        kinds={"source": "source", "valve": "valve", "house": "customer"},
    )  # fmt: skip
    networks.define_network(spec, by=WRITER, now=now)
