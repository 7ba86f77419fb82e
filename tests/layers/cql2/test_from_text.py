"""The tree of a text is the one that another reader of CQL2 makes of it (cql2-rs), wherever that one can read it."""

import json
from typing import Any

import pytest

from layers.cql2.from_json import parse_json
from layers.cql2.from_text import parse_text
from layers.cql2.nodes import Array, Box, Call, Interval, Moment, Node, Property, Shape, Value
from layers.errors import BadFilter
from tests.factories.filters import Writer

cql2 = pytest.importorskip("cql2")


def as_json(node: Node) -> Any:
    """The tree in CQL2 JSON."""
    match node:
        case Value(value=value):
            return value
        case Property(name=name):
            return {"property": name}
        case Moment(kind=kind, text=text):
            return {kind: text}
        case Interval(start=start, end=end):
            return {"interval": [as_json(start), as_json(end)]}
        case Shape(geojson=geojson):
            return geojson
        case Box(numbers=numbers):
            return {"bbox": list(numbers)}
        case Array(items=items):
            return [as_json(item) for item in items]
        case Call(op=op, args=args):
            return _flat(op, [as_json(arg) for arg in args])


def as_read_elsewhere(text: str) -> Any:
    """What cql2-rs makes of a text, the names of operators (t_metBy) in the lower case that our tree has."""
    return json.loads(json.dumps(cql2.parse_text(text).to_json()), object_hook=_lower_op)


def _lower_op(found: dict[str, Any]) -> dict[str, Any]:
    return _flat(found["op"].lower(), found["args"]) if "op" in found else found


def _flat(op: str, args: list[Any]) -> dict[str, Any]:
    """An `or` in an `or` says the same as one `or` of all."""
    if op in ("and", "or"):
        args = [
            part for arg in args for part in (arg["args"] if isinstance(arg, dict) and arg.get("op") == op else [arg])
        ]
    return {"op": op, "args": args}


@pytest.mark.parametrize("seed", range(400))
def test_two_readers_agree(seed: int) -> None:
    text = Writer(seed).sensible(2)
    assert as_json(parse_text(text)) == as_read_elsewhere(text)


@pytest.mark.parametrize("seed", range(100))
def test_json_is_read_back_as_the_same_tree(seed: int) -> None:
    tree = as_json(parse_text(Writer(seed).sensible(2)))
    assert as_json(parse_json(json.dumps(tree))) == tree


@pytest.mark.parametrize(
    "text",
    [
        "android = 1 AND nothing = 2 OR inner = 3 AND likely = 4 AND divided = 5",
        "point = 1 AND polygon_id = 2",
        "a=1 and not b=2 or c=3",
        "a NOT BETWEEN 1 AND 2 AND b = 1",
        "-2 ^ 2 = 4 AND a-1 = 0 AND a - -1 = 0 AND a+1 = -1e-3",
        "a - 1 - 1 = 0 AND a / 2 / 2 = 1",
        "\"tên đường\" = 'x'",
    ],
)
def test_names_and_precedence(text: str) -> None:
    assert as_json(parse_text(text)) == as_read_elsewhere(text)


@pytest.mark.parametrize(
    "text", ["", " ", "(", "a = 'x", "a = 1 garbage", "f(", "a IN ()", "POINT(1)", "1 2", "a LIKE"]
)
def test_what_is_no_filter_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadFilter, match="character"):
        parse_text(text)


def test_a_name_may_hold_dots_and_colons() -> None:
    assert as_json(parse_text("a.b = 1 OR :c:d = 2")) == as_json(parse_text('"a.b" = 1 OR ":c:d" = 2'))
