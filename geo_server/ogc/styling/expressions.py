"""MapLibre expressions taken apart: first the zoom is put in, then the branches on the feature become conditions."""

import math
from collections.abc import Sequence
from typing import Any

from .colours import mixed
from .conditions import (
    ALWAYS,
    NEVER,
    Compare,
    Condition,
    Known,
    OfGeometry,
    OneOf,
    every,
    is_json_value,
    opposite,
    some,
)
from .errors import CannotExport

Branches = list[tuple[Condition, Any]]
"""A value for each condition; exactly one condition holds for a feature."""

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
SUBCLASSES = 4
"""Into how many classes the span between two stops of a smooth colour scale is cut."""


def zoom_stops(expression: Any) -> set[float]:
    """The zooms at which an expression changes its course."""
    if not isinstance(expression, list) or not expression:
        return set()
    found = {stop for part in expression for stop in zoom_stops(part)}
    if expression[0] == "interpolate" and expression[2] == ["zoom"]:
        found |= {float(stop) for stop in expression[3::2]}
    elif expression[0] == "step" and expression[1] == ["zoom"]:
        found |= {float(stop) for stop in expression[3::2]}
    return found


def is_smooth(expression: Any) -> bool:
    """Whether an expression changes with every zoom, not only at stops."""
    if not isinstance(expression, list) or not expression:
        return False
    if expression[0] == "interpolate" and expression[2] == ["zoom"]:
        return True
    return any(is_smooth(part) for part in expression)


def at_zoom(expression: Any, zoom: float) -> Any:
    """The expression with the zoom put in; what depends on the feature stays an expression."""
    if not isinstance(expression, list) or not expression:
        return expression
    if expression[0] == "literal":
        return expression
    if expression == ["zoom"]:
        return zoom
    head, parts = expression[0], [at_zoom(part, zoom) for part in expression[1:]]
    if head == "interpolate" and isinstance(parts[1], int | float) and expression[2] == ["zoom"]:
        return _interpolated(parts[0], zoom, parts[2:])
    if head == "step" and expression[1] == ["zoom"]:
        return _stepped(zoom, parts[1:])
    return [head, *parts]


def branches(expression: Any) -> Branches:
    """The values that an expression without zoom takes, each with its condition; raises CannotExport."""
    if not isinstance(expression, list):
        return [(ALWAYS, expression)]
    head, *parts = expression or [None]
    if head == "literal":
        return [(ALWAYS, parts[0])]
    if head == "match":
        return _match(parts)
    if head == "case":
        return _case(parts)
    if head == "step":
        return _ranges(field_of(parts[0]), parts[1:])
    if head == "interpolate":
        return _graduated(parts)
    if head in ("to-color", "to-number", "to-string", "number", "string") and len(parts) == 1:
        return branches(parts[0])
    if head == "coalesce" and parts and not _is_get(parts[0]):
        return branches(parts[0])
    if all(isinstance(part, int | float) for part in expression):
        return [(ALWAYS, expression)]
    raise CannotExport(expression)


def condition_of(expression: Any) -> Condition:
    """A filter, of the present kind or the old one, as a condition; raises CannotExport."""
    if expression is True or expression is None:
        return ALWAYS
    if expression is False:
        return NEVER
    if not isinstance(expression, list) or not expression:
        raise CannotExport(expression)
    head, *parts = expression
    if head in COMPARISONS:
        return _comparison(head, parts, expression)
    if head in ("in", "!in"):
        return _membership(head, parts, expression)
    if head in ("match", "case"):
        return some(every((condition, condition_of(value))) for condition, value in branches(expression))
    return _joined(head, parts, expression)


def _joined(head: str, parts: Sequence[Any], whole: Any) -> Condition:
    if head == "all":
        return every(condition_of(part) for part in parts)
    if head in ("any", "none"):
        found = some(condition_of(part) for part in parts)
        return found if head == "any" else opposite(found)
    if head == "!" and parts:
        return opposite(condition_of(parts[0]))
    if head in ("has", "!has") and parts:
        return Known(str(parts[0]), negated=head == "!has")
    raise CannotExport(whole)


def field_of(expression: Any) -> str:
    """The field that an expression reads, conversions and defaults left out; raises CannotExport."""
    if _is_get(expression):
        return str(expression[1])
    wrappers = ("to-number", "to-string", "number", "string", "coalesce", "to-boolean", "boolean")
    if isinstance(expression, list) and len(expression) > 1 and expression[0] in wrappers:
        return field_of(expression[1])
    raise CannotExport(expression)


def _is_get(expression: Any) -> bool:
    return isinstance(expression, list) and len(expression) == 2 and expression[0] == "get"


def _interpolated(kind: Any, zoom: float, stops: Sequence[Any]) -> Any:
    zooms, values = [float(stop) for stop in stops[0::2]], list(stops[1::2])
    if zoom <= zooms[0]:
        return values[0]
    if zoom >= zooms[-1]:
        return values[-1]
    after = next(i for i, stop in enumerate(zooms) if stop > zoom)
    share = _share(kind, zoom, zooms[after - 1], zooms[after])
    return _between(values[after - 1], values[after], share)


def _share(kind: Any, at: float, low: float, high: float) -> float:
    """How far it is from one stop to the next, 0 to 1, by the kind of interpolation."""
    base = float(kind[1]) if kind[0] == "exponential" else 1.0
    if math.isclose(base, 1.0):
        return (at - low) / (high - low)
    return (math.pow(base, at - low) - 1) / (math.pow(base, high - low) - 1)


def _between(first: Any, second: Any, share: float) -> Any:
    """A number or colour between two; the nearer one where they are something else."""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return first + (second - first) * share
    if isinstance(first, str) and isinstance(second, str):
        return mixed(first, second, share)
    return first if share < 0.5 else second


def _stepped(zoom: float, parts: Sequence[Any]) -> Any:
    """The value of ["step", input, first, stop, value, ...] without its first two members."""
    value = parts[0]
    for stop, following in zip(parts[1::2], parts[2::2], strict=False):
        if zoom >= float(stop):
            value = following
    return value


def _match(parts: Sequence[Any]) -> Branches:
    if parts[0] == ["geometry-type"]:
        return _match_geometry(parts)
    field, found = field_of(parts[0]), Branches()
    seen: list[Any] = []
    for labels, value in zip(parts[1:-1:2], parts[2:-1:2], strict=True):
        values = tuple(labels) if isinstance(labels, list) else (labels,)
        seen += values
        condition: Condition = Compare(field, "==", values[0]) if len(values) == 1 else OneOf(field, values)
        found += [(every((condition, inner)), result) for inner, result in branches(value)]
    rest = OneOf(field, tuple(seen), negated=True)
    return found + [(every((rest, inner)), result) for inner, result in branches(parts[-1])]


def _match_geometry(parts: Sequence[Any]) -> Branches:
    found = Branches()
    rest: list[Condition] = []
    for labels, value in zip(parts[1:-1:2], parts[2:-1:2], strict=True):
        kinds = labels if isinstance(labels, list) else [labels]
        condition = some(OfGeometry(str(kind)) for kind in kinds)
        rest.append(opposite(condition))
        found.append((condition, value))
    return [*found, (every(rest), parts[-1])]


def _case(parts: Sequence[Any]) -> Branches:
    found = Branches()
    earlier: list[Condition] = []
    for test, value in zip(parts[0:-1:2], parts[1:-1:2], strict=True):
        condition = condition_of(test)
        found += [(every((*earlier, condition, inner)), result) for inner, result in branches(value)]
        earlier.append(opposite(condition))
    found += [(every((*earlier, inner)), result) for inner, result in branches(parts[-1])]
    return [(condition, value) for condition, value in found if condition != NEVER]


def _ranges(field: str, parts: Sequence[Any]) -> Branches:
    """Classes of ["step", ...]: below the first stop, between stops, from the last stop on."""
    stops, values = list(parts[1::2]), [parts[0], *parts[2::2]]
    found = Branches()
    for number, value in enumerate(values):
        limits: list[Condition] = []
        if number > 0:
            limits.append(Compare(field, ">=", stops[number - 1]))
        if number < len(stops):
            limits.append(Compare(field, "<", stops[number]))
        found += [(every((*limits, inner)), result) for inner, result in branches(value)]
    return found


def _graduated(parts: Sequence[Any]) -> Branches:
    """Classes that follow a smooth scale over a field: each has the value of its middle."""
    kind, field, stops = parts[0], field_of(parts[1]), list(parts[2:])
    places, values = [float(stop) for stop in stops[0::2]], stops[1::2]
    steps: list[Any] = [values[0]]
    for low, high, first, second in zip(places, places[1:], values, values[1:], strict=False):
        for piece in range(SUBCLASSES):
            start = low + (high - low) * piece / SUBCLASSES
            middle = low + (high - low) * (piece + 0.5) / SUBCLASSES
            steps += [start, _between(first, second, _share(kind, middle, low, high))]
    return _ranges(field, [*steps, places[-1], values[-1]])


def _comparison(head: Any, parts: Sequence[Any], whole: Any) -> Condition:
    if len(parts) < 2 or not is_json_value(parts[1]):
        raise CannotExport(whole)
    left, value = parts[0], parts[1]
    if left in ("$type", ["geometry-type"]) and head in ("==", "!="):
        return OfGeometry(str(value), negated=head == "!=")
    field = left if isinstance(left, str) else field_of(left)
    if value is None:
        return Known(field, negated=head == "==")
    return Compare(field, head, value)


def _membership(head: str, parts: Sequence[Any], whole: Any) -> Condition:
    if isinstance(parts[0], str):
        found: Condition = OneOf(parts[0], tuple(parts[1:]))
    elif len(parts) == 2 and isinstance(parts[1], list) and parts[1][:1] == ["literal"]:
        values = tuple(parts[1][1])
        geometry = parts[0] == ["geometry-type"]
        found = some(OfGeometry(str(v)) for v in values) if geometry else OneOf(field_of(parts[0]), values)
    else:
        raise CannotExport(whole)
    return found if head == "in" else opposite(found)
