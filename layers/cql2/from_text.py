"""CQL2 text to a tree. An LALR parser takes time in proportion to the text, and its errors say where it goes wrong."""

import math
import re
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken

from ..errors import BadFilter
from .nodes import Array, Box, Call, Interval, Moment, Node, Property, Shape, Value

ESCAPED_QUOTE = re.compile(r"''|\\'")
GRAMMAR = Path(__file__).with_name("grammar.lark")
SHOWN = 20
DIGITS = 40
"""A number written with more is a mistake, or an attack on the reading of numbers."""


def parse_text(text: str) -> Node:
    """The tree of a filter in CQL2 text; raises BadFilter."""
    try:
        tree: Node = _parser().parse(text)
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        raise _not_understood(text, len(text) if ended else error.pos_in_stream) from error
    return tree


@cache
def _parser() -> Any:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", transformer=_Tree())


def _not_understood(text: str, position: int | None) -> BadFilter:
    if position is None or position >= len(text.rstrip()):
        return BadFilter("it ends too early.", "thiếu phần cuối.", at=len(text.rstrip()) + 1)
    found = text[position : position + SHOWN]
    return BadFilter(
        f"'{found}' cannot stand here. Texts stand in 'single' quotes, names of fields in \"double\" ones or none.",
        f"'{found}' không thể đứng ở đây. Chuỗi đặt trong nháy đơn, tên trường trong nháy kép hoặc để trần.",
        at=position + 1,
    )


class _Tree(Transformer[Any, Node]):
    """One method per rule of the grammar, called while the parser reduces: no recursion over the text."""

    def disjunction(self, found: list[Node]) -> Node:
        return Call("or", tuple(found), found[0].at)

    def conjunction(self, found: list[Node]) -> Node:
        return Call("and", tuple(found), found[0].at)

    def negation(self, found: list[Any]) -> Node:
        return Call("not", (found[1],), _place(found[0]))

    def binary(self, found: list[Any]) -> Node:
        left, sign, right = found
        return Call(sign.lower(), (left, right), _place(sign))

    def not_binary(self, found: list[Any]) -> Node:
        left, _, sign, right = found
        return _negated(self.binary([left, sign, right]))

    def between(self, found: list[Any]) -> Node:
        value, sign, low, high = found
        return Call("between", (value, low, high), _place(sign))

    def not_between(self, found: list[Any]) -> Node:
        value, _, sign, low, high = found
        return _negated(self.between([value, sign, low, high]))

    def among(self, found: list[Any]) -> Node:
        value, sign, *items = found
        return Call("in", (value, Array(tuple(items), _place(sign))), _place(sign))

    def not_among(self, found: list[Any]) -> Node:
        value, _, sign, *items = found
        return _negated(self.among([value, sign, *items]))

    def is_null(self, found: list[Any]) -> Node:
        return Call("isnull", (found[0],), _place(found[1]))

    def is_not_null(self, found: list[Any]) -> Node:
        return _negated(self.is_null(found))

    def minus(self, found: list[Any]) -> Node:
        sign, value = found
        if isinstance(value, Value) and isinstance(value.value, int | float):
            return Value(-value.value, _place(sign))
        return Call("*", (Value(-1, _place(sign)), value), _place(sign))

    def plus(self, found: list[Any]) -> Node:
        return found[1]  # type: ignore[no-any-return]

    def array(self, found: list[Any]) -> Node:
        return Array(tuple(found[1:]), _place(found[0]))

    def text(self, found: list[Token]) -> Node:
        return Value(ESCAPED_QUOTE.sub("'", found[0][1:-1]), _place(found[0]))

    def number(self, found: list[Token]) -> Node:
        return Value(_number(found[0]), _place(found[0]))

    def boolean(self, found: list[Token]) -> Node:
        return Value(found[0].lower() == "true", _place(found[0]))

    def property(self, found: list[Token]) -> Node:
        return Property(found[0].strip('"'), _place(found[0]))

    def call(self, found: list[Any]) -> Node:
        name, *args = found
        return _call(name.lower(), tuple(arg for arg in args if arg is not None), _place(name))

    def coordinate(self, found: list[Token]) -> float:
        return float(_number(found[0]))

    def position(self, found: list[float]) -> list[float]:
        return found

    def positions(self, found: list[Any]) -> list[Any]:
        return found

    def rings(self, found: list[Any]) -> list[Any]:
        return found

    def simple(self, found: list[Any]) -> tuple[Token, dict[str, Any]]:
        return found[0], {"type": _type(found[0]), "coordinates": found[1]}

    def many(self, found: list[Any]) -> tuple[Token, dict[str, Any]]:
        return found[0], {"type": _type(found[0]), "coordinates": found[1:]}

    def collection(self, found: list[Any]) -> tuple[Token, dict[str, Any]]:
        return found[0], {"type": "GeometryCollection", "geometries": [member for _, member in found[1:]]}

    def shape(self, found: list[tuple[Token, dict[str, Any]]]) -> Node:
        keyword, geojson = found[0]
        return Shape(geojson, _place(keyword))


TYPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
TYPE_OF_WORD = {name.upper(): name for name in TYPES}


def _type(keyword: Token) -> str:
    word = keyword.upper().strip()
    return TYPE_OF_WORD.get(word) or TYPE_OF_WORD[word.removesuffix("Z").strip()]


def _place(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _negated(node: Node) -> Node:
    return Call("not", (node,), node.at)


def _number(token: Token) -> int | float:
    if len(token) > DIGITS:
        raise BadFilter(f"a number has more than {DIGITS} digits.", f"có số dài quá {DIGITS} chữ số.", at=_place(token))
    number = int(token) if token.lstrip("+-").isdigit() else float(token)
    if not math.isfinite(number):
        raise BadFilter(f"the number {token} is too large.", f"số {token} quá lớn.", at=_place(token))
    return number


def _call(name: str, args: tuple[Node, ...], at: int) -> Node:
    """A literal that is written like a function, or a function."""
    match name, args:
        case (("date" | "timestamp"), (Value(value=str(text)),)):
            return Moment(name, text, at)
        case "interval", (start, end):
            return Interval(start, end, at)
        case "bbox", _:
            return Box(tuple(_coordinate(arg) for arg in args), at)
    return Call(name, args, at)


def _coordinate(node: Node) -> float:
    if isinstance(node, Value) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    raise BadFilter("BBOX takes 4 numbers.", "BBOX cần 4 số.", at=node.at)
