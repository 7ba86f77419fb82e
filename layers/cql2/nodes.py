"""The parts of a filter, as both encodings say them; nothing here is checked against a collection yet."""

from dataclasses import dataclass
from typing import Any

Place = int | str
"""Where a part stands: the number of its first character in a text, or its JSON pointer."""


@dataclass(frozen=True)
class Value:
    """A text, a number, true or false."""

    value: str | int | float | bool
    at: Place


@dataclass(frozen=True)
class Property:
    """The name of a field, or "geometry"."""

    name: str
    at: Place


@dataclass(frozen=True)
class Moment:
    """DATE('...') or TIMESTAMP('...'): `kind` is "date" or "timestamp"."""

    kind: str
    text: str
    at: Place


@dataclass(frozen=True)
class Interval:
    """INTERVAL(start, end); a bound is a text ("..": open), a field or a call."""

    start: "Node"
    end: "Node"
    at: Place


@dataclass(frozen=True)
class Shape:
    """A geometry literal, as a GeoJSON object; its numbers are in the axis order of the filter's CRS."""

    geojson: dict[str, Any]
    at: Place


@dataclass(frozen=True)
class Box:
    """BBOX(...), 4 or 6 numbers in the axis order of the filter's CRS."""

    numbers: tuple[float, ...]
    at: Place


@dataclass(frozen=True)
class Array:
    """A list of parts; stands on the right of IN only."""

    items: tuple["Node", ...]
    at: Place


@dataclass(frozen=True)
class Call:
    """An operator or a function, by the name that CQL2 JSON has for it, in lower case ("and", "=", "s_within")."""

    op: str
    args: tuple["Node", ...]
    at: Place


Node = Value | Property | Moment | Interval | Shape | Box | Array | Call


def parts(node: Node) -> tuple[Node, ...]:
    """The parts directly below a node."""
    match node:
        case Call(args=args):
            return args
        case Array(items=items):
            return items
        case Interval(start=start, end=end):
            return (start, end)
    return ()
