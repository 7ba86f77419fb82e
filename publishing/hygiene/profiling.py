"""One go through a layer: what its text, its columns, its rows and its places are like."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from ..kinds import GEOMETRY, ROW, Decisions, SourceColumn, SourceLayer
from .context import Context
from .decided import said_first
from .places.city import City
from .places.definitions import understand
from .places.fit import Placing, fit_of, place
from .places.frame import body
from .places.tally import PlaceTally
from .polygons import NO_POLYGONS, Polygons, compare_polygons
from .profiles import Profile
from .rows.junk import Junk, expected_columns
from .rows.repeats import Repeats, columns_to_watch
from .sample import shapes_of, take_sample
from .text.choose import Verdict
from .text.reading import Reading, decode, decode_name, judge_text
from .values.kinds import NULL, classify
from .values.tally import Tally


def profile(layer: SourceLayer, context: Context, *, said: Decisions | None = None) -> Profile:
    """Look at every row of a layer once; memory grows by some dozen bytes per row.

    Args:
        layer: as it was read.
        context: the city it is meant for.
        said: what the owner has decided beforehand ("crs", "axes", "encoding"): the rest is judged as if the file
            said so; other decisions change nothing here.

    Raises:
        UnknownDecision: a reference system or an encoding that nobody knows.
    """
    first = said_first(said or {})
    reading = _said_reading(judge_text(layer), first)
    look = _Look(layer, context, reading, first)
    with ThreadPoolExecutor(max_workers=1) as beside:
        for batch in layer.batches():
            places = beside.submit(look.add_places, batch)  # GEOS works without Python's lock: both cores are used
            look.add(batch)
            places.result()
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
        self.shapes = shapes_of(self.sample)
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
        """Count the values and the rows of a batch."""
        rows = batch.column(ROW).to_numpy()
        self.last = int(rows[-1]) if len(rows) else self.last
        values = {column.name: self._values(batch, column) for column in self.layer.columns}
        filled = {name: self.tallies[name].add(column, rows) for name, column in values.items()}
        texts = {name: column for name, column in values.items() if pa.types.is_string(column.type)}
        self.junk.add(texts, filled, self.titles, rows)
        self.repeats.add(values, batch.column(GEOMETRY) if self.places else None, filled, rows)

    def add_places(self, batch: pa.RecordBatch) -> None:
        """Count the geometries of a batch; it shares nothing with `add`."""
        if self.places is not None:
            geometry = batch.column(GEOMETRY).to_numpy(zero_copy_only=False)
            self.places.add(shapely.from_wkb(geometry), batch.column(ROW).to_numpy())

    def profile(self) -> Profile:
        """What was counted, and what only the whole can tell."""
        polygons = self._polygons(self.places.city.placing) if self.places else NO_POLYGONS
        tallies = tuple(self.tallies.values())
        self.junk.close(self.last)
        return Profile(
            self.layer, self.reading, self.titles, tallies, self.junk, self.repeats, self.places, polygons, self.said
        )

    def _polygons(self, placing: Placing) -> Polygons:
        names = {
            column.name: lambda rows, c=column: self._values(rows, c)
            for column in self.layer.columns
            if column.type == "string"
        }
        return compare_polygons(self.layer, self.sample, placing, self.context, names)


def _placing(layer: SourceLayer, shapes: Any, context: Context, said: dict[str, str]) -> Placing:
    definition = understand(said.get("crs", layer.crs))
    bounds = shapely.bounds(shapes)
    middles = (bounds[:, :2] + bounds[:, 2:]) / 2
    if "crs" in said:
        fit = fit_of(middles, said["crs"], context, swapped=said.get("axes") == "swap")
        return Placing(definition, fit, as_said=fit.inside)
    return place(middles, definition, context)


def _title(column: SourceColumn, reading: Reading) -> str:
    return decode_name(column.name, reading.encoding_of(column))


def _filled(values: pa.Array) -> Any:
    """Where a column holds something that is no null word."""
    there = np.asarray(pc.is_valid(values).to_numpy(zero_copy_only=False), dtype=bool)
    return there & (classify(values, only_nulls=True) != NULL) if pa.types.is_string(values.type) else there
