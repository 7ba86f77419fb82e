"""What every detector answers, be it a network or a formula: three maps of logits for a pair of pictures."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.card import ModelCard
from change_detection.engine.pictures import ByteArray

LogitMaps = NDArray[np.float32]
CHANGE, BUILDING_BEFORE, BUILDING_AFTER = 0, 1, 2
LAYERS = ("change", "building_before", "building_after")


class Detector(Protocol):
    """Compares two pictures of the same ground."""

    card: ModelCard

    def predict(self, before: ByteArray, after: ByteArray) -> LogitMaps:
        """Logits of change, building before, building after.

        Args:
            before: (rows, cols, 3), RGB, pixels of a size that the card names; any number of rows and columns.
            after: the same ground on the same grid at the later date.

        Returns:
            (3, rows, cols); positive means yes, zero means no opinion.
        """
        ...


def to_probabilities(logits: LogitMaps) -> NDArray[np.float32]:
    """Logits to 0..1."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))), dtype=np.float32)
