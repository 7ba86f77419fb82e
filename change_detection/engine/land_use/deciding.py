"""The land use of a window of cells, from its picture and from where the network saw buildings."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.land_use.buildings import SEEN_FROM
from change_detection.engine.land_use.classes import NOTHING, LandUse
from change_detection.engine.land_use.features import REACH, features
from change_detection.engine.land_use.ground import ANSWERS, GroundModel, Numbers, read_model
from change_detection.engine.pictures import BoolArray, ByteArray

_SMOOTH = 3
MARGIN = REACH + _SMOOTH // 2
"""Cells around a window that its answer depends on."""


@dataclass(frozen=True)
class Ground:
    """One date of a window.

    Attributes:
        scores: (answers, rows, cols), logits of `ground.ANSWERS`, smoothed; they are whole multiples of one number.
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
    model = model or read_model()
    scores = _smoothed(model.scores(features(rgb, valid)), valid)
    land_use = _best(scores)
    land_use[building >= SEEN_FROM] = LandUse.BUILDING
    land_use[~valid] = NOTHING
    scores /= np.float32(model.output_step)
    return Ground(scores, land_use)


def certainty(ground: Ground, of: LandUse) -> NDArray[np.float32]:
    """By how many logits a land use leads the next one, in every cell; negative where another leads."""
    index = ANSWERS.index(of)
    others = np.delete(ground.scores, index, axis=0).max(axis=0)
    lead: NDArray[np.float32] = ground.scores[index] - others
    return lead


def _best(scores: Numbers) -> ByteArray:
    """The answer with the highest score; of equal ones the first."""
    highest, best = scores[0].copy(), np.full(scores.shape[1:], ANSWERS[0], np.uint8)
    for answer, plane in zip(ANSWERS[1:], scores[1:], strict=True):
        np.copyto(best, np.uint8(answer), where=plane > highest)
        np.maximum(highest, plane, out=highest)
    return best


def _smoothed(scores: Numbers, valid: BoolArray) -> Numbers:
    """The mean of each cell and its neighbours; sums of nine scores are below 2^24 and exact."""
    shown = scores if valid.all() else scores * valid
    size = (_SMOOTH, _SMOOTH)
    sums = [cv2.boxFilter(plane, -1, size, normalize=False, borderType=cv2.BORDER_REFLECT_101) for plane in shown]
    smooth = np.stack(sums)
    smooth /= np.float32(_SMOOTH**2)
    return np.asarray(smooth, dtype=np.float32)
