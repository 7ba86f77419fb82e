"""The land use of a window of cells, from its picture and from where the network saw buildings."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.land_use.classes import NOTHING, LandUse
from change_detection.engine.land_use.features import REACH, features
from change_detection.engine.land_use.ground import ANSWERS, GroundModel, Numbers, read_model
from change_detection.engine.pictures import BoolArray, ByteArray

_SMOOTH = 3
BUILDING_FROM = 128
"""Probability (0 to 255) from which a cell counts as built on."""

MARGIN = REACH + _SMOOTH // 2
"""Cells around a window that its answer depends on."""


@dataclass(frozen=True)
class Ground:
    """One date of a window.

    Attributes:
        scores: (rows, cols, answers), logits of `ground.ANSWERS`, smoothed.
        land_use: (rows, cols), a `LandUse`, or NOTHING where the scene shows none.
    """

    scores: Numbers
    land_use: ByteArray


def decide_ground(rgb: ByteArray, valid: BoolArray, building: ByteArray, *, model: GroundModel | None = None) -> Ground:
    """The land use of one date.

    Args:
        rgb: (rows, cols, 3), cells in the light of a clear day, with `MARGIN` more on every side where there are.
        valid: (rows, cols), False where nothing is seen.
        building: (rows, cols), probability of a building, 0 to 255.
        model: the shipped one if left out.
    """
    scores = _smoothed((model or read_model()).scores(features(rgb, valid)), valid)
    table = np.array(ANSWERS, np.uint8)
    land_use = table[np.argmax(scores, axis=-1)]
    land_use[building >= BUILDING_FROM] = LandUse.BUILDING
    land_use[~valid] = NOTHING
    return Ground(scores, land_use)


def certainty(ground: Ground, of: LandUse) -> NDArray[np.float32]:
    """By how many logits a land use leads the next one, in every cell; negative where another leads."""
    index = ANSWERS.index(of)
    others = np.delete(ground.scores, index, axis=-1).max(axis=-1)
    lead: NDArray[np.float32] = ground.scores[..., index] - others
    return lead


def _smoothed(scores: Numbers, valid: BoolArray) -> Numbers:
    """Each cell hears its neighbours; scores are multiples of 1/256, so the sums are exact."""
    whole = np.rint(scores * np.float32(256)) * valid[..., np.newaxis]
    total = cv2.boxFilter(whole, cv2.CV_32F, (_SMOOTH, _SMOOTH), normalize=False, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(total / np.float32(256 * _SMOOTH**2), dtype=np.float32)
