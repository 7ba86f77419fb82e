"""Areas that somebody wrote down, against those of the geometries: a layer in the wrong system shows itself."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from ..context import KnownUnit
from .moves import plane_areas_m2

UNITS_M2 = {"m²": 1.0, "ha": 1e4, "km²": 1e6}
TIGHT = 0.05
"""The middle half of area / recorded area must lie so close together, or the column holds something else."""
FEWEST = 8
TOO_SMALL, TOO_LARGE = 0.8, 1.25
_KIND_OF_UNIT = re.compile(
    r"^(thanh pho|tp\.?|quan|huyen|thi xa|thi tran|phuong|xa|dac khu|district|city|ward) | (city|district|ward)$"
)


@dataclass(frozen=True)
class Recorded:
    """A column that records the areas of the geometries.

    Attributes:
        column: its name in the file.
        unit: of UNITS_M2.
        ratio: median of area / recorded area, the geometry measured as chosen.
        ratio_as_said: the same, measured as the file says; None where it says nothing.
        compared: how many rows of the sample were compared.
    """

    column: str
    unit: str
    ratio: float
    ratio_as_said: float | None
    compared: int


@dataclass(frozen=True)
class UnitGap:
    """A unit of the city: its area in the layer and its area as it is known."""

    name: str
    row: int
    area_km2: float
    known_km2: float


def find_recorded(sample: pa.Table, shapes: Any, numeric: Iterable[str], way: str, said: str) -> Recorded | None:
    """The column of a sample that records areas, told by what it holds and not by its name.

    Args:
        sample: rows of the layer.
        shapes: their geometries in the numbers of the file, polygons.
        numeric: columns that hold numbers.
        way: how the numbers are read.
        said: how the file says they should be, "" if it does not.
    """
    areas = plane_areas_m2(shapes, way)
    best: tuple[float, Recorded] | None = None
    for name in numeric:
        values = pc.fill_null(sample.column(name).combine_chunks().cast(pa.float64()), 0).to_numpy(zero_copy_only=False)
        asked = (values > 0) & (areas > 0)
        if asked.sum() < FEWEST:
            continue
        low, middle, high = np.percentile(areas[asked] / values[asked], [25, 50, 75])
        unit = next((unit for unit, m2 in UNITS_M2.items() if 0.8 < middle / m2 < 1.25), None)
        spread = (high - low) / middle
        if unit is None or spread > TIGHT or np.ptp(values[asked]) == 0 or (best and best[0] <= spread):
            continue
        before = plane_areas_m2(shapes[asked], said) / values[asked] / UNITS_M2[unit] if said else np.zeros(0)
        ratio_before = float(np.median(before)) if len(before) and said != way else None
        best = spread, Recorded(name, unit, float(middle) / UNITS_M2[unit], ratio_before, int(asked.sum()))
    return best[1] if best else None


def find_gaps(
    names: list[str | None], rows: list[int], areas_km2: Any, units: Iterable[KnownUnit]
) -> tuple[UnitGap, ...]:
    """Units that are much smaller or larger in the layer than the city knows them.

    Args:
        names: of the units, by row; areas of the same unit are added up.
        rows: their numbers in the file.
        areas_km2: of their geometries.
        units: as the city knows them, former ones too; of several under one name the nearest in size is meant.

    Returns:
        The units that differ, the smallest first; none if most names are unknown or most sizes differ: then these are
        other units under the same names (a ward is called after the district that it was a part of).
    """
    known: dict[str, list[float]] = {}
    for unit in units:
        known.setdefault(plain_unit(unit.name), []).append(unit.area_km2)
    found: dict[str, tuple[str, int, float]] = {}
    for name, row, area in zip(names, rows, areas_km2, strict=True):
        if name is not None:
            key = plain_unit(name)
            label, first_row, total = found.get(key, (name, row, 0.0))
            found[key] = label, first_row, total + float(area)
    compared = [
        UnitGap(label, row, round(area, 3), round(_nearest(area, known[key]), 3))
        for key, (label, row, area) in found.items()
        if key in known
    ]
    if 2 * len(compared) < len(found) or 2 * sum(map(is_right, compared)) < len(compared):
        return ()
    return tuple(sorted((gap for gap in compared if not is_right(gap)), key=lambda gap: gap.area_km2 / gap.known_km2))


def _nearest(area: float, sizes: list[float]) -> float:
    return min(sizes, key=lambda size: max(area, size) / max(min(area, size), 1e-9))


def is_right(gap: UnitGap) -> bool:
    """True if a unit is about as large as it is known to be."""
    return TOO_SMALL <= gap.area_km2 / gap.known_km2 <= TOO_LARGE


def plain_unit(name: str) -> str:
    """The name of a unit as it is compared: small letters without marks, without the word for its kind."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    bare = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    rest = _KIND_OF_UNIT.sub("", bare).strip()
    return bare if rest.isdigit() else rest


def areas_km2(shapes: Any, way: str) -> Any:
    """Areas of geometries on the ground, in square kilometres."""
    return plane_areas_m2(shapes, way) / 1e6


def is_polygonal(shapes: Any) -> bool:
    """True if all geometries that are there are polygons."""
    kinds = shapely.get_type_id(shapes[~shapely.is_missing(shapes)])
    return len(kinds) > 0 and bool(np.isin(kinds, (3, 6)).all())
