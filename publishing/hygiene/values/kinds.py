"""What a text looks like: a number in some spelling, a date in some order, nothing, or words."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .words import NO, YES, is_null_word, plain

_UNITS = (
    "mm2|mm²|mm|cm2|cm²|cm|dm|km2|km²|km|m2|m²|m3/h|m³/h|m3/s|m³/s|m3|m³|m|ha|kva|kv|kwh|kw|mw|mva|l/s|lít|tấn|kg"
    "|bar|°c|%|đồng|vnđ|vnd|usd|người|tầng"
)
_PREFIXES = "Ø|ø|Φ|φ|⌀|(?i:dn|d|phi)"
_NUMBER = r"[+-]?\d[\d.,]*"
WITH_UNIT = rf"^(?P<prefix>{_PREFIXES})?\s*[:=]?\s*(?P<number>{_NUMBER})\s*(?P<unit>(?i:{_UNITS}))?\.?$"
"""The parts of a number that has a sign of a diameter before it or a unit after it."""

_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"

PATTERNS: dict[str, str] = {
    "integer": r"^[+-]?(0|[1-9]\d{0,15})$",
    "zeros": r"^0\d+$",
    "point3": r"^[+-]?[1-9]\d{0,2}\.\d{3}$",
    "comma3": r"^[+-]?[1-9]\d{0,2},\d{3}$",
    "point": r"^[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d{1,3})?$",
    "comma": r"^[+-]?(\d+,\d*|,\d+)$",
    "dots": r"^[+-]?[1-9]\d{0,2}((\.\d{3}){2,}|(\.\d{3})+,\d+)$",
    "commas": r"^[+-]?[1-9]\d{0,2}((,\d{3}){2,}|(,\d{3})+\.\d+)$",
    "spaced": r"^[+-]?[1-9]\d{0,2}([ \x{a0}\x{202f}]\d{3})+(\.\d+)?$",
    "spaced_comma": r"^[+-]?[1-9]\d{0,2}([ \x{a0}\x{202f}]\d{3})+,\d+$",
    "iso": rf"^{_DAY}$",
    "iso_midnight": rf"^{_DAY}[T ]0?0:00(:00(\.0+)?)?\s*{_ZONE}?$",
    "iso_zoned": rf"^{_DAY}[T ]\d{{1,2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?\s*{_ZONE}$",
    "iso_time": rf"^{_DAY}[T ]\d{{1,2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?$",
    "slashed": r"^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})$",
    "slashed_time": r"^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$",
    "unit": rf"^(({_PREFIXES})\s*[:=]?\s*{_NUMBER}\s*((?i:{_UNITS}))?|{_NUMBER}\s*(?i:{_UNITS}))\.?$",
}
"""Kind to the spelling of its texts; the first that fits counts. 1.234 may be a thousand or one and a bit: point3."""

KINDS = ("text", "null", *PATTERNS, "boolean")
TEXT, NULL, BOOLEAN = 0, 1, len(KINDS) - 1
NUMBERS = ("integer", "point3", "comma3", "point", "comma", "dots", "commas", "spaced", "spaced_comma", "unit")
SLASHED = ("slashed", "slashed_time")
ISO = ("iso", "iso_midnight", "iso_zoned", "iso_time")

Codes = npt.NDArray[np.int8]


def classify(texts: pa.Array, *, only_nulls: bool = False) -> Codes:
    """For each text its place in KINDS; nulls are "null".

    Args:
        texts: distinct values, composed.
        only_nulls: the column is known to hold words: look for nulls only.
    """
    codes = np.full(len(texts), TEXT, np.int8)
    if not only_nulls:
        bare = pc.utf8_trim_whitespace(texts)
        codes[_true(pc.is_in(plain(texts), value_set=pa.array(sorted((YES | NO) - {"0", "1"}))))] = BOOLEAN
        digits = _true(pc.match_substring_regex(bare, r"\d"))
        _classify_digits(bare, digits, codes)
    codes[_true(is_null_word(texts))] = NULL
    codes[~_true(texts.is_valid())] = NULL
    return codes


def _classify_digits(texts: pa.Array, asked: npt.NDArray[np.bool_], codes: Codes) -> None:
    """Fill in the kinds of the texts that have a digit, the first pattern that fits."""
    open_rows = np.flatnonzero(asked)
    for number, pattern in enumerate(PATTERNS.values(), start=2):
        if not len(open_rows):
            return
        fits = _true(pc.match_substring_regex(texts.take(pa.array(open_rows)), pattern))
        codes[open_rows[fits]] = number
        open_rows = open_rows[~fits]


def _true(mask: Any) -> npt.NDArray[np.bool_]:
    filled: npt.NDArray[np.bool_] = np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)
    return filled
