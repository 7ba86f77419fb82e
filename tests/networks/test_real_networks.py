"""Real networks: the topology joins the ends that their publishers say are joined, and the rules do not cry wolf."""

from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from layers import api as layers
from networks import api as networks
from tests.factories.networks import METRE, WRITER, sql

pytestmark = [pytest.mark.django_db, pytest.mark.real]
UTILITIES = "vector/utilities"


def load(path: Path, layer: str | None, name: str, *, now: Any) -> dict[str, Any]:
    """One layer of a file as a collection, attributes as text; returns its columns as they were read, and `shapes`."""
    from pyogrio.raw import read

    meta, _, wkb, columns = read(path, layer=layer, force_2d=True)
    shapes = shapely.from_wkb(wkb)
    place = Transformer.from_crs(meta["crs"], "EPSG:4326", always_xy=True)
    moved = shapely.transform(shapes, lambda xy: np.column_stack(place.transform(*xy.T)))
    table = {key.lower(): values for key, values in zip(meta["fields"], columns, strict=True)}
    spec = layers.CollectionSpec(
        id=name,
        title_vi=name,
        title_en=name,
        theme="network/real",
        geometry_type="Point" if shapely.get_type_id(shapes[0]) == 0 else "MultiLineString",
        fields=tuple(layers.Field(key, "string", key, key) for key in table),
    )
    layers.define_collection(spec, by=WRITER, now=now)
    rows = [dict(zip(table, map(str, values), strict=True)) for values in zip(*columns, strict=True)]
    features = [layers.Feature(shape, row) for shape, row in zip(moved, rows, strict=True)]
    layers.write_features(name, features, mode="append", by=WRITER, reason="real", now=now)
    return table | {"shapes": shapes}


def define(name: str, nodes: list[networks.Part], links: list[networks.Part], *, now: Any, **more: Any) -> Counter[str]:
    """A network of these; returns how often each rule found something."""
    stated = {"domain": "power", "title_vi": name, "title_en": name, "owner": "city"} | more
    spec = networks.NetworkSpec(id=name, nodes=tuple(nodes), links=tuple(links), **stated)
    networks.define_network(spec, by=WRITER, now=now)
    return Counter(dict(sql(f"SELECT rule, count(*) FROM feature.{name}_errors GROUP BY rule")))


def parts(name: str) -> list[int]:
    """Links in each part of a network, most first."""
    statement = "SELECT links FROM topology.component WHERE network = %s AND links > 0 ORDER BY 1 DESC"
    return [links for (links,) in sql(statement, [name])]


def drawn_parts(name: str, nodes: list[str], links: str, *, metres: float) -> list[int]:
    """Links in each part as shapely finds them in the tables: an end belongs to the nearest node that is so near."""
    places = np.concatenate([read_shapes(one) for one in nodes])
    tree = shapely.STRtree(places)
    graph: Any = nx.MultiGraph()
    for line in shapely.line_merge(read_shapes(links)):
        if line.geom_type != "LineString":
            continue
        ends = [shapely.Point(line.coords[0]), shapely.Point(line.coords[-1])]
        near = [tree.query(end, predicate="dwithin", distance=metres / METRE) for end in ends]
        names = [
            min(found.tolist(), key=lambda node, end=end: (places[node].distance(end), node)) if len(found) else end.wkb
            for end, found in zip(ends, near, strict=True)
        ]
        graph.add_edge(*names)
    return sorted((graph.subgraph(part).number_of_edges() for part in nx.connected_components(graph)), reverse=True)


def gaps(path: Path) -> int:
    """How many ends of lines do not lie at the bus that the file names for them."""
    from pyogrio.raw import read

    def columns(layer: str) -> tuple[Any, dict[str, Any]]:
        meta, _, wkb, values = read(path, layer=layer)
        return shapely.from_wkb(wkb), dict(zip(meta["fields"], values, strict=True))

    (points, buses), (lines, stated) = columns("bus"), columns("line")
    places = dict(zip(buses["bus_id"], points, strict=True))
    return sum(
        shapely.get_point(line, number).distance(places[bus]) > 0.05 / METRE
        for name, number in (("from_bus", 0), ("to_bus", -1))
        for line, bus in zip(lines, stated[name], strict=True)
    )


def read_shapes(collection: str) -> Any:
    """The shapes of a feature table, in the order of fids."""
    return shapely.from_wkb(
        [bytes(wkb) for (wkb,) in sql(f"SELECT ST_AsBinary(geom) FROM feature.{collection} ORDER BY fid")]
    )


@pytest.mark.parametrize("grid", ["lv_schutterwald", "mv_oberrhein_substations"])
def test_german_grids_hang_together_as_they_are_drawn(real_data: Path, now: Any, grid: str) -> None:
    path = real_data / UTILITIES / "power" / f"{grid}.gpkg"
    load(path, "bus", "g_bus", now=now)
    load(path, "line", "g_line", now=now)
    found = define("g", [networks.Part("g_bus")], [networks.Part("g_line")], now=now)
    assert parts("g") == drawn_parts("g", ["g_bus"], "g_line", metres=0.05)
    assert found["link_without_ends"] == found["self_crossing"] == found["duplicate_link"] == 0
    assert found["dangling_end"] <= gaps(path)


def test_kentucky_water_hangs_together_as_it_is_drawn(real_data: Path, now: Any) -> None:
    path = real_data / UTILITIES / "epanet" / "ky4.gpkg"
    for layer in ("junctions", "reservoirs", "tanks", "pipes"):
        load(path, layer, f"k_{layer}", now=now)
    kinds = {"reservoirs": "source", "tanks": "source"}
    nodes = [networks.Part(f"k_{name}", kind=kinds.get(name, "")) for name in ("junctions", "reservoirs", "tanks")]
    found = define("k", nodes, [networks.Part("k_pipes")], now=now, domain="water", tolerance_m=0.5)
    assert parts("k") == drawn_parts("k", ["k_junctions", "k_reservoirs", "k_tanks"], "k_pipes", metres=0.5) == [1156]
    assert found["duplicate_node"] == 2, "its two pumps have no length: both their ends stand in one place"
    assert found["dangling_end"] == found["near_miss"] == found["link_without_ends"] == 0
    tied = sql(
        "SELECT count(*) FROM feature.k_pipes p JOIN topology.link t ON t.collection = 'k_pipes' AND t.fid = p.fid"
        " JOIN topology.node a ON a.id = t.from_node JOIN topology.node b ON b.id = t.to_node"
        " LEFT JOIN feature.k_junctions x ON a.collection = 'k_junctions' AND x.fid = a.fid"
        " LEFT JOIN feature.k_junctions y ON b.collection = 'k_junctions' AND y.fid = b.fid"
        " WHERE coalesce(x.id, p.node1) = p.node1 AND coalesce(y.id, p.node2) = p.node2"
    )
    assert tied == [(1156 - 2,)], "every other pipe is tied to the junctions that the model names"


def test_the_duplicate_poles_of_vientiane_are_found(real_data: Path, now: Any) -> None:
    folder = real_data / UTILITIES / "vientiane_virgo"
    poles = load(folder / "electric_pole_point_v1.shp", None, "v_poles", now=now)
    load(folder / "electric_22kv_vtc_line_v1.shp", None, "v_lines", now=now)
    found = define("v", [networks.Part("v_poles")], [networks.Part("v_lines")], now=now, tolerance_m=0.5)
    places = Counter(map(tuple, shapely.get_coordinates(poles["shapes"])))
    repeated = sum(places.values()) - len(places)
    assert found["duplicate_node"] >= repeated


def test_power_lines_of_openstreetmap(real_data: Path, now: Any) -> None:
    path = real_data / "vector" / "osm" / "hcm_osm_2018_themes.gpkg"
    load(path, "power_lines", "o_lines", now=now)
    load(path, "power_points", "o_points", now=now)
    found = define("o", [networks.Part("o_points")], [networks.Part("o_lines")], now=now)
    assert found["orphan_node"] < 0.1 * 1662, "towers stand on the lines that run over them"
    assert found["link_without_ends"] == found["self_crossing"] == 0
