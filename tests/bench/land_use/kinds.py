"""Counts what the classes of change are told as, against what was invented."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from change_detection.engine.classify import ChangeClass
from change_detection.engine.land_use.clearing import find_clearings
from change_detection.engine.land_use.mapping import map_land_use
from change_detection.engine.outline import outline

from .cases import Case

NOTHING = "nothing"
_MIN_AREA_M2 = 10.0
_BUILDING_SHARE, _GROUND_SHARE = 0.3, 0.5


def told_kinds(case: Case, threshold: float) -> Counter[tuple[str, str]]:
    """(truth, told) of every change that the network found; the truth is what lies under the largest part of it."""
    fates = case.fates
    tree = shapely.STRtree([shape for shape, _ in fates])
    counts: Counter[tuple[str, str]] = Counter()
    for region in outline(case.answer, threshold=threshold, min_area_m2=_MIN_AREA_M2):
        under = [
            (fates[index][0].intersection(region.polygon).area, fates[index][1]) for index in tree.query(region.polygon)
        ]
        area, truth = max(under, default=(0.0, NOTHING))
        counts[truth if area >= _BUILDING_SHARE * region.polygon.area else NOTHING, region.change_class.value] += 1
    return counts


def clearings(case: Case, threshold: float, folder: Path) -> tuple[int, int, int, int]:
    """True clearings, those found, clearings told, those that are true."""
    maps = map_land_use(case.source, case.answer, folder / str(case.seed))
    built = outline(case.answer, threshold=threshold, min_area_m2=_MIN_AREA_M2)
    told = find_clearings(maps, built)
    true = list(shapely.get_parts(case.cleared))
    found = sum(_covered(shape, [region.polygon for region in told]) for shape in true)
    return len(true), found, len(told), sum(_covered(region.polygon, true) for region in told)


def as_lines(counts: Counter[tuple[str, str]]) -> list[str]:
    """A table: one line for each truth, one column for each class."""
    kinds = [kind.value for kind in ChangeClass]
    truths = sorted({truth for truth, _ in counts})
    head = f"{'truth':16}" + "".join(f"{kind:>15}" for kind in kinds)
    return [head] + [f"{truth:16}" + "".join(f"{counts[truth, kind]:>15}" for kind in kinds) for truth in truths]


def _covered(shape: BaseGeometry, others: Sequence[BaseGeometry]) -> bool:
    return bool(shape.intersection(shapely.union_all(others)).area >= _GROUND_SHARE * shape.area)
