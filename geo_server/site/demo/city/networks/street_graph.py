"""The streets of the quarter as a graph: junctions are coordinates, edges carry what is known of their street."""

import networkx as nx
import shapely
from shapely import LineString

from ..streets import Street
from .parts import StreetGraph

GRID_M = 0.05


def street_graph(streets: list[Street]) -> StreetGraph:
    """The connected graph of all street pieces between junctions.

    Nodes are (x, y) in EPSG:9210. Edges have their `line` and `length_m`, and `depth` and `width_m` of their street.
    """
    noded = shapely.union_all([street.line for street in streets], grid_size=GRID_M)
    tree = shapely.STRtree([street.line for street in streets])
    graph: StreetGraph = nx.Graph()
    for piece in shapely.get_parts(noded):
        street = streets[_street_of(piece, tree)]
        start, end = piece.coords[0], piece.coords[-1]
        graph.add_edge(start, end, line=piece, length_m=float(piece.length), depth=street.depth, width_m=street.width_m)
    largest = max(nx.connected_components(graph), key=len)
    return graph.subgraph(largest).copy()


def _street_of(piece: LineString, tree: shapely.STRtree) -> int:
    return int(tree.nearest(piece.interpolate(0.5, normalized=True)))
