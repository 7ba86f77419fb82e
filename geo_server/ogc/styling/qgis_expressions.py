"""Conditions and labels in the expression language of QGIS."""

from .conditions import Compare, Condition, Every, Known, OfGeometry, OneOf, Value
from .symbols import Label, Name

OPERATORS = {"==": "=", "!=": "<>"}


def as_expression(condition: Condition) -> str:
    """The condition for a rule; a value that is missing is unlike every other, as in MapLibre."""
    if isinstance(condition, Compare):
        operator = OPERATORS.get(condition.operator, condition.operator)
        if condition.operator == "!=":
            return f"({column(condition.field)} IS NULL OR {column(condition.field)} <> {literal(condition.value)})"
        return f"{column(condition.field)} {operator} {literal(condition.value)}"
    if isinstance(condition, OneOf):
        values = ", ".join(literal(value) for value in condition.values)
        if condition.negated:
            return f"({column(condition.field)} IS NULL OR {column(condition.field)} NOT IN ({values}))"
        return f"{column(condition.field)} IN ({values})"
    if isinstance(condition, Known):
        return f"{column(condition.field)} IS {'' if condition.negated else 'NOT '}NULL"
    if isinstance(condition, OfGeometry):
        kind = "Line" if condition.kind == "LineString" else condition.kind
        return f"geometry_type($geometry) {'<>' if condition.negated else '='} '{kind}'"
    word = " AND " if isinstance(condition, Every) else " OR "
    return word.join(f"({as_expression(part)})" for part in condition.parts)


def label_expression(label: Label) -> str:
    """The text of a label."""
    parts = [column(part.field) if isinstance(part, Name) else literal(part) for part in label.parts]
    return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})"


def column(name: str) -> str:
    """A field; quotes in its name doubled."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value) -> str:
    """A value as QGIS writes it; quotes and backslashes escaped."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
