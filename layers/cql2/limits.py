"""How much a filter may ask: bounds on its text and its tree, so that none can tie up the server."""

import unicodedata

from ..errors import BadFilter
from .nodes import Node, parts

TEXT_BYTES = 20_000
NODES = 1_000
DEPTH = 30


def check_text(text: str) -> str:
    """The text in Unicode form NFC, as the fields are stored; raises BadFilter."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise BadFilter("it holds half a letter.", "có ký tự bị cắt đôi.", at=error.start + 1) from error
    if size > TEXT_BYTES:
        raise BadFilter(
            f"it has {size} bytes, more than {TEXT_BYTES}. Use a simpler shape or a shorter list.",
            f"dài {size} byte, quá {TEXT_BYTES}. Hãy dùng hình đơn giản hơn hoặc danh sách ngắn hơn.",
        )
    if "\x00" in text:
        raise BadFilter("it holds a NUL.", "có ký tự NUL.", at=text.index("\x00") + 1)
    return unicodedata.normalize("NFC", text)


def check_tree(root: Node) -> Node:
    """The tree itself; raises BadFilter if it is too deep or too large."""
    count, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > DEPTH:
            raise BadFilter(f"it is nested deeper than {DEPTH} levels.", f"lồng nhau quá {DEPTH} bậc.", at=node.at)
        if count > NODES:
            raise BadFilter(f"it has more than {NODES} parts.", f"có hơn {NODES} thành phần.")
        waiting += [(part, depth + 1) for part in parts(node)]
    return root
