"""Between a SWMM input and the rows of two collections, both ways; pure. Collections are metric, whatever the input."""

from collections.abc import Iterable
from typing import Any

from .parts import ModelPart, Point
from .swmm_text import Sections, option, without

FOOT_M = 0.3048
METRIC = ("CMS", "LPS", "MLD")
NODES = {"JUNCTIONS": "manhole", "OUTFALLS": "outfall", "STORAGE": "storage", "DIVIDERS": "manhole"}
LINKS = {"CONDUITS": "conduit", "PUMPS": "pump", "ORIFICES": "orifice", "WEIRS": "weir", "OUTLETS": "orifice"}
SECTION_OF_NEW = {"manhole": "JUNCTIONS", "conduit": "CONDUITS"}
ALSO_BY_LINK = ("XSECTIONS", "LOSSES", "VERTICES")
NEW_ROUGHNESS = 0.013
"""Manning's coefficient of a conduit that somebody has drawn without saying it (usual for concrete)."""
SAME = 1e-6


def unit_m(sections: Sections) -> float:
    """Metres per unit of length of the input."""
    return 1.0 if option(sections, "FLOW_UNITS", "CFS").upper() in METRIC else FOOT_M


def nodes_of(sections: Sections) -> list[ModelPart]:
    """The nodes of an input, in its coordinates; one without coordinates is left out."""
    places, unit = _places(sections), unit_m(sections)
    parts = []
    for section, kind in NODES.items():
        for row in sections.get(section, ()):
            deep = _number(row, 2) if section in ("JUNCTIONS", "STORAGE") else None
            values = {"kind": kind, "invert_m": _scaled(_number(row, 1), unit), "depth_m": _scaled(deep, unit)}
            if row[0] in places:
                parts.append(ModelPart(row[0], values, (places[row[0]],)))
    return parts


def links_of(sections: Sections) -> list[ModelPart]:
    """The links of an input, in its coordinates; one between nodes without coordinates is left out."""
    places, unit, inverts = _places(sections), unit_m(sections), _inverts(sections)
    bends = _bends(sections)
    heights = {row[0]: _number(row, 2) for row in sections.get("XSECTIONS", ())}
    by_level = option(sections, "LINK_OFFSETS", "DEPTH").upper() == "ELEVATION"
    parts = []
    for section, kind in LINKS.items():
        for row in sections.get(section, ()):
            name, start, end = row[:3]
            if start not in places or end not in places:
                continue
            values: dict[str, Any] = {"kind": kind, "from_node": start, "to_node": end, "status": "open"}
            if kind == "conduit":
                values |= {"length_m": _scaled(_number(row, 3), unit), "roughness": _number(row, 4)}
                values["diameter_mm"] = _scaled(heights.get(name), unit * 1000)
                values["invert_from_m"] = _scaled(_level(row, 5, inverts.get(start), by_level=by_level), unit)
                values["invert_to_m"] = _scaled(_level(row, 6, inverts.get(end), by_level=by_level), unit)
            parts.append(ModelPart(name, values, (places[start], *bends.get(name, ()), places[end])))
    return parts


def merged(sections: Sections, nodes: Iterable[ModelPart], links: Iterable[ModelPart]) -> Sections:
    """The input with nodes and links as the collections hold them now.

    What a row does not say stays as it was imported. Parts that are gone are left out, and links that are shut with
    them; new manholes and conduits get usual values.
    """
    unit = unit_m(sections)
    known_nodes = {node.code: node for node in nodes_of(sections)}
    known_links = {link.code: link for link in links_of(sections)}
    standing = {node.code: node for node in nodes}
    open_links = {link.code: link for link in links if link.values["status"] == "open"}
    gone = (set(known_nodes) - set(standing)) | (set(known_links) - set(open_links))
    found = {name: without(rows, gone) if _names_parts(name) else rows for name, rows in sections.items()}
    for section in NODES:
        found[section] = [_node_row(row, known_nodes, standing, unit) for row in found.get(section, ())]
    for section in LINKS:
        found[section] = [_link_row(row, known_links, open_links, unit) for row in found.get(section, ())]
    found["XSECTIONS"] = [_height_row(row, known_links, open_links, unit) for row in found.get("XSECTIONS", ())]
    _add_new(found, standing.keys() - known_nodes.keys(), open_links.keys() - known_links.keys(), standing, open_links)
    return {name: rows for name, rows in found.items() if rows or name in sections}


def _names_parts(section: str) -> bool:
    return (
        section in NODES or section in LINKS or section in ALSO_BY_LINK or section in ("COORDINATES", "INFLOWS", "DWF")
    )


def _node_row(row: list[str], known: dict[str, ModelPart], now: dict[str, ModelPart], unit: float) -> list[str]:
    row = _changed(row, 1, "invert_m", known, now, unit)
    has_depth = known.get(row[0]) is not None and known[row[0]].values["depth_m"] is not None
    return _changed(row, 2, "depth_m", known, now, unit) if has_depth else row


def _link_row(row: list[str], known: dict[str, ModelPart], now: dict[str, ModelPart], unit: float) -> list[str]:
    part = now.get(row[0])
    if part is None:
        return row
    row = [row[0], part.values["from_node"], part.values["to_node"], *row[3:]]
    if part.values["kind"] != "conduit":
        return row
    row = _changed(row, 3, "length_m", known, now, unit)
    row = _changed(row, 4, "roughness", known, now, 1.0)
    return row


def _height_row(row: list[str], known: dict[str, ModelPart], now: dict[str, ModelPart], unit: float) -> list[str]:
    conduit = row[0] in now and now[row[0]].values["kind"] == "conduit"
    return _changed(row, 2, "diameter_mm", known, now, unit * 1000) if conduit else row


def _changed(
    row: list[str], at: int, name: str, known: dict[str, ModelPart], now: dict[str, ModelPart], unit: float
) -> list[str]:
    """The line with the value of the row, where somebody has changed it since the import."""
    part, before = now.get(row[0]), known.get(row[0])
    value = part.values.get(name) if part else None
    was = before.values.get(name) if before else None
    if value is None or (was is not None and abs(value - was) <= SAME):
        return row
    return [*row[:at], f"{value / unit:.9g}", *row[at + 1 :]]


def _add_new(
    sections: Sections,
    nodes: Iterable[str],
    links: Iterable[str],
    standing: dict[str, ModelPart],
    open_links: dict[str, ModelPart],
) -> None:
    unit = unit_m(sections)
    for code in sorted(nodes):
        values = standing[code].values
        level, depth = (values.get("invert_m") or 0.0) / unit, (values.get("depth_m") or 0.0) / unit
        sections.setdefault("JUNCTIONS", []).append([code, f"{level:.9g}", f"{depth:.9g}", "0", "0", "0"])
    for code in sorted(links):
        values = open_links[code].values
        length, rough = values["length_m"] / unit, values.get("roughness") or NEW_ROUGHNESS
        row = [code, values["from_node"], values["to_node"], f"{length:.9g}", f"{rough:.9g}", "0", "0", "0", "0"]
        sections.setdefault("CONDUITS", []).append(row)
        height = (values.get("diameter_mm") or 300.0) / 1000 / unit
        sections.setdefault("XSECTIONS", []).append([code, "CIRCULAR", f"{height:.9g}", "0", "0", "0", "1"])


def _places(sections: Sections) -> dict[str, Point]:
    return {row[0]: (float(row[1]), float(row[2])) for row in sections.get("COORDINATES", ()) if len(row) > 2}


def _bends(sections: Sections) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for row in sections.get("VERTICES", ()):
        found.setdefault(row[0], []).append((float(row[1]), float(row[2])))
    return found


def _inverts(sections: Sections) -> dict[str, float]:
    return {row[0]: level for name in NODES for row in sections.get(name, ()) if (level := _number(row, 1)) is not None}


def _level(row: list[str], at: int, invert: float | None, *, by_level: bool) -> float | None:
    """The level of an end of a conduit: written as such, or as a height above its node."""
    offset = _number(row, at)
    if by_level and offset is not None:
        return offset
    return None if invert is None else invert + (offset or 0.0)


def _number(row: list[str], at: int) -> float | None:
    try:
        return float(row[at])
    except (IndexError, ValueError):
        return None


def _scaled(value: float | None, unit: float) -> float | None:
    return None if value is None else value * unit
