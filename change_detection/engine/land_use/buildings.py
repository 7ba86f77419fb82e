"""Where buildings stand at each date, from the three maps of a network."""

import numpy as np

from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE, CHANGE
from change_detection.engine.pictures import ByteArray

SEEN_FROM = 129
"""Probability (0 to 255) from which something counts as seen; 128 is what a detector without an opinion answers."""


def standing(answer: ByteArray) -> tuple[ByteArray, ByteArray]:
    """Probability of a building at the earlier and at the later date, (rows, cols) each.

    A building of one date only is a change. The map of change has sharp edges, the light maps of buildings run together
    between houses: so where the former denies it, a building must be seen at both dates to be believed.
    """
    changed = answer[CHANGE] >= SEEN_FROM
    before, after = answer[BUILDING_BEFORE], answer[BUILDING_AFTER]
    return (
        np.where(changed | (after >= SEEN_FROM), before, 0).astype(np.uint8),
        np.where(changed | (before >= SEEN_FROM), after, 0).astype(np.uint8),
    )
