"""For which features a rule holds: what a MapLibre filter says, in a form that every other style language can write."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Value = str | int | float | bool | None
Operator = Literal["==", "!=", "<", "<=", ">", ">="]
OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Compare:
    """A field against a value."""

    field: str
    operator: Operator
    value: Value


@dataclass(frozen=True)
class OneOf:
    """A field is one of these values, or none of them."""

    field: str
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True)
class Known:
    """A field has a value, or has none."""

    field: str
    negated: bool = False


@dataclass(frozen=True)
class OfGeometry:
    """The geometry is of this kind (Point, LineString, Polygon), or is not."""

    kind: str
    negated: bool = False


@dataclass(frozen=True)
class Every:
    """All parts hold; without parts always."""

    parts: "tuple[Condition, ...]" = ()


@dataclass(frozen=True)
class Some:
    """At least one part holds; without parts never."""

    parts: "tuple[Condition, ...]" = ()


Condition = Compare | OneOf | Known | OfGeometry | Every | Some
ALWAYS, NEVER = Every(), Some()


def every(parts: Iterable[Condition]) -> Condition:
    """All of them; flat, without repetition; NEVER where two of them cannot hold together."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, Every) else (part,))
    found = [part for part in flat if not (_is_implied(part, flat))]
    if NEVER in flat or any(excludes(a, b) for i, a in enumerate(found) for b in found[:i]):
        return NEVER
    return found[0] if len(found) == 1 else Every(tuple(found))


def some(parts: Iterable[Condition]) -> Condition:
    """At least one of them; flat."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, Some) else (part,))
    if ALWAYS in flat:
        return ALWAYS
    return next(iter(flat)) if len(flat) == 1 else Some(tuple(flat))


def opposite(condition: Condition) -> Condition:
    """What holds where the condition does not."""
    if isinstance(condition, Compare):
        return Compare(condition.field, OPPOSITE[condition.operator], condition.value)
    if isinstance(condition, OneOf):
        return OneOf(condition.field, condition.values, not condition.negated)
    if isinstance(condition, Known):
        return Known(condition.field, not condition.negated)
    if isinstance(condition, OfGeometry):
        return OfGeometry(condition.kind, not condition.negated)
    turned = tuple(opposite(part) for part in condition.parts)
    return some(turned) if isinstance(condition, Every) else every(turned)


def excludes(one: Condition, other: Condition) -> bool:
    """Whether two conditions certainly cannot hold together; False where it is not known."""
    if one == opposite(other):
        return True
    wanted, known = _values(one), _values(other)
    if wanted is None or known is None or wanted[0] != known[0]:
        return False
    (_, values, negated), (_, others, other_negated) = wanted, known
    if negated and other_negated:
        return False
    if negated or other_negated:
        kept, dropped = (others, values) if negated else (values, others)
        return kept <= dropped
    return values.isdisjoint(others)


def _is_implied(part: Condition, others: Iterable[Condition]) -> bool:
    """Whether "not one of these" says nothing more than a wanted value beside it."""
    found = _values(part)
    if found is None or not found[2]:
        return False
    for other in others:
        wanted = _values(other)
        if wanted and not wanted[2] and wanted[0] == found[0] and wanted[1].isdisjoint(found[1]):
            return True
    return False


def _values(condition: Condition) -> tuple[str, frozenset[Value], bool] | None:
    """Field, values and whether they are excluded, for conditions that say no more than that."""
    if isinstance(condition, Compare) and condition.operator in ("==", "!="):
        return condition.field, frozenset((condition.value,)), condition.operator == "!="
    if isinstance(condition, OneOf):
        return condition.field, frozenset(condition.values), condition.negated
    return None


def is_json_value(value: Any) -> bool:
    """Whether it can stand in a condition as it is."""
    return value is None or isinstance(value, str | int | float | bool)
