"""Rows that are there twice: the whole row, its place, or its key."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

KEY_NAME = re.compile(
    r"(?i:(^|_)(id|uid|uuid|guid|ma|mã|code|key|so_?hieu)($|_))|[a-z](Id|ID|Code)$",
)
COUNTER = re.compile(r"^(ogc_)?fid$|^gid$|^object_?id(_\d+)?$|^stt$|^rowid$|^index$|^unnamed", re.IGNORECASE)
REPEATS_AT_MOST = 0.03
"""A column is meant to be a key only if no larger part of it repeats."""
KEYS_AT_MOST = 4
_EMPTY = -(2**62)
_FACTOR = np.int64(-7046029254386353131)


@dataclass
class Repeats:
    """Numbers that stand for rows, places and keys; equal ones are told by them, eight bytes each.

    Attributes:
        counters: columns that only number the rows; they do not make a row another one.
        keys: columns that may be the key, by their name.
    """

    counters: frozenset[str]
    keys: tuple[str, ...]
    places: list[Any] = field(default_factory=list)
    whole: list[Any] = field(default_factory=list)
    by_key: dict[str, list[Any]] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)

    def add(self, columns: dict[str, pa.Array], geometry: pa.Array | None, filled: dict[str, Any], rows: Any) -> None:
        """Remember some rows; `filled` is column to a mask: where it holds something."""
        whole = np.zeros(len(rows), np.int64)
        for name, values in columns.items():
            numbers = fingerprint(values)
            if name in self.keys:
                self.by_key.setdefault(name, []).append(np.where(filled[name], numbers, 0))
            if name not in self.counters:
                whole = _mixed(whole, numbers)
        if geometry is not None:
            places = fingerprint(geometry)
            self.places.append(np.where(geometry.is_valid().to_numpy(zero_copy_only=False), places, 0))
            whole = _mixed(whole, places)
        self.whole.append(whole)
        self.rows.append(rows)

    def same_rows(self) -> Any:
        """Rows that repeat an earlier one in everything but their counters."""
        return self._later(self.whole)

    def same_places(self) -> Any:
        """Rows at the place of an earlier one, that differ from it."""
        return np.setdiff1d(self._later(self.places), self.same_rows()) if self.places else np.zeros(0, np.int64)

    def same_keys(self) -> dict[str, Any]:
        """Key to the rows that repeat an earlier value; only of columns that are nearly unique."""
        found = {}
        for name, parts in self.by_key.items():
            filled = int(np.count_nonzero(np.concatenate(parts)))
            later = self._later(parts)
            if len(later) and len(later) <= max(1, REPEATS_AT_MOST * filled):
                found[name] = later
        return found

    def _later(self, parts: list[Any]) -> Any:
        if not parts:
            return np.zeros(0, np.int64)
        numbers, rows = np.concatenate(parts), np.concatenate(self.rows)
        rows, numbers = rows[numbers != 0], numbers[numbers != 0]
        order = np.argsort(numbers, kind="stable")
        again = np.concatenate([[False], numbers[order][1:] == numbers[order][:-1]]) if len(order) else order
        return np.sort(rows[order][again.astype(bool)])


def columns_to_watch(titles: dict[str, str], sample: dict[str, pa.Array]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Of the columns of a sample, those that only number the rows, and those that may be the key."""
    unique = {
        name for name, values in sample.items() if len(values) > 1 and pc.count_distinct(values).as_py() == len(values)
    }
    counters = frozenset(name for name in unique if COUNTER.search(titles[name]))
    keys = [name for name in sample if KEY_NAME.search(titles[name]) and name not in counters]
    return counters, tuple(keys[:KEYS_AT_MOST])


def fingerprint(values: pa.Array) -> Any:
    """A number of eight bytes for each value, the same for the same value, never 0; it lasts as long as the process."""
    if pa.types.is_binary(values.type):
        hashes = np.fromiter(map(hash, values.to_pylist()), np.int64, len(values))
    elif pa.types.is_string(values.type):
        packed = values.dictionary_encode()
        known = np.fromiter(map(hash, [*packed.dictionary.to_pylist(), None]), np.int64, len(packed.dictionary) + 1)
        hashes = known[packed.indices.fill_null(len(packed.dictionary)).to_numpy()]
    else:
        hashes = _bits(values)
    with np.errstate(over="ignore"):
        return np.where(hashes == 0, 1, hashes * _FACTOR)


def _bits(values: pa.Array) -> Any:
    """The eight bytes in which a number, a date or a moment is kept."""
    if pa.types.is_floating(values.type):
        return values.cast(pa.float64()).fill_null(float("nan")).to_numpy(zero_copy_only=False).view(np.int64)
    numbers = values.cast(pa.int32()) if pa.types.is_date32(values.type) else values
    return numbers.cast(pa.int64()).fill_null(_EMPTY).to_numpy(zero_copy_only=False)


def _mixed(one: Any, other: Any) -> Any:
    with np.errstate(over="ignore"):
        return (one ^ other) * _FACTOR + (one >> np.int64(29))
