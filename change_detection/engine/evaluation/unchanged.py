"""Pairs on which nothing changed: one picture twice, in another light, a little off. All that is found is false."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import rasterio
from affine import Affine

from change_detection.engine.detector import Detector
from change_detection.engine.evaluation.placing import has_place, placed
from change_detection.engine.grid import native_grid
from change_detection.engine.pictures import ByteArray, read_picture
from change_detection.engine.pipeline import detect_changes

Vary = Callable[[ByteArray], ByteArray]


@dataclass(frozen=True)
class FalseFinds:
    """What was found where nothing changed, for one way of varying the picture.

    Attributes:
        pairs: how many pictures were compared with themselves.
        regions: polygons found in all of them together.
        area_m2: of these polygons.
        ground_m2: that the pictures show.
    """

    pairs: int = 0
    regions: int = 0
    area_m2: float = 0.0
    ground_m2: float = 0.0

    def __add__(self, other: "FalseFinds") -> "FalseFinds":
        return FalseFinds(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(FalseFinds)))


def other_light(picture: ByteArray) -> ByteArray:
    """A warmer, brighter, softer day: gamma 0.8, red a tenth up, blue a tenth down, a little haze."""
    bright = (picture / 255.0) ** 0.8 * np.array((1.1, 1.0, 0.9))
    return np.asarray(np.clip(bright * 0.92 + 0.06, 0.0, 1.0) * 255.0, dtype=np.uint8)


def one_pixel_off(picture: ByteArray) -> ByteArray:
    """Everything one pixel further right and down; the rim is repeated."""
    moved = np.pad(picture, ((1, 0), (1, 0), (0, 0)), mode="edge")
    return np.ascontiguousarray(moved[:-1, :-1])


def unsharp_day(picture: ByteArray) -> ByteArray:
    """Out of focus and stored as a poor JPEG."""
    soft = cv2.GaussianBlur(picture, (0, 0), 0.8)
    _, stored = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), dtype=np.uint8)


VARIATIONS: dict[str, Vary] = {
    "the same picture": lambda picture: picture,
    "another light": other_light,
    "one pixel off": one_pixel_off,
    "unsharp, compressed": unsharp_day,
    "all of these": lambda picture: unsharp_day(other_light(one_pixel_off(picture))),
}


def measure_unchanged(
    pictures: Sequence[Path],
    detector: Detector,
    *,
    gsd_m: float | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, FalseFinds]:
    """Compare pictures with variations of themselves.

    Args:
        pictures: rasters of three bands of bytes.
        detector: what is measured, at its own threshold.
        gsd_m: side of a pixel, for pictures that do not say where they lie.
        tell: receives a line per variation.

    Returns:
        False finds by the name of the variation.
    """
    figures = {}
    for name, vary in VARIATIONS.items():
        told = [_false_finds(picture, vary, detector, gsd_m) for picture in pictures]
        figures[name] = sum(told, FalseFinds())
        tell(f"{name}: {figures[name].regions} false finds in {figures[name].ground_m2 / 1e6:.2f} km2")
    return figures


def _false_finds(picture: Path, vary: Vary, detector: Detector, gsd_m: float | None) -> FalseFinds:
    with TemporaryDirectory() as work:
        folder = Path(work)
        before = picture if gsd_m is None or has_place(picture) else placed(picture, folder, gsd_m=gsd_m)
        grid = native_grid(before)
        after = _stored(vary(read_picture(before, grid).rgb), folder / "varied.tif", grid.transform, before)
        regions = detect_changes(before, after, detector=detector, folder=folder / "blocks").regions
    ground_m2 = grid.rows * grid.cols * grid.pixel_area_m2
    return FalseFinds(1, len(regions), sum(region.area_m2 for region in regions), ground_m2)


def _stored(picture: ByteArray, path: Path, transform: Affine, like: Path) -> Path:
    with rasterio.open(like) as dataset:
        crs = dataset.crs
    rows, cols = picture.shape[:2]
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "crs": crs, "transform": transform}
    with rasterio.open(path, "w", width=cols, height=rows, **profile) as dataset:
        dataset.write(np.moveaxis(picture, -1, 0))
    return path
