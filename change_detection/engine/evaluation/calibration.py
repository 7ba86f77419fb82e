"""From scores to probabilities: how often changes of a score were true, on scenes that no training has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.evaluation.comparison import Comparison

Knots = tuple[tuple[float, float], ...]
_TRUE_SHARE = 0.5
_BINS = 10
_MAX_GROUPS = 30
_MIN_PER_GROUP = 20
_EVEN = 0.5


@dataclass(frozen=True)
class Judged:
    """Found changes with their scores, and whether each is true; arrays of one length."""

    scores: NDArray[np.float64]
    true: NDArray[np.bool_]

    @classmethod
    def none(cls) -> "Judged":
        """No changes."""
        return cls(np.zeros(0), np.zeros(0, bool))

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(np.concatenate([self.scores, other.scores]), np.concatenate([self.true, other.true]))


@dataclass(frozen=True)
class Bin:
    """Changes of like probability: how many, what was told of them in the mean, which share was true."""

    count: int
    told: float
    true: float


def judge(compared: Comparison) -> Judged:
    """The delivered polygons of one pair; true is what lies on labelled change with at least half of its area."""
    numbers = np.arange(1, len(compared.regions) + 1)
    area = np.bincount(compared.labels.ravel(), minlength=len(numbers) + 1)[numbers]
    hit = np.bincount(compared.labels[compared.true], minlength=len(numbers) + 1)[numbers]
    seen = area > 0
    scores = np.array([region.score for region in compared.regions], dtype=np.float64)
    return Judged(scores[seen], hit[seen] >= _TRUE_SHARE * area[seen])


def fit_knots(judged: Judged) -> Knots:
    """Knots of a rising line through what was seen.

    Scores are cut into groups of equal size; where a higher group was less often true than a lower one, both are
    joined (isotonic regression). One unknown true and one unknown false change are added to every group, so that no
    probability is 0 or 1.

    Args:
        judged: at least 20 changes; with fewer there are no knots.

    Source: Zadrozny and Elkan 2002 (isotonic calibration); Laplace's rule of succession.
    """
    groups = min(_MAX_GROUPS, len(judged.scores) // _MIN_PER_GROUP)
    if groups == 0:
        return ()
    order = np.argsort(judged.scores, kind="stable")
    pieces = [(judged.scores[part], judged.true[part]) for part in np.array_split(order, groups)]
    joined: list[tuple[NDArray[np.float64], NDArray[np.bool_]]] = []
    for piece in pieces:
        joined.append(piece)
        while len(joined) > 1 and _share(joined[-2][1]) >= _share(joined[-1][1]):
            (scores_a, true_a), (scores_b, true_b) = joined[-2:]
            joined[-2:] = [(np.concatenate([scores_a, scores_b]), np.concatenate([true_a, true_b]))]
    return tuple((round(float(scores.mean()), 4), round(_share(true), 4)) for scores, true in joined)


def even_score(knots: Knots) -> float:
    """The lowest score at which a change is as likely true as false; zero where even the lowest knot is likely true."""
    if not knots or knots[0][1] >= _EVEN:
        return 0.0
    for (low, low_share), (high, high_share) in pairwise(knots):
        if high_share >= _EVEN:
            return round(low + (high - low) * (_EVEN - low_share) / (high_share - low_share), 2)
    return knots[-1][0]


def _share(true: NDArray[np.bool_]) -> float:
    return float((true.sum() + 1) / (len(true) + 2))


def reliability(told: Sequence[float] | NDArray[np.float64], true: NDArray[np.bool_]) -> list[Bin]:
    """Tenths of the scale from 0 to 1 that hold any change, from low to high."""
    values = np.asarray(told, dtype=np.float64)
    tenth = np.clip((values * _BINS).astype(int), 0, _BINS - 1)
    return [
        Bin(int(here.sum()), float(values[here].mean()), float(true[here].mean()))
        for here in (tenth == number for number in range(_BINS))
        if here.any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean gap between what is told and what is true, weighted by count.

    Source: Naeini et al. 2015.
    """
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.told - one.true) for one in bins) / total if total else 0.0
