"""How F1 falls when the later scene is seen in another light, and what the radiometry gives back."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray

from change_detection.engine.detector import CHANGE, Detector
from change_detection.engine.grid import common_grid
from change_detection.engine.pair import PairSource
from change_detection.engine.pictures import Picture
from change_detection.engine.radiometry import find_tone, match_pictures

Pixels = NDArray[np.uint8]
Shares = NDArray[np.float64]
Change = Callable[[Pixels], Pixels]

SCENES = ("test_3", "test_7", "test_20", "test_21")
"""Of the training split: thresholds and limits are never chosen on the validation scenes."""

_BLUE_HAZE = np.array([0.78, 0.82, 0.88])


def _changed(change: Callable[[Shares], Shares]) -> Change:
    def apply(picture: Pixels) -> Pixels:
        return np.asarray(np.clip(change(picture.astype(np.float64) / 255), 0, 1) * 255, dtype=np.uint8)

    return apply


def _dry(picture: Shares) -> Shares:
    """What is green turns brown."""
    green = np.clip((2 * picture[..., 1] - picture[..., 0] - picture[..., 2]) * 4, 0, 1)[..., np.newaxis]
    brown = picture @ np.full((3, 3), 0.4) * (1.2, 1.0, 0.75)
    return np.asarray(picture * (1 - green) + green * brown)


def _low_sun(picture: Shares) -> Shares:
    """Slopes towards the north-west darken, those towards the south-east brighten."""
    smooth = cv2.GaussianBlur(picture.mean(axis=-1), (0, 0), 2.0)
    slope = 0.5 * (cv2.Sobel(smooth, cv2.CV_64F, 1, 0) + cv2.Sobel(smooth, cv2.CV_64F, 0, 1))
    return np.asarray(picture * (1 + np.clip(4 * slope, -0.5, 0.5))[..., np.newaxis])


LIGHTS: dict[str, Change] = {
    "brighter (gamma 0.6)": _changed(lambda picture: picture**0.6),
    "darker (gamma 1.7)": _changed(lambda picture: picture**1.7),
    "dry season": _changed(_dry),
    "low sun": _changed(_low_sun),
    "haze 40 %": _changed(lambda picture: 0.6 * picture + 0.4 * _BLUE_HAZE),
    "haze 60 %": _changed(lambda picture: 0.4 * picture + 0.6 * _BLUE_HAZE),
    "haze 80 %": _changed(lambda picture: 0.2 * picture + 0.8 * _BLUE_HAZE),
    "dusk (a fifth of the light)": _changed(lambda picture: 0.2 * picture),
}


def print_light(imagery: Path, detector: Detector) -> None:
    """Pixel F1 over all scenes, by light: as it is, with the radiometry, brought to the light of the earlier scene."""
    counts = {light: np.zeros((3, 3)) for light in ("as it is", *LIGHTS)}
    for name in SCENES:
        before, after = (imagery / "levir_cd" / date / f"{name}.tif" for date in "AB")
        grid = common_grid(before, after)
        pair = PairSource(before, after, grid).read(grid.whole)
        with rasterio.open(imagery / "levir_cd" / "label" / f"{name}.tif") as dataset:
            true = dataset.read(1) > 0
        for light, change in {"as it is": None, **LIGHTS}.items():
            later = change(pair.after) if change else pair.after
            tone = find_tone(Picture(later, pair.valid))
            plain = _counts(detector, pair.before, later, true)
            toned = _counts(detector, pair.before, tone.apply(later), true) if tone else plain
            alike = match_pictures(pair.before[pair.valid], later[pair.valid]).apply(later)
            counts[light] += [plain, toned, _counts(detector, pair.before, alike, true)]
    print(f"{detector.card.id}, pixel F1 of {len(SCENES)} training scenes")
    print(f"{'light of the later scene':32}{'as it is':>10}{'radiometry':>12}{'made alike':>12}")
    for light, three in counts.items():
        plain, toned, alike = (2 * hit / (2 * hit + wrong + missed) for hit, wrong, missed in three)
        print(f"{light:32}{plain:10.3f}{toned:12.3f}{alike:12.3f}")


def _counts(detector: Detector, before: Pixels, after: Pixels, true: NDArray[np.bool_]) -> list[int]:
    """Hits, false alarms and misses, in pixels."""
    told = detector.predict(before, after)[CHANGE] >= detector.card.threshold * 255
    return [int((told & true).sum()), int((told & ~true).sum()), int((~told & true).sum())]
