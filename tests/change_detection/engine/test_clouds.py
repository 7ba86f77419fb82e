"""Clouds on a plain colour picture: found with their shadows, and white roofs are none."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

from change_detection.engine.clouds import Sky, mask_sky
from tests.factories.clouds import with_clouds

GSD_M = 1.0
Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def town(*, seed: int = 0, roofs: bool = True) -> Picture:
    """640 x 640 m of streets, gardens and houses; some roofs are white and as large as a factory."""
    noise = np.random.default_rng(seed)
    ground = cv2.resize(noise.integers(60, 130, (80, 80, 3), dtype=np.uint8), (640, 640))
    for number in range(60 if roofs else 0):
        row, col = noise.integers(0, 600, 2)
        size = (60, 110) if number % 10 == 0 else (12, 18)
        ground[row : row + size[0], col : col + size[1]] = 248 if number % 2 == 0 else noise.integers(90, 200, 3)
    return np.asarray(cv2.GaussianBlur(ground, (0, 0), 0.6), dtype=np.uint8)


def overlap(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


def everything(picture: Picture) -> Mask:
    return np.ones(picture.shape[:2], bool)


@pytest.mark.parametrize("seed", range(4))
def test_white_roofs_are_no_clouds(seed: int) -> None:
    picture = town(seed=seed)
    assert (mask_sky(picture, everything(picture), gsd_m=GSD_M) == Sky.CLEAR).all()


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_clouds_and_their_shadows_are_found_where_they_are(share: float) -> None:
    clouded = with_clouds(town(seed=1), gsd_m=GSD_M, share=share, seed=7)
    sky = mask_sky(clouded.rgb, everything(clouded.rgb), gsd_m=GSD_M, sun_azimuth_deg=120.0)
    assert overlap(sky == Sky.CLOUD, clouded.cloud) > 0.75
    assert overlap(sky == Sky.SHADOW, clouded.shadow) > 0.4


def test_a_picture_of_nothing_but_cloud_is_cloud() -> None:
    white = np.full((300, 300, 3), 240, np.uint8)
    assert (mask_sky(white, everything(white), gsd_m=GSD_M) == Sky.CLOUD).mean() > 0.99


def test_what_shows_nothing_is_neither_cloud_nor_ground() -> None:
    clouded = with_clouds(town(seed=2), gsd_m=GSD_M, share=0.3, seed=3)
    valid = everything(clouded.rgb)
    valid[:, :200] = False
    sky = mask_sky(clouded.rgb, valid, gsd_m=GSD_M)
    assert (sky[:, :200] == Sky.NOTHING).all()
    assert (sky[:, 200:] != Sky.NOTHING).all()


@pytest.mark.real
def test_real_scenes_without_a_cloud_have_none_and_pasted_clouds_are_found(real_data: Path) -> None:
    """The nine validation scenes of LEVIR-CD at both dates; the rules were chosen on the six training scenes."""
    imagery = real_data / "imagery"
    items = json.loads((imagery / "manifest.json").read_text())["items"]
    names = [one["name"] for one in items if one["dataset"] == "levir_cd" and one["split"] == "val"]
    false, found = [], []
    for number, name in enumerate(names):
        for date in "AB":
            with rasterio.open(imagery / "levir_cd" / date / f"{name}.tif") as scene:
                full = np.moveaxis(scene.read([1, 2, 3]), 0, -1)
            picture = np.asarray(cv2.resize(full, (512, 512), interpolation=cv2.INTER_AREA), dtype=np.uint8)
            false.append(float((mask_sky(picture, everything(picture), gsd_m=1.1) == Sky.CLOUD).mean()))
            clouded = with_clouds(picture, gsd_m=1.1, share=0.3, seed=100 + number)
            found.append(overlap(mask_sky(clouded.rgb, everything(picture), gsd_m=1.1) == Sky.CLOUD, clouded.cloud))
    print(f"false cloud {np.mean(false):.4f} on average, {max(false):.4f} at most; overlap {np.mean(found):.3f}")
    assert np.mean(false) < 0.005
    assert max(false) < 0.03
    assert np.mean(found) > 0.7
