"""What every detector answers, be it a network or a formula: three maps of probabilities for a pair of pictures."""

from typing import Protocol

from change_detection.engine.card import ModelCard
from change_detection.engine.pictures import ByteArray

CHANGE, BUILDING_BEFORE, BUILDING_AFTER = 0, 1, 2
LAYERS = ("change", "building_before", "building_after")


class Detector(Protocol):
    """Compares two pictures of the same ground; may be asked from several threads at once."""

    card: ModelCard

    def predict(self, before: ByteArray, after: ByteArray) -> ByteArray:
        """Probabilities of change, building before, building after.

        Args:
            before: (rows, cols, 3), RGB, pixels of a size that the card names; any number of rows and columns.
            after: the same ground on the same grid at the later date.

        Returns:
            (3, rows, cols), 0 to 255; a detector without an idea of buildings answers zero for them.
        """
        ...
