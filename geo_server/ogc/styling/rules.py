"""A MapLibre style as a list of rules: for these features, at these zooms, this symbol. Others are written from it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from .colours import read_colour
from .conditions import NEVER, Condition, every
from .expressions import at_zoom, branches, condition_of, is_smooth, zoom_stops
from .labels import text_parts
from .symbols import Circle, Fill, Label, Line, Symbol

Layer = dict[str, Any]
MIN_ZOOM, MAX_ZOOM = 0.0, 24.0
BAND = 2.0
"""A width that grows with the zoom is drawn in bands of at most so many zooms, each with the width of its middle."""
DEFAULTS: dict[str, dict[str, Any]] = {
    "fill": {"fill-color": "#000000", "fill-opacity": 1, "fill-outline-color": None},
    "line": {
        "line-color": "#000000", "line-opacity": 1, "line-width": 1, "line-gap-width": 0, "line-dasharray": None,
        "line-cap": "butt", "line-join": "miter",
    },
    "circle": {
        "circle-color": "#000000", "circle-opacity": 1, "circle-radius": 5, "circle-stroke-color": "#000000",
        "circle-stroke-width": 0, "circle-stroke-opacity": 1,
    },
    "symbol": {
        "text-size": 16, "text-color": "#000000", "text-opacity": 1, "text-halo-color": "rgba(0,0,0,0)",
        "text-halo-width": 0, "symbol-placement": "point",
    },
}  # fmt: skip
WHOLE = {"text-field", "text-font"}


@dataclass(frozen=True)
class Rule:
    """One symbol for some features at some zooms.

    Attributes:
        layer: id of the MapLibre layer; `level` its place, the lowest is drawn first.
        min_zoom, max_zoom: of MapLibre (tiles of 512 pixels), the second excluded.
    """

    layer: str
    level: int
    condition: Condition
    min_zoom: float
    max_zoom: float
    symbol: Symbol


def rules_of(layers: list[Layer]) -> list[Rule]:
    """The rules of MapLibre layers, in the order in which they are drawn.

    A layer without a twin (background, raster, icons without text) is left out.

    Raises:
        CannotExport: an expression that cannot be taken apart.
    """
    found: list[Rule] = []
    for level, layer in enumerate(layers):
        drawn = layer.get("type") in DEFAULTS and layer.get("layout", {}).get("visibility") != "none"
        if drawn and (layer["type"] != "symbol" or "text-field" in layer.get("layout", {})):
            found += _rules_of_layer(layer, level)
    return found


def _rules_of_layer(layer: Layer, level: int) -> Iterator[Rule]:
    given = {**layer.get("layout", {}), **layer.get("paint", {})}
    values = {name: given.get(name, default) for name, default in DEFAULTS[layer["type"]].items()}
    shown = condition_of(layer.get("filter"))
    for low, high in _bands(layer, values):
        here = {name: at_zoom(value, (low + high) / 2) for name, value in values.items()}
        for condition, constants in _variants(here):
            holds = every((shown, condition))
            if holds != NEVER:
                symbol = _symbol(layer["type"], constants, given)
                yield Rule(str(layer.get("id", level)), level, holds, low, high, symbol)


def _bands(layer: Layer, values: Mapping[str, Any]) -> list[tuple[float, float]]:
    """The spans of zoom in which every value is taken as constant."""
    first, last = float(layer.get("minzoom", MIN_ZOOM)), float(layer.get("maxzoom", MAX_ZOOM))
    stops = {stop for value in values.values() for stop in zoom_stops(value)}
    cuts = {first, last} | {stop for stop in stops if first < stop < last}
    if any(is_smooth(value) for value in values.values()):
        for low, high in pairwise(sorted(cuts)):
            if low >= min(stops) and high <= max(stops):
                pieces = max(1, round((high - low) / BAND))
                cuts |= {low + (high - low) * piece / pieces for piece in range(pieces)}
    return list(pairwise(sorted(cuts)))


def _variants(values: Mapping[str, Any]) -> Iterator[tuple[Condition, dict[str, Any]]]:
    """Every combination of the branches of all values that some feature can have."""
    names = list(values)
    for chosen in product(*(_branches(name, values[name]) for name in names)):
        condition = every(part for part, _ in chosen)
        if condition != NEVER:
            yield condition, {name: value for name, (_, value) in zip(names, chosen, strict=True)}


def _branches(name: str, value: Any) -> list[tuple[Condition, Any]]:
    if name == "line-dasharray" and isinstance(value, list) and value and isinstance(value[0], int | float):
        return [(every(()), value)]
    return branches(value)


def _symbol(kind: str, values: Mapping[str, Any], given: Mapping[str, Any]) -> Symbol:
    if kind == "fill":
        colour = read_colour(values["fill-color"]).faded(values["fill-opacity"])
        outline = values["fill-outline-color"]
        return Fill(colour, read_colour(outline).faded(values["fill-opacity"]) if outline else None)
    if kind == "line":
        return _line(values)
    if kind == "circle":
        return Circle(
            read_colour(values["circle-color"]).faded(values["circle-opacity"]),
            float(values["circle-radius"]),
            read_colour(values["circle-stroke-color"]).faded(values["circle-stroke-opacity"]),
            float(values["circle-stroke-width"]),
        )
    return _label(values, given)


def _line(values: Mapping[str, Any]) -> Line:
    """A stroke; a line with a gap (a casing) is as wide as both its sides and the gap, under what covers the gap."""
    width, gap = float(values["line-width"]), float(values["line-gap-width"])
    return Line(
        read_colour(values["line-color"]).faded(values["line-opacity"]),
        2 * width + gap if gap else width,
        tuple(float(length) * width for length in values["line-dasharray"] or ()),
        values["line-cap"],
        values["line-join"],
    )


def _label(values: Mapping[str, Any], given: Mapping[str, Any]) -> Label:
    fonts = given.get("text-font")
    font = fonts[0] if isinstance(fonts, list) and fonts and isinstance(fonts[0], str) else "Noto Sans"
    return Label(
        text_parts(given["text-field"]),
        float(values["text-size"]),
        read_colour(values["text-color"]).faded(values["text-opacity"]),
        read_colour(values["text-halo-color"]).faded(values["text-opacity"]),
        float(values["text-halo-width"]),
        re.sub(r" (Regular|Bold|Medium|Italic|Light)$", "", font),
        values["symbol-placement"] != "point",
    )
