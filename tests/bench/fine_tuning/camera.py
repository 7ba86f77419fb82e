"""Quarters seen by a camera that the shipped detector does not know: other bands, haze, poor focus."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import rasterio

from change_detection.engine.evaluation.invented import store_invented_set
from change_detection.engine.pictures import ByteArray


def store_strange_set(folder: Path, seeds: Sequence[int], *, side_px: int) -> list[str]:
    """Like `store_invented_set`, with both dates as the strange camera sees them; the labels stay."""
    names = store_invented_set(folder, seeds, side_px=side_px)
    for name in names:
        for part in ("A", "B"):
            with rasterio.open(folder / part / f"{name}.tif", "r+") as dataset:
                picture = np.moveaxis(dataset.read(), 0, -1)
                dataset.write(np.moveaxis(as_strange_camera(picture), -1, 0))
    return names


def as_strange_camera(picture: ByteArray) -> ByteArray:
    """Bands exchanged as in an infrared composite, a third of haze, half a metre out of focus."""
    blurred = cv2.GaussianBlur(picture[..., [1, 2, 0]], (0, 0), 1.0).astype(np.float32)
    return np.asarray(np.clip(0.65 * blurred + 0.35 * 205.0, 0, 255), dtype=np.uint8)
