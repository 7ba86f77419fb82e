"""What a rule is called in a legend: titles of codes and classes where known, else the condition itself."""

from collections.abc import Mapping

from .conditions import ALWAYS, Compare, Condition, Every, Known, OfGeometry, OneOf, Some, Value

Titles = Mapping[tuple[str, Value], str]
"""Field and value to what people call them."""


def title_of(condition: Condition, titles: Titles, *, otherwise: str) -> str:
    """A short name for the features that a condition takes; `otherwise` for all, and for what is left over."""
    if condition == ALWAYS:
        return otherwise
    if isinstance(condition, Compare):
        known = titles.get((condition.field, condition.value))
        if condition.operator == "==":
            return known or str(condition.value)
        return f"{condition.field} {condition.operator} {condition.value}"
    if isinstance(condition, OneOf):
        if condition.negated:
            return otherwise
        return ", ".join(titles.get((condition.field, value)) or str(value) for value in condition.values)
    if isinstance(condition, Known | OfGeometry):
        return otherwise
    if isinstance(condition, Every | Some):
        parts = [title_of(part, titles, otherwise="") for part in condition.parts]
        joined = (", " if isinstance(condition, Every) else " / ").join(part for part in parts if part)
        return joined or otherwise
    return otherwise
