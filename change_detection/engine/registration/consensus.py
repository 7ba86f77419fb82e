"""What most blocks say: their surfaces are added, so that a whole pair speaks where no single block is sure.

What was built or grew between the dates fits nowhere and adds noise; what stayed adds to one place.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates, shift, zoom
from scipy.optimize import minimize

from change_detection.engine.registration.correlation import REACH_PX, FloatArray, find_peak
from change_detection.engine.registration.displacement import Displacement, Vectors

MIN_BLOCKS = 4
CLEAR_RATIO = 2.0
"""Two scenes of different ground never reached 1.6 (210 pairs, docs/understand/registration.md)."""

_STEADY_PX = 0.5
_DRAWS = 200
_SEED = 7
_BEND_BLOCKS = 9
_FINER = 4
_BEND_PX = 1.0
_BEND_GAIN = 1.1
_BEND_GAIN_ELSEWHERE = 1.05
_COARSE_TO_FINE_PX = (6.0, 3.0, 1.5)
_FINEST_PX = 0.7
_SEARCH = {"xtol": 0.01, "ftol": 1e-5}


@dataclass(frozen=True)
class Consensus:
    """The displacement that fits a pair best.

    Attributes:
        ratio: height of its peak against the next one.
        steadiness: 0 to 1, how often blocks drawn by lot say the same within half a pixel.
    """

    displacement: Displacement
    ratio: float
    steadiness: float

    @property
    def confidence(self) -> float:
        """0 to 1; 0 where the peak could be noise."""
        return self.steadiness if self.ratio >= CLEAR_RATIO else 0.0


def find_consensus(surfaces: FloatArray, places: Vectors) -> Consensus | None:
    """The displacement that most blocks support; None of too few blocks.

    Args:
        surfaces: (n, 49, 49), one of each block.
        places: (n, 2), where the blocks lie, -1 to 1.
    """
    if len(surfaces) < MIN_BLOCKS:
        return None
    even = _even(surfaces)
    bent = _bent(surfaces, places, even.displacement) if len(surfaces) >= _BEND_BLOCKS else None
    if bent is None:
        return even
    peak = _even(_straightened(surfaces, places, bent))
    return Consensus(bent, peak.ratio, peak.steadiness)


def _even(surfaces: FloatArray) -> Consensus:
    """The shift that all blocks together support."""
    total = find_peak(surfaces.sum(axis=0))
    lots = np.random.default_rng(_SEED).multinomial(len(surfaces), np.full(len(surfaces), 1 / len(surfaces)), _DRAWS)
    drawn = np.tensordot(lots.astype(np.float64), surfaces, axes=1)
    peaks = [find_peak(one) for one in drawn]
    steady = np.mean([np.hypot(one.dx - total.dx, one.dy - total.dy) <= _STEADY_PX for one in peaks])
    return Consensus(Displacement((total.dx, total.dy)), total.ratio, float(steady))


def _bent(surfaces: FloatArray, places: Vectors, start: Displacement) -> Displacement | None:
    """A displacement that changes over the grid, None unless it fits clearly better than the even one.

    It must also fit better where it was not fitted: that of each half of the blocks is held against the other half.
    """
    fine = zoom(gaussian_filter(surfaces, (0, _FINEST_PX, _FINEST_PX)), (1, _FINER, _FINER), order=3)
    even = minimize(_misfit_even, np.array(start.middle), args=(fine, places), method="Powell", options=_SEARCH).x
    values = _fit_bend(surfaces, fine, places, start)
    bent = _displacement(values)
    if bent.bend() < _BEND_PX or _gain(values, even, fine, places) < _BEND_GAIN:
        return None
    half = np.arange(len(surfaces)) % 2 == 0
    for fitted in (half, ~half):
        learnt = _fit_bend(surfaces[fitted], fine[fitted], places[fitted], start)
        if _gain(learnt, even, fine[~fitted], places[~fitted]) < _BEND_GAIN_ELSEWHERE:
            return None
    return bent


def _fit_bend(surfaces: FloatArray, fine: FloatArray, places: Vectors, start: Displacement) -> Vectors:
    """The best values from coarse to fine: middle, right, down."""
    values = np.array([*start.middle, *start.right, *start.down])
    for width in _COARSE_TO_FINE_PX:
        smooth = gaussian_filter(surfaces, (0, width, width))
        values = minimize(_misfit, values, args=(smooth, places), method="Powell", options=_SEARCH).x
    return np.asarray(minimize(_misfit, values, args=(fine, places), method="Powell", options=_SEARCH).x)


def _gain(values: Vectors, even: Vectors, fine: FloatArray, places: Vectors) -> float:
    """How many times better a bend fits than an even displacement."""
    return _misfit(values, fine, places) / min(_misfit_even(even, fine, places), -1e-9)


def _displacement(values: Vectors) -> Displacement:
    middle, right, down = ((float(x), float(y)) for x, y in values.reshape(3, 2))
    return Displacement(middle, right, down)


def _misfit(values: Vectors, surfaces: FloatArray, places: Vectors) -> float:
    """Less is better: what the blocks say of a displacement, with the sign turned."""
    dx, dy = _displacement(values).at(places).T
    finer = (surfaces.shape[1] - 1) / (2 * REACH_PX)
    at = np.stack([np.arange(len(surfaces)), finer * (dy + REACH_PX), finer * (dx + REACH_PX)])
    return -float(map_coordinates(surfaces, at, order=1, mode="constant").sum())


def _misfit_even(middle: Vectors, surfaces: FloatArray, places: Vectors) -> float:
    return _misfit(np.array([*middle, 0.0, 0.0, 0.0, 0.0]), surfaces, places)


def _straightened(surfaces: FloatArray, places: Vectors, bent: Displacement) -> FloatArray:
    """The surfaces as they would be if every block were displaced like the middle of the grid."""
    excess = bent.at(places) - np.array(bent.middle)
    moved = [shift(one, (-dy, -dx), order=3, mode="nearest") for one, (dx, dy) in zip(surfaces, excess, strict=True)]
    return np.array(moved)
