"""Between WNTR's document of an EPANET model and the rows of two collections, both ways; pure, and in SI."""

from collections.abc import Iterable
from typing import Any

from .parts import ModelPart, Point

NODE_KINDS = {"Junction": "junction", "Tank": "tank", "Reservoir": "source"}
LINK_KINDS = {"Pipe": "pipe", "Pump": "pump", "Valve": "valve"}
NODE_TYPES = {kind: name for name, kind in NODE_KINDS.items()}
NEW_PIPE = {
    "link_type": "Pipe",
    "check_valve": False,
    "minor_loss": 0.0,
    "initial_quality": 0.0,
}
NEW_PIPE_ROUGHNESS = 130.0
"""Hazen and Williams' coefficient of a pipe that somebody has drawn without saying it (usual for new plastic)."""


def nodes_of(document: dict[str, Any]) -> list[ModelPart]:
    """The nodes of a document, in the model's coordinates."""
    parts = []
    for node in document["nodes"]:
        kind = NODE_KINDS[node["node_type"]]
        level = node.get("base_head") if kind == "source" else node.get("elevation")
        values = {"kind": kind, "elevation_m": level, "demand_l_s": _demand_l_s(node)}
        parts.append(ModelPart(node["name"], values, (tuple(node["coordinates"]),)))
    return parts


def links_of(document: dict[str, Any]) -> list[ModelPart]:
    """The links of a document, in the model's coordinates."""
    places: dict[str, Point] = {node["name"]: tuple(node["coordinates"]) for node in document["nodes"]}
    parts = []
    for link in document["links"]:
        start, end = link["start_node_name"], link["end_node_name"]
        values = {
            "kind": LINK_KINDS[link["link_type"]],
            "from_node": start,
            "to_node": end,
            "length_m": link.get("length"),
            "diameter_mm": None if link.get("diameter") is None else link["diameter"] * 1000,
            "roughness": link.get("roughness"),
            "status": "closed" if link.get("initial_status") == "Closed" else "open",
        }
        points = (places[start], *(tuple(vertex) for vertex in link["vertices"]), places[end])
        parts.append(ModelPart(link["name"], values, points))
    return parts


def merged(document: dict[str, Any], nodes: Iterable[ModelPart], links: Iterable[ModelPart]) -> dict[str, Any]:
    """The document with nodes and links as the collections hold them now.

    What a row does not say (curves of a pump, settings of a valve) stays as it was imported. Parts that are gone are
    left out, and controls that name them with them; new junctions and pipes get the engine's usual values.
    """
    nodes, links = list(nodes), list(links)
    known = {node["name"]: node for node in document["nodes"]}
    known_links = {link["name"]: link for link in document["links"]}
    standing = {node.code for node in nodes}
    kept = [link for link in links if {link.values["from_node"], link.values["to_node"]} <= standing]
    left = standing | {link.code for link in kept}
    gone = (set(known) | set(known_links)) - left
    return {
        **document,
        "nodes": [_node(known.get(node.code), node) for node in nodes],
        "links": [_link(known_links.get(link.code), link) for link in kept],
        "sources": [source for source in document.get("sources", ()) if source.get("node_name") not in gone],
        "controls": [control for control in document.get("controls", ()) if not _names(control, gone)],
    }


def _demand_l_s(node: dict[str, Any]) -> float | None:
    if node["node_type"] != "Junction":
        return None
    return 1000.0 * sum(float(entry["base_val"]) for entry in node.get("demand_timeseries_list") or ())


def _node(known: dict[str, Any] | None, part: ModelPart) -> dict[str, Any]:
    node = dict(known) if known else {"name": part.code, "node_type": NODE_TYPES[part.values["kind"]]}
    node["coordinates"] = part.points[0] if part.points else (0.0, 0.0)
    level = part.values.get("elevation_m")
    if node["node_type"] == "Reservoir":
        return node | {"base_head": level or 0.0}
    node["elevation"] = level or 0.0
    return node if node["node_type"] == "Tank" else node | _demands(node, part.values.get("demand_l_s") or 0.0)


def _demands(node: dict[str, Any], litres_per_second: float) -> dict[str, Any]:
    """Its demands; where the sum was changed they all change by the same share."""
    entries = node.get("demand_timeseries_list") or []
    before = _demand_l_s(node) or 0.0
    if litres_per_second == before:
        return {"demand_timeseries_list": entries}
    if before:
        share = litres_per_second / before
        return {"demand_timeseries_list": [entry | {"base_val": entry["base_val"] * share} for entry in entries]}
    first = entries[0] if entries else {"pattern_name": None, "category": None}
    return {"demand_timeseries_list": [{**first, "base_val": litres_per_second / 1000.0}, *entries[1:]]}


def _link(known: dict[str, Any] | None, part: ModelPart) -> dict[str, Any]:
    values = part.values
    link = dict(known) if known else {"name": part.code, "initial_status": "Open", **NEW_PIPE}
    link |= {
        "start_node_name": values["from_node"],
        "end_node_name": values["to_node"],
        "vertices": list(part.points[1:-1]),
    }
    was_shut = link["initial_status"] == "Closed"
    if was_shut != (values["status"] == "closed"):
        link["initial_status"] = "Open" if was_shut else "Closed"
    if link["link_type"] == "Pipe":
        link |= {"length": values["length_m"], "roughness": values.get("roughness") or NEW_PIPE_ROUGHNESS}
    if link["link_type"] != "Pump":
        link["diameter"] = values["diameter_mm"] / 1000
    return link


def _names(control: dict[str, Any], gone: set[str]) -> bool:
    """Whether a control mentions a part that is gone."""
    words = " ".join([str(control.get("condition", "")), *map(str, control.get("then_actions", ()))])
    words += " " + " ".join(map(str, control.get("else_actions", ())))
    return bool(gone & set(words.split()))
