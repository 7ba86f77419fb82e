"""A MapLibre style without branches, one layer per rule: QGIS 3.22 ignores ["match", ...] in colours."""

from collections.abc import Mapping, Sequence
from typing import Any

from .colours import Colour
from .conditions import ALWAYS, Compare, Condition, Every, Known, OfGeometry, OneOf
from .rules import MAX_ZOOM, Rule
from .symbols import Circle, Fill, Label, Line, Name, Symbol

TYPES = {Fill: "fill", Line: "line", Circle: "circle", Label: "symbol"}


def as_plain_style(style: Mapping[str, Any], rules: Sequence[Rule]) -> dict[str, Any]:
    """The style with its layers replaced by one for each rule; sources and glyphs stay."""
    by_place = dict(enumerate(style["layers"]))
    return {**style, "layers": [_layer(rule, number, by_place[rule.level]) for number, rule in enumerate(rules)]}


def _layer(rule: Rule, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    layout, paint = _values(rule.symbol)
    kept = {name: given[name] for name in ("source", "source-layer") if name in given}
    made = {"id": f"{rule.layer}-{number}", "type": TYPES[type(rule.symbol)], **kept, "layout": layout, "paint": paint}
    if rule.condition != ALWAYS:
        made["filter"] = as_filter(rule.condition)
    if rule.min_zoom > 0:
        made["minzoom"] = rule.min_zoom
    if rule.max_zoom < MAX_ZOOM:
        made["maxzoom"] = rule.max_zoom
    return made


def as_filter(condition: Condition) -> list[Any]:
    """The condition as an expression."""
    if isinstance(condition, Compare):
        return [condition.operator, ["get", condition.field], condition.value]
    if isinstance(condition, OneOf):
        return _turned(["in", ["get", condition.field], ["literal", list(condition.values)]], condition.negated)
    if isinstance(condition, Known):
        return _turned(["has", condition.field], condition.negated)
    if isinstance(condition, OfGeometry):
        return ["!=" if condition.negated else "==", ["geometry-type"], condition.kind]
    return ["all" if isinstance(condition, Every) else "any", *(as_filter(part) for part in condition.parts)]


def _turned(expression: list[Any], negated: bool) -> list[Any]:
    return ["!", expression] if negated else expression


def _values(symbol: Symbol) -> tuple[dict[str, Any], dict[str, Any]]:
    """Layout and paint."""
    if isinstance(symbol, Fill):
        outline = {"fill-outline-color": _css(symbol.outline)} if symbol.outline else {}
        return {}, {"fill-color": _css(symbol.colour), **outline}
    if isinstance(symbol, Line):
        dashes = {"line-dasharray": [length / (symbol.width or 1) for length in symbol.dashes]} if symbol.dashes else {}
        paint = {"line-color": _css(symbol.colour), "line-width": symbol.width, **dashes}
        return {"line-cap": symbol.cap, "line-join": symbol.join}, paint
    if isinstance(symbol, Circle):
        return {}, {
            "circle-color": _css(symbol.colour),
            "circle-radius": symbol.radius,
            "circle-stroke-color": _css(symbol.stroke),
            "circle-stroke-width": symbol.stroke_width,
        }
    text: list[Any] = [["get", part.field] if isinstance(part, Name) else part for part in symbol.parts]
    layout = {
        "text-field": text[0] if len(text) == 1 else ["concat", *text],
        "text-font": [symbol.font],
        "text-size": symbol.size,
        "symbol-placement": "line" if symbol.along_line else "point",
    }
    halo = {"text-halo-color": _css(symbol.halo), "text-halo-width": symbol.halo_width}
    return layout, {"text-color": _css(symbol.colour), **halo}


def _css(colour: Colour | None) -> str:
    if colour is None or colour.alpha >= 1:
        return colour.hex if colour else "transparent"
    return f"rgba({colour.red},{colour.green},{colour.blue},{colour.alpha:g})"
