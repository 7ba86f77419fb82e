"""Logic and comparison: and, or, not, =, <>, <, LIKE, BETWEEN, IN, IS NULL. NULL counts as unknown, as in SQL."""

from psycopg import sql

from ..errors import BadFilter
from .nodes import Array, Call, Node, Value
from .scope import Kind, Operator, Scope, Term

ORDERED = (Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TIMESTAMP)
SIGNS = ("=", "<>", "<", "<=", ">", ">=")
EQUALITY = ("=", "<>")
ARRAYS = ("a_equals", "a_contains", "a_containedby", "a_overlaps")


def logic(word: str) -> Operator:
    """`and` or `or` of any number of conditions."""

    def operator(scope: Scope, call: Call) -> Term:
        if len(call.args) < 2:
            raise BadFilter(f"{word} takes 2 or more conditions.", f"{word} cần từ 2 điều kiện.", at=call.at)
        conditions = [scope.wanted(arg, Kind.BOOLEAN).sql for arg in call.args]
        joined = sql.SQL(f" {word.upper()} ").join(conditions)
        return Term(sql.SQL("({})").format(joined), Kind.BOOLEAN)

    return operator


def negation(scope: Scope, call: Call) -> Term:
    """The opposite; of unknown it is unknown."""
    (inner,) = scope.args(call, 1)
    return Term(sql.SQL("(NOT {})").format(scope.wanted(inner, Kind.BOOLEAN).sql), Kind.BOOLEAN)


def comparison(scope: Scope, call: Call) -> Term:
    """Two values of one kind side by side."""
    left, right = (scope.term(arg) for arg in scope.args(call, 2))
    allowed = (*ORDERED, Kind.BOOLEAN) if call.op in EQUALITY else ORDERED
    _check_pair(left, right, allowed, call)
    condition = sql.SQL("({} {} {})").format(left.sql, sql.SQL(call.op), right.sql)
    return Term(condition, Kind.BOOLEAN)


def like(scope: Scope, call: Call) -> Term:
    r"""A text and a pattern: % is any letters, _ one letter, \ before them means themselves."""
    text, pattern = scope.args(call, 2)
    _check_pattern(pattern)
    found, wanted = scope.wanted(text, Kind.TEXT), scope.wanted(pattern, Kind.TEXT)
    return Term(sql.SQL("({} LIKE {})").format(found.sql, wanted.sql), Kind.BOOLEAN)


def between(scope: Scope, call: Call) -> Term:
    """From low to high, both included."""
    value, low, high = (scope.term(arg) for arg in scope.args(call, 3))
    for bound in (low, high):
        _check_pair(value, bound, ORDERED, call)
    return Term(sql.SQL("({} BETWEEN {} AND {})").format(value.sql, low.sql, high.sql), Kind.BOOLEAN)


def among(scope: Scope, call: Call) -> Term:
    """Equal to one of a list."""
    value, items = scope.args(call, 2)
    if not isinstance(items, Array) or not items.items:
        raise BadFilter("IN takes a list of values.", "IN cần một danh sách giá trị.", at=call.at)
    left = scope.term(value)
    terms = [scope.term(item) for item in items.items]
    for term in terms:
        _check_pair(left, term, (*ORDERED, Kind.BOOLEAN), call)
    listed = sql.SQL(", ").join(term.sql for term in terms)
    return Term(sql.SQL("({} IN ({}))").format(left.sql, listed), Kind.BOOLEAN)


def is_null(scope: Scope, call: Call) -> Term:
    """No value is stored, or the asking subject may not see it."""
    (inner,) = scope.args(call, 1)
    return Term(sql.SQL("(({}) IS NULL)").format(scope.term(inner).sql), Kind.BOOLEAN)


def no_arrays(scope: Scope, call: Call) -> Term:
    """Refuse: no field holds a list, so the functions of lists have nothing to look at."""
    raise BadFilter(f"{call.op}: no field holds a list.", f"{call.op}: không trường nào chứa danh sách.", at=call.at)


def _check_pair(left: Term, right: Term, allowed: tuple[Kind, ...], call: Call) -> None:
    if left.kind == right.kind and left.kind in allowed:
        return
    (left_en, left_vi), (right_en, right_vi) = left.kind.value, right.kind.value
    hint_en, hint_vi = _hint({left.kind, right.kind})
    raise BadFilter(
        f"{call.op} cannot compare {left_en} with {right_en}. {hint_en}",
        f"{call.op} không so sánh được {left_vi} với {right_vi}. {hint_vi}",
        at=call.at,
    )


def _hint(kinds: set[Kind]) -> tuple[str, str]:
    """What to write instead."""
    if kinds == {Kind.BOOLEAN}:
        return "They have no order.", "Đúng/sai không có thứ tự."
    if Kind.GEOMETRY in kinds:
        return "Use S_EQUALS, S_INTERSECTS and their kin.", "Hãy dùng S_EQUALS, S_INTERSECTS…"
    if kinds == {Kind.DATE, Kind.TIMESTAMP}:
        return "Use T_BEFORE, T_AFTER, T_INTERSECTS.", "Hãy dùng T_BEFORE, T_AFTER, T_INTERSECTS."
    if kinds & {Kind.DATE, Kind.TIMESTAMP}:
        return (
            "Write DATE('2026-07-01') or TIMESTAMP('2026-07-01T08:00:00Z').",
            "Hãy viết DATE('2026-07-01') hoặc TIMESTAMP('2026-07-01T08:00:00Z').",
        )
    if kinds == {Kind.NUMBER, Kind.TEXT}:
        return "Numbers stand without quotes, texts in single quotes.", "Số viết trần, chuỗi đặt trong nháy đơn."
    return "Both sides must be of one kind.", "Hai vế phải cùng kiểu."


def _check_pattern(pattern: Node) -> None:
    """A pattern is a text that is written out, possibly inside CASEI and ACCENTI."""
    inner = pattern
    while isinstance(inner, Call) and inner.op in ("casei", "accenti") and len(inner.args) == 1:
        inner = inner.args[0]
    if not isinstance(inner, Value) or not isinstance(inner.value, str):
        raise BadFilter("LIKE takes a pattern in quotes.", "LIKE cần một mẫu đặt trong nháy.", at=pattern.at)
    lone = len(inner.value) - len(inner.value.rstrip("\\"))
    if lone % 2:
        raise BadFilter(r"the pattern ends with a lone \.", r"mẫu kết thúc bằng dấu \ lẻ.", at=pattern.at)


OPERATORS: dict[str, Operator] = {
    "and": logic("and"),
    "or": logic("or"),
    "not": negation,
    "like": like,
    "between": between,
    "in": among,
    "isnull": is_null,
    **dict.fromkeys(SIGNS, comparison),
    **dict.fromkeys(ARRAYS, no_arrays),
}
