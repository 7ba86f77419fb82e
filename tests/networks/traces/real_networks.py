"""Real networks of ../shared/data as networks of ours, and as plain lists for the independent computation."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pyogrio.raw
import shapely
from django.db import connection

from layers import api as layers
from networks import api as networks
from tests.factories.collections import WRITER

from .independent import Plain

UTILITIES = Path("vector") / "utilities"
CODE = layers.Field("code", "string", "Mã", "Code", role="key", required=True)
KIND = layers.Field("kind", "string", "Loại", "Kind")


@dataclass
class Loaded:
    """A network that was loaded; `fid_of` and `code_of` translate between the file's names and our numbers."""

    id: str
    plain: Plain
    fid_of: dict[str, int]
    code_of: dict[tuple[str, int], str]

    def links(self, parts: Any) -> set[str]:
        """The file's names of the links of an answer."""
        return {self.code_of[part.collection, part.fid] for part in parts}


def rows_of(path: Path, layer: str) -> list[dict[str, Any]]:
    """The rows of a layer, geometry as `shape`."""
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer)
    names = list(meta["fields"])
    return [
        dict(zip(names, values, strict=True)) | {"shape": shapely.from_wkb(wkb)}
        for *values, wkb in zip(*columns, shapes, strict=True)
    ]


def load_water(real_data: Path, name: str, *, to_degrees: Any, now: datetime) -> Loaded:
    """An EPANET network from its GeoPackage, links as drawn; every 9th junction becomes a valve."""
    path = real_data / UTILITIES / "epanet" / f"{name}.gpkg"
    present = {layer for layer, _ in pyogrio.list_layers(path)}
    nodes = [r for layer in ("junctions", "reservoirs", "tanks") if layer in present for r in rows_of(path, layer)]
    links = [r for layer in ("pipes", "pumps", "valves") if layer in present for r in rows_of(path, layer)]
    sources = {r["id"] for layer in ("reservoirs", "tanks") if layer in present for r in rows_of(path, layer)}
    valves = {r["id"] for r in sorted(nodes, key=lambda r: str(r["id"]))[::9]} - sources
    same = _same_place({r["id"]: r["shape"] for r in nodes})
    valves = {v for v in valves if same[v] == v and list(same.values()).count(v) == 1}
    plain = Plain(
        links={r["id"]: (same[r["node1"]], same[r["node2"]], 1) for r in links if same[r["node1"]] != same[r["node2"]]},
        sources=frozenset(same[s] for s in sources),
        valves=frozenset(valves),
    )
    kinds = {r["id"]: "source" if r["id"] in sources else "valve" if r["id"] in valves else None for r in nodes}
    return _define(
        name.lower(), "water", plain, now=now, flow="drawn",
        nodes=[(r["id"], to_degrees(r["shape"]), kinds[r["id"]]) for r in nodes],
        links=[(r["id"], to_degrees(r["shape"])) for r in links],
    )  # fmt: skip


def load_power(real_data: Path, name: str, *, now: datetime) -> Loaded:
    """A German grid from its GeoPackage, fed by its transformers; every 11th bus is a switch.

    Lines of the file end metres away from their bus: here they are drawn to the bus that they name.
    """
    path = real_data / UTILITIES / "power" / f"{name}.gpkg"
    buses = {str(r["bus_id"]): r["shape"] for r in rows_of(path, "bus")}
    same = _same_place(buses)
    fed = {str(r[bus]) for r in rows_of(path, "trafo") for bus in ("lv_bus", "hv_bus")} & buses.keys()
    sources = {same[bus] for bus in fed}
    valves = set(sorted(buses)[::11])
    valves = {v for v in valves if list(same.values()).count(same[v]) == 1} - sources
    lines = {f"L{number}": row for number, row in enumerate(rows_of(path, "line"))}
    ends = {code: (same[str(r["from_bus"])], same[str(r["to_bus"])]) for code, r in lines.items()}
    plain = Plain(
        links={code: (*pair, flow) for code, pair, flow in _away_from(sources, ends)},
        sources=frozenset(sources),
        valves=frozenset(valves),
    )
    kinds = {bus: "source" if same[bus] in sources else "valve" if bus in valves else None for bus in buses}
    return _define(
        name, "power", plain, now=now, flow="from_sources",
        nodes=[(bus, shape, kinds[bus]) for bus, shape in buses.items()],
        links=[
            (code, _between(r["shape"], buses[str(r["from_bus"])], buses[str(r["to_bus"])]))
            for code, r in lines.items()
        ],
    )  # fmt: skip


def _same_place(nodes: dict[str, Any]) -> dict[str, str]:
    """Node to the first node that stands in the same place."""
    first: dict[bytes, str] = {}
    return {name: first.setdefault(shape.wkb, name) for name, shape in nodes.items()}


def _away_from(sources: set[str], ends: dict[str, tuple[str, str]]) -> list[tuple[str, tuple[str, str], int]]:
    """Each link with its flow, from the fewer steps to the nearest source to the more."""
    graph = nx.Graph(ends.values())
    steps = nx.multi_source_dijkstra_path_length(graph, sources & set(graph), weight=None)
    flows = []
    for code, (a, b) in ends.items():
        rise = steps.get(b, 0) - steps.get(a, 0)
        flows.append((code, (a, b), (rise > 0) - (rise < 0)))
    return flows


def _between(line: Any, start: Any, end: Any) -> Any:
    return shapely.LineString([start, *line.coords[1:-1], end])


def _define(
    name: str, domain: Any, plain: Plain, *, nodes: list[Any], links: list[Any], flow: Any, now: datetime
) -> Loaded:
    for role, geometry in (("nodes", "Point"), ("links", "LineString")):
        spec = layers.CollectionSpec(
            id=f"{name}_{role}", title_vi=role, title_en=role, theme=f"network/{domain}", geometry_type=geometry,
            fields=(CODE, KIND),
        )  # fmt: skip
        layers.define_collection(spec, by=WRITER, now=now)
    points = [layers.Feature(shape, {"code": str(code), "kind": kind}) for code, shape, kind in nodes]
    lines = [layers.Feature(shape, {"code": str(code)}) for code, shape in links if shape.length > 0]
    how: dict[str, Any] = {"mode": "append", "by": WRITER, "reason": "test", "now": now}
    layers.write_features(f"{name}_nodes", points, **how)
    layers.write_features(f"{name}_links", lines, **how)
    networks.define_network(
        networks.NetworkSpec(
            id=name, title_vi=name, title_en=name, domain=domain, owner="city", flow=flow, tolerance_m=0.05,
            nodes=(networks.Part(f"{name}_nodes", columns={"kind": "kind", "code": "code"}),),
            links=(networks.Part(f"{name}_links", columns={"code": "code"}),),
            kinds={"source": "source", "valve": "valve", "customer": "customer"},
        ),
        by=WRITER, now=now,
    )  # fmt: skip
    code_of = _codes(f"{name}_nodes") | _codes(f"{name}_links")
    fid_of = {code: fid for (collection, fid), code in code_of.items() if collection == f"{name}_links"}
    return Loaded(name, plain, fid_of, code_of)


def _codes(collection: str) -> dict[tuple[str, int], str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT fid, code FROM feature."{collection}"')
        return {(collection, fid): code for fid, code in cursor.fetchall()}
