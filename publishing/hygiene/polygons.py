"""What only polygons have: areas that can be compared, and land that two of them share."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from ..kinds import ROW, SourceLayer
from .context import Context
from .places.areas import Recorded, UnitGap, areas_km2, find_gaps, find_recorded, is_polygonal
from .places.fit import Placing
from .places.overlaps import ROWS_AT_MOST, Overlaps, find_overlaps
from .sample import shapes_of, take_sample

UNITS_AT_MOST = 10
"""A layer with more rows than so many times the units of the city is no layer of units."""


class Polygons(NamedTuple):
    """What was compared.

    Attributes:
        recorded: a column that holds areas, and how they compare with those of the geometries.
        overlaps: of polygons with each other; None for layers of more than ROWS_AT_MOST rows.
        gaps: units of the city that are smaller or larger in the layer than they are.
    """

    recorded: Recorded | None = None
    overlaps: Overlaps | None = None
    gaps: tuple[UnitGap, ...] = ()


NO_POLYGONS = Polygons()
Texts = Mapping[str, Callable[[pa.Table], pa.Array]]
"""Column of text to a function that takes rows and gives its decoded values."""


def compare_polygons(
    layer: SourceLayer, sample: pa.Table, placing: Placing, context: Context, texts: Texts
) -> Polygons:
    """Compare the areas and the land of the polygons of a layer; nothing for other layers.

    Args:
        layer: all of it.
        sample: some of its rows, as `take_sample` chose them.
        placing: how its coordinates are read.
        context: the city, with its units.
        texts: its columns of text.
    """
    shapes = shapes_of(sample)
    if not placing.chosen.way or not is_polygonal(shapes):
        return NO_POLYGONS
    recorded = _recorded(layer, sample, shapes, placing)
    if layer.rows > ROWS_AT_MOST:
        return Polygons(recorded)
    table = take_sample(layer, rows=layer.rows)
    shapes, rows = shapes_of(table), table.column(ROW).to_numpy()
    polygons = np.isin(shapely.get_type_id(shapes), (3, 6))
    overlaps = find_overlaps(shapes[polygons], rows[polygons])
    if not context.units or layer.rows > UNITS_AT_MOST * len(context.units):
        return Polygons(recorded, overlaps)
    return Polygons(recorded, overlaps, _gaps(table, _turned(shapes, placing), placing, context, texts))


def _recorded(layer: SourceLayer, sample: pa.Table, shapes: Any, placing: Placing) -> Recorded | None:
    numeric = [column.name for column in layer.columns if column.type in ("integer", "number")]
    there = ~shapely.is_missing(shapes)
    chosen = placing.chosen
    comparable = placing.fits or (chosen.moved_m is not None and not chosen.swapped)
    said = placing.definition.crs if comparable else ""
    measured = _turned(shapes[there], placing)
    return find_recorded(sample.filter(pa.array(there)), measured, numeric, chosen.way, said)


def _gaps(table: pa.Table, shapes: Any, placing: Placing, context: Context, texts: Texts) -> tuple[UnitGap, ...]:
    """Compare with the units of the city, by the first column of names that they are called by."""
    areas = np.nan_to_num(areas_km2(shapes, placing.chosen.way))
    rows = table.column(ROW).to_pylist()
    for values in texts.values():
        if gaps := find_gaps(values(table).to_pylist(), rows, areas, context.units):
            return gaps
    return ()


def _turned(shapes: Any, placing: Placing) -> Any:
    return shapely.transform(shapes, lambda xy: xy[:, ::-1]) if placing.chosen.swapped else shapes
