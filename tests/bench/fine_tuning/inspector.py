"""An inspector made of the generator's truth: he judges what the detector reports, and draws half of what it missed."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import rasterio
from rasterio.features import rasterize, shapes
from shapely import Polygon
from shapely.geometry import shape

from change_detection.engine.detector import Detector
from change_detection.engine.pictures import BoolArray
from change_detection.engine.pipeline import detect_changes
from change_detection.labels.shapes import LabelledShape, Source, Truth

_TRUE_SHARE = 0.3
_SEEN_SHARE = 0.1


def judge(folder: Path, name: str, detector: Detector) -> tuple[list[LabelledShape], list[Polygon]]:
    """What he says of one pair, in the CRS of its label; and everything that was reported."""
    with rasterio.open(folder / "label" / f"{name}.tif") as dataset:
        true, transform = dataset.read(1) > 0, dataset.transform
    before, after = folder / "A" / f"{name}.tif", folder / "B" / f"{name}.tif"
    detection = detect_changes(before, after, detector=detector, folder=folder / "answers")
    reported = [region.polygon for region in detection.regions]
    said = [_verdict(polygon, number, true, transform) for number, polygon in enumerate(reported)]
    drawn = [
        LabelledShape(id=f"drawn {number}", polygon=polygon, truth=Truth.CHANGE, source=Source.DRAWN)
        for number, polygon in enumerate(_missed(true, reported, transform))
        if number % 2 == 0
    ]
    return said + drawn, reported


def _verdict(polygon: Polygon, number: int, true: BoolArray, transform: rasterio.Affine) -> LabelledShape:
    inside = rasterize([polygon], out_shape=true.shape, transform=transform, dtype="uint8") > 0
    right = bool(inside.any() and true[inside].mean() >= _TRUE_SHARE)
    truth = Truth.CHANGE if right else Truth.NO_CHANGE
    return LabelledShape(id=f"finding {number}", polygon=polygon, truth=truth, source=Source.VERDICT)


def _missed(true: BoolArray, reported: list[Polygon], transform: rasterio.Affine) -> Iterator[Polygon]:
    """True changes of which hardly anything was reported."""
    seen = np.zeros(true.shape, bool)
    if reported:
        seen = rasterize(reported, out_shape=true.shape, transform=transform, dtype="uint8") > 0
    count, labels = cv2.connectedComponents(true.astype(np.uint8))
    for label in range(1, count):
        here = labels == label
        if here.sum() >= 80 and seen[here].mean() < _SEEN_SHARE:
            [(geometry, _), *_] = list(shapes(here.astype(np.uint8), mask=here, transform=transform))
            yield shape(geometry)
