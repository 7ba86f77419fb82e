"""Arithmetic, CASEI and ACCENTI, and the functions that may be called: a closed list."""

from dataclasses import dataclass

from psycopg import sql

from ..kinds import SEARCHED_ROLES
from .nodes import Call, Property, Value
from .scope import Kind, Operator, Scope, Term

ARITHMETIC = {
    "+": "({} + {})",
    "-": "({} - {})",
    "*": "({} * {})",
    "/": "({} / nullif({}, 0))",
    "div": "trunc({} / nullif({}, 0))",
    "%": "mod(({})::numeric, nullif({}, 0)::numeric)::double precision",
    "^": "power({}, {})",
}
"""In double precision. What is divided by zero is unknown; what leaves the range of numbers is refused at the query."""

PLAIN = "layers_plain({})"
TEXT = {"casei": "lower({})", "accenti": "public.unaccent('public.unaccent'::regdictionary, {})"}


@dataclass(frozen=True)
class Function:
    """One function that a filter may call.

    Attributes:
        args: the kinds that each argument may have.
        template: its SQL, one {} for each argument; `{zone}` is the time zone of the city.
    """

    name: str
    args: tuple[tuple[Kind, ...], ...]
    returns: Kind
    template: str
    title_vi: str
    title_en: str


_SHAPE, _TIME, _NUMBER = (Kind.GEOMETRY,), (Kind.DATE, Kind.TIMESTAMP), (Kind.NUMBER,)
FUNCTIONS = (
    Function("area", (_SHAPE,), Kind.NUMBER, "ST_Area(({})::geography)", "Diện tích, m²", "Area, m²"),
    Function("length", (_SHAPE,), Kind.NUMBER, "ST_Length(({})::geography)", "Chiều dài, m", "Length, m"),
    Function(
        "distance",
        (_SHAPE, _SHAPE),
        Kind.NUMBER,
        "ST_Distance(({})::geography, ({})::geography)",
        "Khoảng cách, m",
        "Distance, m",
    ),
    Function("year", (_TIME,), Kind.NUMBER, "extract(year FROM {})::bigint", "Năm", "Year"),
    Function("month", (_TIME,), Kind.NUMBER, "extract(month FROM {})::bigint", "Tháng", "Month"),
    Function("abs", (_NUMBER,), Kind.NUMBER, "abs(({})::double precision)", "Trị tuyệt đối", "Absolute value"),
    Function("round", (_NUMBER,), Kind.NUMBER, "round(({})::double precision)", "Làm tròn", "Nearest whole number"),
    Function("now", (), Kind.TIMESTAMP, "now()", "Lúc này", "This moment"),
)


def arithmetic(scope: Scope, call: Call) -> Term:
    """A sum of two numbers."""
    numbers = [scope.wanted(arg, Kind.NUMBER).sql for arg in scope.args(call, 2)]
    real = [sql.SQL("({})::double precision").format(number) for number in numbers]
    return Term(sql.SQL(ARITHMETIC[call.op]).format(*real), Kind.NUMBER)


def plain_text(scope: Scope, call: Call) -> Term:
    """A text without its case, its accents, or both."""
    (inner,) = scope.args(call, 1)
    if isinstance(inner, Call) and inner.op in TEXT and inner.op != call.op and _has_plain_form(scope, inner):
        return Term(_filled(PLAIN, scope.wanted(inner.args[0], Kind.TEXT)), Kind.TEXT)
    return Term(_filled(TEXT[call.op], scope.wanted(inner, Kind.TEXT)), Kind.TEXT)


def _has_plain_form(scope: Scope, call: Call) -> bool:
    """True for a literal, which is made plain once and not for each row, and for a field that has such an index."""
    match call.args:
        case (Value(),):
            return True
        case (Property(name=name),):
            field = scope.spec.field_named(name)
            return field is not None and field.role in SEARCHED_ROLES
    return False


def _filled(template: str, term: Term) -> sql.Composable:
    return sql.SQL(template).format(term.sql)


def called(function: Function) -> Operator:
    """The operator that calls one of FUNCTIONS."""

    def operator(scope: Scope, call: Call) -> Term:
        given = scope.args(call, len(function.args))
        terms = [scope.wanted(arg, *kinds) for arg, kinds in zip(given, function.args, strict=True)]
        values = [_local(scope, term) for term in terms]
        return Term(sql.SQL(function.template).format(*values), function.returns)

    return operator


def _local(scope: Scope, term: Term) -> sql.Composable:
    """A moment as the clocks of the city show it; anything else as it is."""
    if term.kind != Kind.TIMESTAMP:
        return term.sql
    return sql.SQL("({} AT TIME ZONE {})").format(term.sql, scope.bind(str(scope.zone), "text"))


OPERATORS: dict[str, Operator] = {
    **dict.fromkeys(ARITHMETIC, arithmetic),
    **dict.fromkeys(TEXT, plain_text),
    **{function.name: called(function) for function in FUNCTIONS},
}
