"""One go through a layer: what its text, its columns, its rows and its places are like."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from ..kinds import GEOMETRY, ROW, Decisions, SourceColumn, SourceLayer
from .context import Context
from .places.areas import Recorded, UnitGap, areas_km2, find_gaps, find_recorded, is_polygonal
from .places.city import City
from .places.definitions import understand
from .places.fit import Fit, Placing, place
from .places.frame import body
from .places.overlaps import ROWS_AT_MOST, Overlaps, find_overlaps
from .places.tally import PlaceTally
from .profiles import Profile
from .rows.junk import Junk, expected_columns
from .rows.repeats import Repeats, columns_to_watch
from .sample import take_sample
from .text.choose import Verdict
from .text.reading import Reading, decode, decode_name, judge_text
from .values.kinds import NULL, classify
from .values.tally import Tally

NAMED_SHARE = 0.5


def profile(layer: SourceLayer, context: Context, *, said: Decisions | None = None) -> Profile:
    """Look at every row of a layer once; memory grows by some dozen bytes per row.

    Args:
        layer: as it was read.
        context: the city it is meant for.
        said: what the owner has decided beforehand ("crs", "encoding"): the rest is judged as if the file said so.
    """
    said = dict(said or {})
    reading = _said_reading(judge_text(layer), said)
    look = _Look(layer, context, reading, said)
    for batch in layer.batches():
        look.add(batch)
    return look.profile()


def _said_reading(reading: Reading, said: dict[str, str]) -> Reading:
    if "encoding" not in said:
        return reading
    return Reading(Verdict(said["encoding"], 0, 1.0), reading.declared, {}, {}, reading.samples, reading.composed)


class _Look:
    """The tallies of one layer while its batches go by."""

    def __init__(self, layer: SourceLayer, context: Context, reading: Reading, said: dict[str, str]) -> None:
        self.layer, self.context, self.reading, self.said = layer, context, reading, said
        self.titles = {column.name: _title(column, reading) for column in layer.columns}
        self.tallies = {c.name: Tally(c.name, self.titles[c.name], c.type) for c in layer.columns}
        self.sample = take_sample(layer)
        values = {column.name: self._values(self.sample, column) for column in layer.columns}
        self.junk = Junk(expected_columns({name: _filled(column) for name, column in values.items()}))
        counters, keys = columns_to_watch(self.titles, values)
        self.repeats = Repeats(counters, keys)
        self.shapes = _shapes(self.sample)
        self.places = self._places() if layer.geometry_types else None
        self.last = 0

    def _values(self, rows: Any, column: SourceColumn) -> pa.Array:
        values = rows.column(column.name)
        values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        return decode(values, self.reading.encoding_of(column)) if column.type == "string" else values

    def _places(self) -> PlaceTally:
        placing = _placing(self.layer, self.shapes, self.context, self.said)
        return PlaceTally(City(self.context, placing), body(self.shapes))

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        rows = batch.column(ROW).to_numpy()
        self.last = int(rows[-1]) if len(rows) else self.last
        values = {column.name: self._values(batch, column) for column in self.layer.columns}
        filled = {name: self.tallies[name].add(column, rows) for name, column in values.items()}
        texts = {name: column for name, column in values.items() if pa.types.is_string(column.type)}
        self.junk.add(texts, filled, self.titles, rows)
        if self.places is None:
            self.repeats.add(values, None, filled, rows)
            return
        geometry = batch.column(GEOMETRY)
        self.repeats.add(values, geometry, filled, rows)
        self.places.add(shapely.from_wkb(geometry.to_numpy(zero_copy_only=False)), rows)

    def profile(self) -> Profile:
        """What was counted, and what only the whole can tell."""
        recorded, overlaps, gaps = self._areas(self.places.city.placing) if self.places else (None, None, ())
        tallies = tuple(self.tallies.values())
        self.junk.close(self.last)
        where = self.places, recorded, overlaps, gaps
        return Profile(self.layer, self.reading, self.titles, tallies, self.junk, self.repeats, *where, self.said)

    def _areas(self, placing: Placing) -> tuple[Recorded | None, Overlaps | None, tuple[UnitGap, ...]]:
        """What only polygons have, compared with what is written and with each other."""
        if not placing.chosen.way or not is_polygonal(self.shapes):
            return None, None, ()
        numeric = [c.name for c in self.layer.columns if c.type in ("integer", "number")]
        measured = ~shapely.is_missing(self.shapes)
        said = placing.definition.crs if placing.as_said or placing.fits or placing.chosen.moved_m else ""
        recorded = find_recorded(
            self.sample.filter(pa.array(measured)), self.shapes[measured], numeric, placing.chosen.way, said
        )
        if self.layer.rows > ROWS_AT_MOST:
            return recorded, None, ()
        table = pa.Table.from_batches(list(self.layer.batches()))
        shapes, rows = _shapes(table), table.column(ROW).to_numpy()
        polygons = np.isin(shapely.get_type_id(shapes), (3, 6))
        overlaps = find_overlaps(shapes[polygons], rows[polygons])
        return recorded, overlaps, self._gaps(table, shapes, placing.chosen)

    def _gaps(self, table: pa.Table, shapes: Any, chosen: Fit) -> tuple[UnitGap, ...]:
        """Compare with the units of the city by the first column of names that fits them best."""
        if not self.context.units or self.layer.rows > 10 * len(self.context.units):
            return ()
        areas = np.nan_to_num(areas_km2(shapes, chosen.way))
        best: tuple[UnitGap, ...] = ()
        for column in self.layer.columns:
            if column.type == "string":
                names = self._values(table, column).to_pylist()
                best = best or find_gaps(names, table.column(ROW).to_pylist(), areas, self.context.units)
        return best


def _placing(layer: SourceLayer, shapes: Any, context: Context, said: dict[str, str]) -> Placing:
    definition = understand(said.get("crs", layer.crs))
    bounds = shapely.bounds(shapes)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    if "crs" in said:
        known = place(middles, definition, context)
        return Placing(definition, Fit(said["crs"], said.get("axes") == "swap", max(known.as_said, 0.0)))
    return place(middles, definition, context)


def _title(column: SourceColumn, reading: Reading) -> str:
    return decode_name(column.name, reading.encoding_of(column))


def _shapes(rows: pa.Table) -> Any:
    if GEOMETRY not in rows.schema.names:
        return np.zeros(0, object)
    return shapely.from_wkb(rows.column(GEOMETRY).combine_chunks().to_numpy(zero_copy_only=False))


def _filled(values: pa.Array) -> Any:
    """Where a column holds something that is no null word."""
    there = np.asarray(pc.is_valid(values).to_numpy(zero_copy_only=False), dtype=bool)
    return there & (classify(values, only_nulls=True) != NULL) if pa.types.is_string(values.type) else there
