"""How pictures get into a network and its answers out: mirrored up to its stride, and bytes on both ends."""

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.detector import LAYERS
from change_detection.engine.pictures import ByteArray

STRIDE_PX = 32
"""Networks halve their pictures five times."""

_NO_OPINION = 128


def at_stride(picture: ByteArray) -> ByteArray:
    """(rows, cols, 3) with ground mirrored below and right of it up to multiples of 32 pixels."""
    rows, cols = picture.shape[:2]
    down, right = -rows % STRIDE_PX, -cols % STRIDE_PX
    if not (down or right):
        return np.ascontiguousarray(picture)
    return np.asarray(cv2.copyMakeBorder(picture, 0, down, 0, right, cv2.BORDER_REFLECT), dtype=np.uint8)


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
