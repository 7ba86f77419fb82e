"""Words that stand for nothing, for yes and for no."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

NULL_WORDS = frozenset(
    word.strip()
    for word in """
    <null> | null | (null) | [null] | nil | none | n/a | #n/a | #n/a! | n.a. | nan | #null! | no data | nodata | unknown
    - | -- | --- | – | — | _ | ? | ?? | . | .. | ... | … | trống | (trống) | rỗng | k/c
    không có | khong co | không rõ | khong ro | chưa có | chua co | chưa rõ | chua ro | không xác định | khong xac dinh
    không có dữ liệu | khong co du lieu | 0000-00-00 | 00/00/0000 | 0/0/0000 | 1899-12-30 | 1900-01-00
    -9999 | -99999 | -999999 | -9999.0
    """.replace("\n", "|").split("|")
    if word.strip()
)
YES = frozenset("có co yes y true t đúng dung x ✓ ✔ v 1 on".split())
NO = frozenset("không khong no n false f sai 0 off".split())
NO_DATA_NUMBERS = (-9999, -99999, -999999, -32768)
"""Numbers that programs write where there is none; a column says so when nothing else in it is below zero."""


def plain(texts: Any) -> Any:
    """Texts as they are compared: small letters, without spaces around."""
    return pc.utf8_lower(pc.utf8_trim_whitespace(texts))


def is_null_word(texts: pa.Array) -> pa.Array:
    """True for blanks and for words that stand for nothing; False for nulls."""
    bare = plain(texts)
    return pc.is_in(bare, value_set=pa.array(["", *sorted(NULL_WORDS)]))
