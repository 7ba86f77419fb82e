"""Rows of a file against a contract, batch by batch: good rows under the contract's names, and why others are not.

Everything runs on whole columns (Arrow, NumPy); a Python object is made only for a row that is refused.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from layers import api as layers

from ..kinds import GEOMETRY, ROW, RowFault
from .areas import Areas, Placer
from .casting import Cast, arrow_type, cast
from .contract import Contract, ContractField
from .facts import Facts, Tally
from .mapping import Mapping, Match
from .placing import Placed, placed
from .rules import broken_rules
from .seen import SeenKeys
from .sentences import Sentence, repeated, unknown_code, wrong_type

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class _Broken:
    """Rows of a batch that break one rule in one column."""

    said: Sentence
    column: str
    values: "pa.Array"
    places: Any


class Checker:
    """Checks the batches of one layer, in order; it remembers keys and figures between them.

    Args:
        contract: the rules.
        mapping: which column becomes which field.
        zone: name of the time zone in which a time without one is meant.
        extent: places outside it are refused; None: anywhere on earth.
        areas: units of the city, for a table whose mapping has a rule for places.
    """

    def __init__(
        self,
        contract: Contract,
        mapping: Mapping,
        *,
        zone: str = "UTC",
        extent: layers.Extent | None = None,
        areas: Areas | None = None,
    ) -> None:
        self.contract, self.mapping, self.zone, self.extent = contract, mapping, zone, extent
        self.fields = (*contract.fields, *(ContractField(kept) for kept in mapping.kept))
        self.rejected = 0
        self._by_field = {match.field: match for match in mapping.matches if match.field}
        self._placer = Placer(mapping.place, areas) if mapping.place is not None and areas is not None else None
        self._keys = SeenKeys()
        self._tally = Tally()

    def check(self, batch: "pa.RecordBatch") -> "tuple[pa.RecordBatch, list[RowFault]]":
        """The good rows, and the faults of the others by row.

        Args:
            batch: cleaned: ROW, the columns, GEOMETRY in WGS 84 where there are places.

        Returns:
            Columns ROW, the fields of the contract in order, the kept columns, GEOMETRY (always, as WKB; single parts
            may stand where Multi* is held).
        """
        import pyarrow as pa

        rows = np.asarray(batch.column(ROW))
        columns, broken = self._cast(batch)
        places = self._placed(batch)
        faults = [fault for found in broken for fault in _faults(found, rows)]
        faults += [said.fault(int(rows[place]), "", None) for said, place in places.faults]
        good = np.ones(len(rows), dtype=bool)
        for found in broken:
            good[found.places] = False
        good[[place for _, place in places.faults]] = False
        faults += self._repeated_keys(columns, rows, good)
        self.rejected += int((~good).sum())
        self._tally.rows += int(good.sum())
        kept = {name: column.filter(pa.array(good)) for name, column in columns.items()}
        self._tally.add(kept, places.shapes[good])
        made = {ROW: pa.array(rows[good], pa.int64()), **kept, GEOMETRY: places.wkb.filter(pa.array(good))}
        return pa.RecordBatch.from_pydict(made), sorted(faults, key=lambda fault: fault.row)

    def facts(self) -> Facts:
        """The figures of the good rows so far."""
        return self._tally.facts(rejected=self.rejected)

    def _cast(self, batch: "pa.RecordBatch") -> "tuple[dict[str, pa.Array], list[_Broken]]":
        """The fields' columns, and what in them breaks which rule."""
        columns: dict[str, pa.Array] = {}
        broken: list[_Broken] = []
        for known in self.fields:
            match = self._by_field.get(known.name)
            column = batch.column(match.column) if match and match.column in batch.schema.names else None
            values, found = _as_field(column, known, match, rows=batch.num_rows, zone=self.zone)
            columns[known.name] = values
            broken += found
        return columns, broken

    def _placed(self, batch: "pa.RecordBatch") -> Placed:
        """The places of the batch, or those of the units that its rows name."""
        geometry = batch.column(GEOMETRY) if GEOMETRY in batch.schema.names else None
        if geometry is not None or self._placer is None:
            return placed(geometry, batch.num_rows, self.contract, self.extent)
        geometry, unknown = self._placer.places(batch)
        found = placed(geometry, batch.num_rows, self.contract, self.extent)
        told = {place for _, place in unknown}
        return Placed(found.shapes, found.wkb, [*unknown, *(fault for fault in found.faults if fault[1] not in told)])

    def _repeated_keys(self, columns: "dict[str, pa.Array]", rows: Any, good: Any) -> list[RowFault]:
        """Faults of rows whose key an earlier good row has; they are taken out of `good`."""
        import pyarrow as pa

        key = self.contract.key
        if not key:
            return []
        values = columns[key]
        candidates = pa.compute.if_else(pa.array(good), values, None)
        faults = []
        for place, first in self._keys.repeated(candidates, rows).items():
            good[place] = False
            said = repeated(self.contract.by_name[key].field, first)
            faults.append(said.fault(int(rows[place]), self.mapping.column_of(key), values[place].as_py()))
        return faults


def _as_field(
    column: "pa.Array | None", known: ContractField, match: Match | None, *, rows: int, zone: str
) -> "tuple[pa.Array, list[_Broken]]":
    """One column as its field, and what breaks its rules; a value of a wrong type breaks no other rule."""
    import pyarrow as pa

    if column is None or match is None:
        made = Cast(pa.nulls(rows, arrow_type(known.field)), np.zeros(rows, dtype=bool), "type")
        column, name = pa.nulls(rows, "string"), ""
    else:
        made, name = cast(column, known, match, zone=zone), match.column
    misfits = np.flatnonzero(made.bad)
    said = unknown_code(known.field) if made.rule == "code_list" else wrong_type(known.field)
    broken = [_Broken(said, name, column, misfits)] if len(misfits) else []
    for rule, breaks in broken_rules(made.values, known.field):
        places = np.setdiff1d(np.flatnonzero(breaks), misfits)
        if len(places):
            broken.append(_Broken(rule, name, column, places))
    return made.values, broken


def _faults(found: _Broken, rows: Any) -> list[RowFault]:
    values = found.values.take(found.places).to_pylist()
    return [
        found.said.fault(int(rows[place]), found.column, value)
        for place, value in zip(found.places, values, strict=True)
    ]
