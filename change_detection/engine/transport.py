"""How pictures get into a network and its answers out: mirrored up to its stride, and bytes on both ends."""

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.card import ModelCard
from change_detection.engine.detector import LAYERS
from change_detection.engine.pictures import ByteArray

STRIDE_PX = 32
"""Networks halve their pictures five times."""

_NO_OPINION = 128


def at_stride(picture: ByteArray) -> ByteArray:
    """(rows, cols, 3) with ground mirrored below and right of it up to multiples of 32 pixels."""
    rows, cols = picture.shape[:2]
    return mirrored(picture, bottom=-rows % STRIDE_PX, right=-cols % STRIDE_PX)


def mirrored(picture: ByteArray, *, top: int = 0, left: int = 0, bottom: int = 0, right: int = 0) -> ByteArray:
    """The picture with some of its ground mirrored around it."""
    if not (top or left or bottom or right):
        return np.ascontiguousarray(picture)
    return np.asarray(cv2.copyMakeBorder(picture, top, bottom, left, right, cv2.BORDER_REFLECT), dtype=np.uint8)


def nothing(card: ModelCard) -> tuple[int, int, int]:
    """The colour of ground that is not shown: a network sees it as zero, which it puts around its pictures itself."""
    red, green, blue = (int(mean) for mean in card.pixel_mean)
    return red, green, blue


def three_layers(answer: ByteArray, rows: int, cols: int) -> ByteArray:
    """The answer without what was mirrored; a detector that only knows change has no opinion on buildings.

    Args:
        answer: (1 or 3, rows', cols').
        rows: of the question.
        cols: of the question.
    """
    layers = np.full((len(LAYERS), rows, cols), _NO_OPINION, np.uint8)
    layers[: len(answer)] = answer[:, :rows, :cols]
    return layers


def as_bytes(answer: NDArray[np.float32], *, is_logits: bool) -> ByteArray:
    """Logits or probabilities to 0..255."""
    probabilities = 1.0 / (1.0 + np.exp(-np.clip(answer, -30.0, 30.0))) if is_logits else answer
    return np.asarray(np.rint(probabilities * 255.0), dtype=np.uint8)
