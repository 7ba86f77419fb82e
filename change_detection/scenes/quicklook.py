"""A small picture of a scene, for lists and catalogues: WebP, transparent where the scene shows nothing."""

from pathlib import Path

import cv2
import numpy as np

from .reduced import Reduced

SIDE_PX = 640
_QUALITY = 82


def write_quicklook(scene: Reduced, target: Path) -> None:
    """Draw a scene with at most 640 pixels a side, true in shape on the ground."""
    width_m, height_m = scene.grid.pixel_size_m
    across, down = scene.grid.cols * width_m, scene.grid.rows * height_m
    shrink = max(across, down) / SIDE_PX
    size = max(1, round(across / shrink)), max(1, round(down / shrink))
    opaque = scene.valid.astype(np.uint8) * 255
    picture = np.dstack([scene.rgb[..., ::-1], opaque])
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    made, data = cv2.imencode(".webp", smaller, [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    assert made  # noqa: S101 - bytes in memory always become a picture
    target.write_bytes(data.tobytes())
