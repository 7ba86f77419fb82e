"""What a rule is called in a legend: titles of codes and classes where known, else the condition itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .conditions import ALWAYS, Compare, Condition, Every, Known, OfGeometry, OneOf, Value


@dataclass(frozen=True)
class Titles:
    """What people call things.

    Attributes:
        whole: all features of the layer.
        other: those that no class takes.
        values: field and value to a title.
    """

    whole: str
    other: str = "Khác"
    values: Mapping[tuple[str, Value], str] = field(default_factory=dict)


def title_of(condition: Condition, titles: Titles) -> str:
    """A short name for the features that a condition takes."""
    return titles.whole if condition == ALWAYS else _words(condition, titles) or titles.other


def _words(condition: Condition, titles: Titles) -> str:
    """The name of a class; empty for what is only said not to be something."""
    if isinstance(condition, Compare):
        known = titles.values.get((condition.field, condition.value)) or str(condition.value)
        return {"==": known, "!=": ""}.get(condition.operator, f"{condition.field} {condition.operator} {known}")
    if isinstance(condition, OneOf):
        known_values = (titles.values.get((condition.field, value)) or str(value) for value in condition.values)
        return "" if condition.negated else ", ".join(known_values)
    if isinstance(condition, Known | OfGeometry):
        return ""
    joint = ", " if isinstance(condition, Every) else " / "
    return joint.join(words for part in condition.parts if (words := _words(part, titles)))
