"""CQL2 JSON to the same tree as CQL2 text."""

import json
import math
import unicodedata
from typing import Any, NoReturn

from ..errors import BadFilter
from .limits import DEPTH
from .nodes import Array, Box, Call, Interval, Moment, Node, Property, Shape, Value


def parse_json(text: str) -> Node:
    """The tree of a filter in CQL2 JSON; raises BadFilter."""
    try:
        document = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise BadFilter(f"it is no JSON: {error.msg}.", "không phải JSON hợp lệ.", at=error.pos + 1) from error
    except (ValueError, RecursionError) as error:
        raise BadFilter("it is no JSON that can be read.", "không phải JSON đọc được.") from error
    return _node(document, "", DEPTH)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _node(found: Any, at: str, depth: int) -> Node:
    if depth < 0:
        raise BadFilter(f"it is nested deeper than {DEPTH} levels.", f"lồng nhau quá {DEPTH} bậc.", at=at)
    if isinstance(found, list):
        return Array(tuple(_node(item, f"{at}/{n}", depth - 1) for n, item in enumerate(found)), at)
    if isinstance(found, dict):
        return _object(found, at, depth)
    return Value(_scalar(found, at), at)


def _scalar(found: Any, at: str) -> str | int | float | bool:
    if found is None:
        raise BadFilter(
            'null is no value: use {"op": "isNull", ...}.',
            'null không phải giá trị: hãy dùng {"op": "isNull", ...}.',
            at=at,
        )
    if isinstance(found, str):
        try:
            found.encode()
        except UnicodeEncodeError as error:
            raise BadFilter("a text holds half a letter.", "có ký tự bị cắt đôi.", at=at) from error
        if "\x00" in found:
            raise BadFilter("a text holds a NUL.", "có ký tự NUL.", at=at)
        return unicodedata.normalize("NFC", found)
    if isinstance(found, float) and not math.isfinite(found):
        raise BadFilter("a number is too large.", "có số quá lớn.", at=at)
    return found  # type: ignore[no-any-return]


def _object(found: dict[str, Any], at: str, depth: int) -> Node:
    match found:
        case {"op": str(op), "args": list(args)}:
            return Call(op.lower(), tuple(_node(a, f"{at}/args/{n}", depth - 1) for n, a in enumerate(args)), at)
        case {"property": str(name)}:
            return Property(str(_scalar(name, at)), at)
        case {"date": str(text)}:
            return Moment("date", str(_scalar(text, at)), at)
        case {"timestamp": str(text)}:
            return Moment("timestamp", str(_scalar(text, at)), at)
        case {"interval": [start, end]}:
            return Interval(_node(start, f"{at}/interval/0", depth - 1), _node(end, f"{at}/interval/1", depth - 1), at)
        case {"bbox": list(numbers)}:
            return Box(tuple(_coordinate(number, at) for number in numbers), at)
        case {"type": str(), "coordinates": list()} | {"type": "GeometryCollection", "geometries": list()}:
            return Shape(found, at)
    raise BadFilter(
        f"an object with the members {', '.join(sorted(map(str, found)))[:100] or '-'} is no part of CQL2 JSON.",
        f"đối tượng có các khóa {', '.join(sorted(map(str, found)))[:100] or '-'} không thuộc CQL2 JSON.",
        at=at,
    )


def _coordinate(number: Any, at: str) -> float:
    if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e300:
        return float(number)
    raise BadFilter("bbox takes 4 numbers.", "bbox cần 4 số.", at=at)
