"""Keys that have gone by, so that one that comes again is found; sixteen bytes for each, however long it is."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


class SeenKeys:
    """The keys of all batches so far, as sorted runs of (hash, row) that are merged when they are of one size.

    Numbers stand for themselves. Two texts have the same 64-bit hash once in 10^19 pairs: in a million rows, once in
    forty million files.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[Any, Any]] = []

    def repeated(self, keys: "pa.Array", rows: Any) -> dict[int, int]:
        """Positions in this batch whose key was there before, and the row in which it was first; keys are noted.

        Args:
            keys: of the batch; null for none, which repeats nothing.
            rows: their row numbers.
        """
        hashes = _hashes(keys)
        places = np.flatnonzero(np.asarray(keys.is_valid()))
        order = places[np.argsort(hashes[places], kind="stable")]
        sorted_hashes, sorted_rows = hashes[order], np.asarray(rows)[order]
        found = self._within(order, sorted_hashes, sorted_rows) | self._before(order, sorted_hashes)
        self._add(sorted_hashes, sorted_rows)
        return found

    @staticmethod
    def _within(order: Any, hashes: Any, rows: Any) -> dict[int, int]:
        again = np.flatnonzero(hashes[1:] == hashes[:-1]) + 1
        first = np.searchsorted(hashes, hashes[again], side="left")
        return {int(order[place]): int(rows[start]) for place, start in zip(again, first, strict=True)}

    def _before(self, order: Any, hashes: Any) -> dict[int, int]:
        found: dict[int, int] = {}
        for known, known_rows in self._runs:
            at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
            for place in np.flatnonzero(known[at] == hashes):
                found[int(order[place])] = min(int(known_rows[at[place]]), found.get(int(order[place]), 2**62))
        return found

    def _add(self, hashes: Any, rows: Any) -> None:
        if not len(hashes):
            return
        while self._runs and len(self._runs[-1][0]) <= len(hashes):
            before, before_rows = self._runs.pop()
            hashes, rows = np.concatenate([before, hashes]), np.concatenate([before_rows, rows])
            order = np.argsort(hashes, kind="stable")
            hashes, rows = hashes[order], rows[order]
        self._runs.append((hashes, rows))


def _hashes(keys: "pa.Array") -> Any:
    import pyarrow as pa

    if pa.types.is_integer(keys.type):
        return keys.cast("int64").fill_null(0).to_numpy()
    return np.fromiter(map(hash, keys.cast("string").to_pylist()), dtype=np.int64, count=len(keys))
