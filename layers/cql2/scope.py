"""What the compiler knows while it turns one filter into SQL: the fields, the bound values, the operators."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql

from ..errors import BadFilter, UnknownField
from ..kinds import CollectionSpec
from .nodes import Array, Box, Call, Interval, Moment, Node, Property, Shape, Value

GEOMETRY = "geometry"
"""Under this name the queryables list the shape of a feature."""

BIGINT = 2**63


class Kind(Enum):
    """What an expression yields; the value is its name in English and Vietnamese."""

    BOOLEAN = ("true or false", "đúng/sai")
    NUMBER = ("a number", "số")
    TEXT = ("a text", "chuỗi")
    DATE = ("a date", "ngày")
    TIMESTAMP = ("a timestamp", "thời điểm")
    GEOMETRY = ("a geometry", "hình")


KIND_OF_FIELD = {
    "integer": Kind.NUMBER,
    "number": Kind.NUMBER,
    "string": Kind.TEXT,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "date-time": Kind.TIMESTAMP,
}


@dataclass(frozen=True)
class Term:
    """SQL over alias `s`, and what it yields."""

    sql: sql.Composable
    kind: Kind


Operator = Callable[["Scope", Call], Term]


@dataclass
class Scope:
    """One compilation.

    Attributes:
        spec: the collection with the fields that the asking subject may know, and no other.
        crs: short name of the CRS of the coordinates in the filter.
        zone: in which a date begins and ends.
        operators: by name; what is not in it cannot be called.
        params: the values that the SQL names.
    """

    spec: CollectionSpec
    crs: str
    zone: ZoneInfo
    operators: dict[str, Operator]
    params: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any, pg_type: str) -> sql.Composable:
        """A placeholder for a value, with its type in PostgreSQL."""
        name = f"cql_{len(self.params)}"
        self.params[name] = value
        return sql.SQL("{}::{}").format(sql.Placeholder(name), sql.SQL(pg_type))

    def term(self, node: Node) -> Term:
        """The SQL of one part; raises BadFilter, UnknownField."""
        match node:
            case Call(op=op):
                return self._operator(op, node)(self, node)
            case Property():
                return self._property(node)
            case Value(value=value):
                return self._value(value, node)
            case Moment():
                return self.operators["date"](self, Call("date", (node,), node.at))
            case Shape() | Box():
                return self.operators["shape"](self, Call("shape", (node,), node.at))
            case Interval():
                raise BadFilter(
                    "an INTERVAL stands only in functions of time, T_DURING and its kin.",
                    "INTERVAL chỉ dùng trong các hàm thời gian như T_DURING.",
                    at=node.at,
                )
            case Array():
                raise BadFilter("a list stands only after IN.", "danh sách chỉ dùng sau IN.", at=node.at)

    def wanted(self, node: Node, *kinds: Kind) -> Term:
        """The SQL of a part that must be of one of these kinds; raises BadFilter naming both."""
        term = self.term(node)
        if term.kind not in kinds:
            raise BadFilter(
                f"{' or '.join(kind.value[0] for kind in kinds)} is needed here, not {term.kind.value[0]}.",
                f"ở đây cần {' hoặc '.join(kind.value[1] for kind in kinds)}, không phải {term.kind.value[1]}.",
                at=node.at,
            )
        return term

    def args(self, call: Call, count: int) -> tuple[Node, ...]:
        """The arguments of a call; raises BadFilter unless there are exactly so many."""
        if len(call.args) != count:
            raise BadFilter(
                f"{call.op} takes {count} arguments, not {len(call.args)}.",
                f"{call.op} cần {count} đối số, không phải {len(call.args)}.",
                at=call.at,
            )
        return call.args

    def _operator(self, name: str, call: Call) -> Operator:
        operator = self.operators.get(name)
        if operator is None or name in ("date", "shape"):
            raise BadFilter(
                f"'{name[:60]}' is no operator or function here. /functions lists the functions.",
                f"'{name[:60]}' không phải toán tử hay hàm ở đây. Xem các hàm tại /functions.",
                at=call.at,
            )
        return operator

    def _property(self, node: Property) -> Term:
        found = self.spec.field_named(node.name)
        if found is not None:
            return Term(sql.Identifier("s", found.name), KIND_OF_FIELD[found.type])
        if node.name == GEOMETRY:
            return Term(sql.Identifier("s", "geom"), Kind.GEOMETRY)
        raise UnknownField(self.spec.id, node.name)

    def _value(self, value: str | int | float | bool, node: Node) -> Term:
        match value:
            case bool():
                return Term(self.bind(value, "boolean"), Kind.BOOLEAN)
            case int():
                if not -BIGINT <= value < BIGINT:
                    raise BadFilter("a number is too large.", "có số quá lớn.", at=node.at)
                return Term(self.bind(value, "bigint"), Kind.NUMBER)
            case float():
                return Term(self.bind(value, "double precision"), Kind.NUMBER)
        return Term(self.bind(value, "text"), Kind.TEXT)
