"""Small networks of points and lines on a plane in metres, south-west corner in the city."""

import math
from datetime import datetime
from typing import Any

from django.db import connection
from shapely.geometry import LineString, Point

from geo_server.core.subject import system
from layers import api as layers
from networks import api as networks

WRITER = system("test")
WEST, SOUTH = 106.7, 10.8
METRE = 111319.490793
"""Metres in a degree, on the sphere of the equator's radius."""

NODE_KINDS = ("source", "valve", "customer", "junction")
NODE_FIELDS = (
    layers.Field("kind", "string", "Loại", "Kind", codes=tuple(layers.Code(k, k, k) for k in NODE_KINDS)),
    layers.Field("owner", "string", "Chủ quản", "Owner"),
    layers.Field("year", "integer", "Năm", "Year"),
    layers.Field("shut", "boolean", "Đóng", "Shut"),
    layers.Field("invert_m", "number", "Đáy", "Invert", unit="m"),
    layers.Field("ground_m", "number", "Mặt đất", "Ground", unit="m"),
)
LINK_FIELDS = (
    layers.Field("kind", "string", "Loại", "Kind"),
    layers.Field("owner", "string", "Chủ quản", "Owner"),
    layers.Field("year", "integer", "Năm", "Year"),
    layers.Field("material", "string", "Vật liệu", "Material"),
    layers.Field("status", "string", "Tình trạng", "Status"),
    layers.Field("diameter_mm", "number", "Đường kính", "Diameter", unit="mm"),
    layers.Field("invert_from_m", "number", "Đáy đầu", "Invert at start", unit="m"),
    layers.Field("invert_to_m", "number", "Đáy cuối", "Invert at end", unit="m"),
)
KINDS = {"source": "source", "valve": "valve", "customer": "customer"}


def at(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres east and north of the corner."""
    return WEST + x / (METRE * math.cos(math.radians(SOUTH))), SOUTH + y / METRE


def metres(lon: float, lat: float, *, latitude: float) -> tuple[float, float]:
    """A place on the plane of a network, as docs/understand/topology.md defines it."""
    return lon * METRE * math.cos(math.radians(latitude)), lat * METRE


def line(*places: tuple[float, float]) -> LineString:
    """A line through places in metres."""
    return LineString([at(x, y) for x, y in places])


def pipe(*places: tuple[float, float], **values: Any) -> layers.Feature:
    """A link with nothing missing, unless told."""
    whole = {"kind": "main", "owner": "water", "year": 2010, "material": "hdpe", "status": "in_service"}
    return layers.Feature(line(*places), whole | values)


def node(x: float, y: float, kind: str = "junction", **values: Any) -> layers.Feature:
    """A node with nothing missing, unless told."""
    return layers.Feature(Point(at(x, y)), {"kind": kind, "owner": "water", "year": 2010, "shut": False} | values)


def make_collections(now: datetime, *, name: str = "net") -> None:
    """Empty collections `<name>_nodes` and `<name>_links`."""
    for suffix, geometry, fields in (("nodes", "Point", NODE_FIELDS), ("links", "LineString", LINK_FIELDS)):
        spec = layers.CollectionSpec(
            id=f"{name}_{suffix}",
            title_vi=suffix,
            title_en=suffix,
            theme="network/water",
            geometry_type=geometry,
            fields=fields,
            editable=True,
        )
        layers.define_collection(spec, by=WRITER, now=now)


def network_spec(name: str = "net", **changes: Any) -> networks.NetworkSpec:
    """A network of these collections."""
    columns = {"kind": "kind", "owner": "owner", "year": "year"}
    stated: dict[str, Any] = {
        "id": name,
        "title_vi": "Mạng thử",
        "title_en": "Test network",
        "domain": "water",
        "owner": "water",
        "nodes": (
            networks.Part(
                f"{name}_nodes", columns | {"invert": "invert_m", "ground": "ground_m"}, closed={"shut": ("true",)}
            ),
        ),
        "links": (
            networks.Part(
                f"{name}_links",
                columns
                | {
                    "material": "material",
                    "diameter": "diameter_mm",
                    "invert_from": "invert_from_m",
                    "invert_to": "invert_to_m",
                },
                closed={"status": ("shut",)},
            ),
        ),
        "kinds": KINDS,
    }
    return networks.NetworkSpec(**(stated | changes))


def make_network(
    nodes: list[layers.Feature], links: list[layers.Feature], *, now: datetime, name: str = "net", **changes: Any
) -> networks.NetworkSpec:
    """A network with these features; fids count from 1 in the order given."""
    make_collections(now, name=name)
    for suffix, rows in (("nodes", nodes), ("links", links)):
        layers.write_features(f"{name}_{suffix}", rows, mode="append", by=WRITER, reason="test", now=now)
    spec = network_spec(name, **changes)
    networks.define_network(spec, by=WRITER, now=now)
    return spec


def errors_of(name: str = "net", *, without: tuple[str, ...] = ()) -> set[tuple[str, str, int]]:
    """(rule, collection without the network's name, fid) of every error that stands."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT rule, collection, feature FROM feature."{name}_errors"')
        return {(rule, of.removeprefix(f"{name}_"), fid) for rule, of, fid in cursor.fetchall() if rule not in without}


def sql(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What the database answers to a statement, as any tool may send it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
