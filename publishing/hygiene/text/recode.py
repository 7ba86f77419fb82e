"""Whole columns of wrongly read text in their own letters, without a Python object per row."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .tables import BYTES, TABLES, WINDOWS

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]


def decode_column(texts: pa.Array, encoding: str) -> pa.Array:
    """A column of bytes shown as Latin-1 or CP1252, as composed (NFC) text in `encoding`; nulls stay null.

    Values that are not bytes (a letter beyond both) stay as they are: somebody wrote them in Unicode.
    """
    texts = texts.cast(pa.string())
    if _is_ascii(texts):
        return texts
    shown = _as_latin1(texts)
    are_bytes = pc.match_substring_regex(shown, r"^[\x{00}-\x{ff}]*$")
    decoded = _decode(pc.if_else(are_bytes, shown, ""), encoding)
    return pc.if_else(are_bytes, decoded, compose(texts))


def compose(texts: pa.Array) -> pa.Array:
    """The same letters, each base and its marks as one (NFC)."""
    return texts if _is_ascii(texts) else pc.utf8_normalize(texts, form="NFC")


def _is_ascii(texts: pa.Array) -> bool:
    data, _ = _parts(texts)
    return bool((data < 0x80).all())


def _as_latin1(texts: pa.Array) -> pa.Array:
    shown = texts
    for letter, byte in WINDOWS.items():
        shown = pc.replace_substring(shown, letter, chr(byte))
    return shown


def _decode(texts: pa.Array, encoding: str) -> pa.Array:
    data, offsets = _latin1_bytes(*_parts(texts))
    if encoding == "utf-8":
        return compose(_utf8(texts, data, offsets))
    if encoding not in TABLES:
        return compose(_one_by_one(texts, data, offsets, lambda value: value.decode(encoding, "replace")))
    letters, widths = _letters(encoding)
    wide = widths[data]
    ends = np.concatenate([[0], np.cumsum(wide, dtype=np.int64)])
    spread = letters[data][np.arange(letters.shape[1]) < wide[:, None]]
    return pc.utf8_normalize(_strings(texts, spread, ends[offsets]), form="NFC")


def _parts(texts: pa.Array) -> tuple[Bytes, Offsets]:
    """The bytes of a string array one after the other, and where each value begins and ends."""
    _, where, data = texts.buffers()
    first, last = texts.offset, texts.offset + len(texts) + 1
    offsets = np.frombuffer(where, np.int32)[first:last].astype(np.int64) if where else np.zeros(1, np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return whole[offsets[0] : offsets[-1]], offsets - offsets[0]


def _latin1_bytes(data: Bytes, offsets: Offsets) -> tuple[Bytes, Offsets]:
    """UTF-8 of letters up to U+00FF as one byte each."""
    leads = (data & 0xC0) != 0x80
    position = np.concatenate([[0], np.cumsum(leads, dtype=np.int64)])
    letters = data[leads]
    pairs = letters >= 0xC0
    seconds = data[np.flatnonzero(leads)[pairs] + 1]
    letters[pairs] = ((letters[pairs] & 0x03) << 6) | (seconds & 0x3F)
    return letters, position[offsets]


def _strings(like: pa.Array, data: Bytes, offsets: Offsets) -> pa.Array:
    valid = np.packbits(like.is_valid().to_numpy(zero_copy_only=False), bitorder="little")
    buffers: list[Any] = [pa.py_buffer(np.ascontiguousarray(part)) for part in (valid, offsets.astype(np.int32), data)]
    return pa.Array.from_buffers(pa.string(), len(like), buffers)


def _utf8(texts: pa.Array, data: Bytes, offsets: Offsets) -> pa.Array:
    """Bytes as UTF-8; a last letter that a narrow field cut off is dropped, other faults become UNKNOWN."""
    whole = _strings(texts, data, offsets)
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return _one_by_one(texts, data, offsets, _lenient_utf8)
    return whole


def _one_by_one(like: pa.Array, data: Bytes, offsets: Offsets, decode: Callable[[bytes], str]) -> pa.Array:
    """For what no table does: encodings of several bytes per letter, and values that are broken."""
    places = zip(offsets[:-1], offsets[1:], like.is_valid().to_pylist(), strict=True)
    return pa.array([decode(data[a:b].tobytes()) if there else None for a, b, there in places], pa.string())


def _lenient_utf8(value: bytes) -> str:
    for cut in range(4):
        try:
            return value[: len(value) - cut].decode()
        except UnicodeDecodeError:
            continue
    return value.decode("utf-8", "replace")


@lru_cache(maxsize=8)
def _letters(encoding: str) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """UTF-8 of the 256 letters of an encoding, padded, and how many bytes each has."""
    encoded = [letter.encode() for letter in TABLES[encoding]]
    widths = np.array([len(letter) for letter in encoded], np.int64)
    padded = np.zeros((BYTES, int(widths.max())), np.uint8)
    for row, letter in zip(padded, encoded, strict=True):
        row[: len(letter)] = np.frombuffer(letter, np.uint8)
    return padded, widths
