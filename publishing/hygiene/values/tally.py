"""What a column of a file holds, counted batch by batch; memory does not grow with the file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...kinds import ColumnType
from .kinds import KINDS, NULL, SLASHED, TEXT, WITH_UNIT, Codes, classify
from .words import NO_DATA_NUMBERS

DISTINCT_AT_MOST = 64
ROWS_AT_MOST = 100
WORDS_AFTER = 20_000
"""So many distinct values, most of them words, and a column is taken to hold words: only its nulls are looked for."""
_PADDED = r"^\s+\S|\S\s+$|\S\s\s+\S"
_CONTROLS = r"[\x{00}-\x{08}\x{0b}-\x{1f}\x{7f}\x{200b}\x{feff}]|\x{00a0}"
_SLASHED = r"^\s*(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{2,4})"


@dataclass
class Tally:
    """Counts of one column.

    Attributes:
        name: as the file writes it.
        title: the name decoded.
        type: of the values in the file.
        kinds: kind of KINDS to how many rows.
        words: null word to how many rows.
        distinct: value to how many rows; None once there are more than DISTINCT_AT_MOST.
        units: prefix and unit of numbers to how many rows.
        styles: spelling of the numbers that have a unit to how many rows.
        rows: kind to the first rows of that kind.
        padded, controls: rows with spaces too many, with control characters.
        longest: letters of the longest text.
        first_over_12, second_over_12, short_years: of dates with the year last.
        lowest, highest: of numbers.
        no_data: number that stands for none to how many rows.
    """

    name: str
    title: str
    type: ColumnType
    kinds: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    distinct: Counter[Any] | None = field(default_factory=Counter)
    units: Counter[tuple[str, str]] = field(default_factory=Counter)
    styles: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[int]] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    padded: int = 0
    controls: int = 0
    longest: int = 0
    first_over_12: int = 0
    second_over_12: int = 0
    short_years: int = 0
    lowest: float | None = None
    highest: float | None = None
    no_data: Counter[float] = field(default_factory=Counter)
    seen: int = 0
    nulls: int = 0

    @property
    def filled(self) -> int:
        """Rows that hold something."""
        return self.seen - self.nulls - self.kinds["null"]

    def share(self, *kinds: str) -> float:
        """How large a part of the filled rows is of these kinds."""
        return sum(self.kinds[kind] for kind in kinds) / self.filled if self.filled else 0.0

    def add(self, values: pa.Array, rows: Any) -> Any:
        """Count some rows and say which of them hold something.

        Args:
            values: decoded and composed.
            rows: their numbers in the file.
        """
        self.seen += len(values)
        self.nulls += values.null_count
        if self.type == "string":
            return self._add_texts(values, rows)
        if self.type in ("integer", "number"):
            self._add_numbers(values)
        return values.is_valid().to_numpy(zero_copy_only=False).astype(bool)

    def _add_texts(self, values: pa.Array, rows: Any) -> Any:
        packed = values.dictionary_encode()
        texts, indices = packed.dictionary, packed.indices
        if not len(texts):
            return np.zeros(len(values), bool)
        filled = np.asarray(indices.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
        which = indices.fill_null(0).to_numpy()
        counts = np.bincount(which[filled], minlength=len(texts))
        words = sum(self.kinds.values()) > WORDS_AFTER and self.kinds["text"] * 2 > self.filled
        codes = classify(texts, only_nulls=words)
        for code in np.unique(codes):
            self.kinds[KINDS[code]] += int(counts[codes == code].sum())
        self._note_rows(codes, which, filled, rows)
        self._note_words(texts, codes, counts)
        self._note_letters(texts, counts)
        if not words:
            self._note_dates(texts, codes, counts)
            self._note_units(texts, codes, counts)
        self._note_distinct(texts, counts)
        return filled & (codes[which] != NULL)

    def _note_rows(self, codes: Codes, which: Any, filled: Any, rows: Any) -> None:
        by_row = codes[which]
        for code in np.unique(codes):
            kept = self.rows.setdefault(KINDS[code], [])
            if len(kept) < ROWS_AT_MOST:
                kept += rows[filled & (by_row == code)][: ROWS_AT_MOST - len(kept)].tolist()

    def _note_words(self, texts: pa.Array, codes: Codes, counts: Any) -> None:
        for index in np.flatnonzero(codes == NULL):
            self.words[texts[int(index)].as_py().strip()] += int(counts[index])
        if len(self.samples) < 5:
            kept = (texts[int(index)].as_py() for index in np.flatnonzero(codes != NULL)[:5])
            self.samples += [text for text in kept if text not in self.samples][: 5 - len(self.samples)]

    def _note_letters(self, texts: pa.Array, counts: Any) -> None:
        self.padded += _matching(texts, _PADDED, counts)
        self.controls += _matching(texts, _CONTROLS, counts)
        self.longest = max(self.longest, pc.max(pc.utf8_length(texts)).as_py() or 0)

    def _note_dates(self, texts: pa.Array, codes: Codes, counts: Any) -> None:
        chosen = np.isin(codes, [KINDS.index(kind) for kind in SLASHED])
        if not chosen.any():
            return
        parts = pc.extract_regex(texts.filter(pa.array(chosen)), _SLASHED)
        weights = counts[chosen]
        first, second = (pc.struct_field(parts, name).cast(pa.int32()).to_numpy() for name in ("first", "second"))
        short = pc.utf8_length(pc.struct_field(parts, "year")).to_numpy() < 4
        self.first_over_12 += int(weights[first > 12].sum())
        self.second_over_12 += int(weights[second > 12].sum())
        self.short_years += int(weights[short].sum())

    def _note_units(self, texts: pa.Array, codes: Codes, counts: Any) -> None:
        chosen = codes == KINDS.index("unit")
        if not chosen.any():
            return
        parts = pc.extract_regex(pc.utf8_trim_whitespace(texts.filter(pa.array(chosen))), WITH_UNIT)
        numbers = pc.struct_field(parts, "number")
        signs = zip(
            pc.struct_field(parts, "prefix").to_pylist(),
            pc.utf8_lower(pc.struct_field(parts, "unit")).to_pylist(),
            (KINDS[code] for code in classify(numbers)),
            counts[chosen].tolist(),
            strict=True,
        )
        for prefix, unit, style, count in signs:
            self.units[(prefix or "", unit or "")] += count
            self.styles[style] += count

    def _note_distinct(self, texts: pa.Array, counts: Any) -> None:
        if self.distinct is None:
            return
        if len(texts) > DISTINCT_AT_MOST:
            self.distinct = None
            return
        self.distinct.update(dict(zip(texts.to_pylist(), counts.tolist(), strict=True)))
        if len(self.distinct) > DISTINCT_AT_MOST:
            self.distinct = None

    def _add_numbers(self, values: pa.Array) -> None:
        ends = pc.min_max(values).as_py()
        if ends["min"] is None:
            return
        for number in NO_DATA_NUMBERS:
            if count := pc.sum(pc.equal(values, pa.scalar(number, values.type))).as_py():
                self.no_data[number] += count
        others = values.filter(pc.invert(pc.is_in(values, value_set=pa.array(NO_DATA_NUMBERS, values.type))))
        ends = pc.min_max(others).as_py()
        if ends["min"] is not None:
            self.lowest = ends["min"] if self.lowest is None else min(self.lowest, ends["min"])
            self.highest = ends["max"] if self.highest is None else max(self.highest, ends["max"])


def _matching(texts: pa.Array, pattern: str, counts: Any) -> int:
    mask = pc.fill_null(pc.match_substring_regex(texts, pattern), False).to_numpy(zero_copy_only=False)
    return int(counts[mask.astype(bool)].sum())


def is_words(tally: Tally) -> bool:
    """True if most of what the column holds are words."""
    return tally.kinds[KINDS[TEXT]] * 2 > tally.filled
