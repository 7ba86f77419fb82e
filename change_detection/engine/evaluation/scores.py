"""How good an answer is: pixels and objects, with bootstrap intervals over scenes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import cv2
import numpy as np

from change_detection.engine.pictures import BoolArray

MIN_OBJECT_M2 = 20.0
_RESAMPLINGS = 2000
_INTERVAL_PERCENT = (2.5, 97.5)


@dataclass(frozen=True)
class Counts:
    """What was right and wrong in one scene; scenes are added up.

    Attributes:
        hit, wrong, missed: pixels found and true, found only, true only.
        found, found_right: objects of at least 20 m2 found, and those that touch a true change.
        true, true_found: true objects of at least 20 m2, and those that something found touches.
        matched: pairs of a found and a true object whose intersection over union is at least one half.
    """

    hit: int = 0
    wrong: int = 0
    missed: int = 0
    found: int = 0
    found_right: int = 0
    true: int = 0
    true_found: int = 0
    matched: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts)))


@dataclass(frozen=True)
class Score:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


MEASURES: dict[str, Callable[[Counts], float]] = {
    "pixel_precision": lambda one: _share(one.hit, one.hit + one.wrong),
    "pixel_recall": lambda one: _share(one.hit, one.hit + one.missed),
    "pixel_f1": lambda one: _share(2 * one.hit, 2 * one.hit + one.wrong + one.missed),
    "pixel_iou": lambda one: _share(one.hit, one.hit + one.wrong + one.missed),
    "object_precision": lambda one: _share(one.found_right, one.found),
    "object_recall": lambda one: _share(one.true_found, one.true),
    "object_f1": lambda one: _harmonic(_share(one.found_right, one.found), _share(one.true_found, one.true)),
    "object_precision_iou50": lambda one: _share(one.matched, one.found),
    "object_recall_iou50": lambda one: _share(one.matched, one.true),
}


def count(found: BoolArray, true: BoolArray, *, pixel_area_m2: float) -> Counts:
    """Compare one answer with the truth.

    Args:
        found: (rows, cols), what the detector says.
        true: (rows, cols) on the same grid.
        pixel_area_m2: of that grid.
    """
    min_pixels = MIN_OBJECT_M2 / pixel_area_m2
    found_objects, true_objects = _objects(found, min_pixels), _objects(true, min_pixels)
    return Counts(
        hit=int((found & true).sum()),
        wrong=int((found & ~true).sum()),
        missed=int((~found & true).sum()),
        found=len(found_objects.sizes),
        found_right=len(np.unique(found_objects.labels[true & (found_objects.labels > 0)])),
        true=len(true_objects.sizes),
        true_found=len(np.unique(true_objects.labels[found & (true_objects.labels > 0)])),
        matched=_matched(found_objects, true_objects),
    )


def scores(counts: Sequence[Counts], *, seed: int = 0) -> dict[str, Score]:
    """All measures over scenes together, with intervals from drawing scenes again and again.

    Source: Efron and Tibshirani 1993, percentile interval; scenes are the unit because pixels of one scene are not
    independent.
    """
    rng = np.random.default_rng(seed)
    table = np.array([[getattr(one, name.name) for name in fields(Counts)] for one in counts])
    draws = rng.integers(len(counts), size=(_RESAMPLINGS, len(counts)))
    resampled = [Counts(*(int(value) for value in row)) for row in table[draws].sum(axis=1)]
    total = sum(counts, Counts())
    return {name: _score(measure, total, resampled) for name, measure in MEASURES.items()}


def _score(measure: Callable[[Counts], float], total: Counts, resampled: Sequence[Counts]) -> Score:
    low, high = np.percentile([measure(one) for one in resampled], _INTERVAL_PERCENT)
    return Score(measure(total), float(low), float(high))


@dataclass(frozen=True)
class _Objects:
    """Connected patches: labels from 1, zero elsewhere, and their sizes in pixels by label."""

    labels: np.ndarray[tuple[int, ...], np.dtype[np.int32]]
    sizes: dict[int, int]


def _objects(mask: BoolArray, min_pixels: float) -> _Objects:
    number, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    sizes = {label: int(stats[label][cv2.CC_STAT_AREA]) for label in range(1, number)}
    kept = {label: size for label, size in sizes.items() if size >= min_pixels}
    keep = np.zeros(number, bool)
    keep[list(kept)] = True
    return _Objects(np.where(keep[labels], labels, 0).astype(np.int32), kept)


def _matched(found: _Objects, true: _Objects) -> int:
    """An intersection over union of a half can only hold for one pair, so nothing need be assigned."""
    both = (found.labels > 0) & (true.labels > 0)
    pairs, common = np.unique(np.stack([found.labels[both], true.labels[both]]), axis=1, return_counts=True)
    matches = 0
    for (found_label, true_label), shared in zip(pairs.T, common, strict=True):
        union = found.sizes[int(found_label)] + true.sizes[int(true_label)] - int(shared)
        matches += shared >= 0.5 * union
    return int(matches)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _harmonic(a: float, b: float) -> float:
    return _share(2 * a * b, a + b)
