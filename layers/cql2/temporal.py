"""Moments, spans, and the relations between them. A date is a whole day of the city wherever it meets a timestamp.

Source: the relations are those of Allen (1983) on closed spans, as OGC 21-065 defines the T_ functions.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from psycopg import sql

from ..errors import BadFilter
from .nodes import Call, Interval, Moment, Node, Value
from .scope import Kind, Operator, Scope, Term

RELATIONS = {
    "t_after": "{a_start} > {b_end}",
    "t_before": "{a_end} < {b_start}",
    "t_contains": "{a_start} < {b_start} AND {a_end} > {b_end}",
    "t_disjoint": "{a_end} < {b_start} OR {a_start} > {b_end}",
    "t_during": "{a_start} > {b_start} AND {a_end} < {b_end}",
    "t_equals": "{a_start} = {b_start} AND {a_end} = {b_end}",
    "t_finishedby": "{a_start} < {b_start} AND {a_end} = {b_end}",
    "t_finishes": "{a_start} > {b_start} AND {a_end} = {b_end}",
    "t_intersects": "{a_start} <= {b_end} AND {a_end} >= {b_start}",
    "t_meets": "{a_end} = {b_start}",
    "t_metby": "{a_start} = {b_end}",
    "t_overlappedby": "{a_start} > {b_start} AND {a_start} < {b_end} AND {a_end} > {b_end}",
    "t_overlaps": "{a_start} < {b_start} AND {a_end} > {b_start} AND {a_end} < {b_end}",
    "t_startedby": "{a_start} = {b_start} AND {a_end} > {b_end}",
    "t_starts": "{a_start} = {b_start} AND {a_end} < {b_end}",
}
OPEN = ("..", "")
DATE_LENGTH = len("2026-07-01")

Side = Literal["start", "end"]


@dataclass(frozen=True)
class Span:
    """A stretch of time, both ends included; None leaves a side open."""

    start: Term | None
    end: Term | None

    @property
    def is_of_days(self) -> bool:
        """True if no end is finer than a day."""
        return all(side is None or side.kind == Kind.DATE for side in (self.start, self.end))


def moment(scope: Scope, call: Call) -> Term:
    """DATE('...') or TIMESTAMP('...')."""
    (node,) = call.args
    assert isinstance(node, Moment)  # noqa: S101 - scope.term passes nothing else
    return _bound_text(scope, node.text, node, only=node.kind)


def relation(scope: Scope, call: Call) -> Term:
    """Two moments or spans of time, compared."""
    first, second = (_span(scope, arg) for arg in scope.args(call, 2))
    days = first.is_of_days and second.is_of_days
    ends = {
        "a_start": _end(scope, first.start, "start", days=days),
        "a_end": _end(scope, first.end, "end", days=days),
        "b_start": _end(scope, second.start, "start", days=days),
        "b_end": _end(scope, second.end, "end", days=days),
    }
    return Term(sql.SQL(f"({RELATIONS[call.op]})").format(**ends), Kind.BOOLEAN)


def _span(scope: Scope, node: Node) -> Span:
    if not isinstance(node, Interval):
        term = scope.wanted(node, Kind.DATE, Kind.TIMESTAMP)
        return Span(term, term)
    _check_order(node)
    return Span(_side(scope, node.start), _side(scope, node.end))


def _side(scope: Scope, node: Node) -> Term | None:
    if isinstance(node, Value) and isinstance(node.value, str):
        return None if node.value in OPEN else _bound_text(scope, node.value, node)
    return scope.wanted(node, Kind.DATE, Kind.TIMESTAMP)


def _check_order(interval: Interval) -> None:
    texts = [
        n.value if isinstance(n, Value) else n.text if isinstance(n, Moment) else ""
        for n in (interval.start, interval.end)
    ]
    first, last = (_read(str(text)) if text not in OPEN else None for text in texts)
    if type(first) is type(last) and first is not None and last is not None and first > last:
        raise BadFilter("the INTERVAL ends before it begins.", "INTERVAL kết thúc trước khi bắt đầu.", at=interval.at)


def _read(text: str) -> date | datetime | None:
    """A date, a moment, or None if it is neither."""
    try:
        if len(text) == DATE_LENGTH:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found


def _bound_text(scope: Scope, text: str, node: Node, *, only: str | None = None) -> Term:
    found = _read(text)
    if isinstance(found, datetime) and only != "date" and "T" in text.upper():
        known = found if found.tzinfo else found.replace(tzinfo=scope.zone)
        return Term(scope.bind(known, "timestamptz"), Kind.TIMESTAMP)
    if found is not None and not isinstance(found, datetime) and only != "timestamp":
        return Term(scope.bind(found, "date"), Kind.DATE)
    raise BadFilter(
        f"'{text[:40]}' is no {only or 'date or timestamp'}. Write 2026-07-01 or 2026-07-01T08:00:00Z.",
        f"'{text[:40]}' không phải {'ngày' if only == 'date' else 'thời điểm'}."
        " Hãy viết 2026-07-01 hoặc 2026-07-01T08:00:00Z.",
        at=node.at,
    )


def _end(scope: Scope, term: Term | None, side: Side, *, days: bool) -> sql.Composable:
    """One end in the common unit: the days of both spans, or the moments in which a day begins and ends."""
    if term is None:
        infinity = "-infinity" if side == "start" else "infinity"
        return scope.bind(infinity, "date" if days else "timestamptz")
    if days or term.kind == Kind.TIMESTAMP:
        return term.sql
    zone = scope.bind(str(scope.zone), "text")
    if side == "start":
        return sql.SQL("(({})::timestamp AT TIME ZONE {})").format(term.sql, zone)
    return sql.SQL("((({}) + 1)::timestamp AT TIME ZONE {} - interval '1 microsecond')").format(term.sql, zone)


OPERATORS: dict[str, Operator] = {"date": moment, **dict.fromkeys(RELATIONS, relation)}
