"""Cells of invented scenes with their features and what they truly are; scene number n depends on its seed alone."""

from dataclasses import dataclass

import cv2
import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS

from change_detection.engine.grid import Grid
from change_detection.engine.land_use.cells import averaged, pixels_per_cell
from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.land_use.features import features
from change_detection.engine.land_use.light import measure_light
from change_detection.engine.land_use.training.palettes import recoloured
from change_detection.engine.land_use.training.surfaces import land_use_of, surfaces_of
from change_detection.engine.pictures import ByteArray
from change_detection.engine.synthetic.ground import Acquisition, Light
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene

_SIDE_M = 240.0
_GSD_M = (0.4, 0.5, 0.6, 0.75)
_CRS = CRS.from_epsg(9210)
_ORIGIN = (600_000.0, 1_200_000.0)
_HAZE_GREY = 205.0


@dataclass(frozen=True)
class Cells:
    """An invented scene on cells.

    Attributes:
        rgb: (rows, cols, 3), in the light of a clear day.
        features: (rows, cols, features).
        land_use: (rows, cols), what covers most of a cell.
        pure: (rows, cols), True where all pixels of a cell are of one class.
    """

    rgb: ByteArray
    features: ByteArray
    land_use: ByteArray
    pure: NDArray[np.bool_]


def invented_cells(seed: int, *, recolour: bool) -> Cells:
    """One scene; the styles of building and the pixel sizes take turns.

    Args:
        seed: of everything in it.
        recolour: draw the colours from the palettes; else they are the generator's own.
    """
    rng = np.random.default_rng(seed)
    gsd_m = _GSD_M[seed % len(_GSD_M)]
    size = int(_SIDE_M / gsd_m) // 2 * 2
    grid = Grid(size, size, Affine(gsd_m, 0, _ORIGIN[0], 0, -gsd_m, _ORIGIN[1]), _CRS)
    quarter = invent_quarter(grid, seed=seed, style=list(STYLES.values())[seed % len(STYLES)])
    drawn = invent_acquisition(rng)
    light = Light(drawn.light.sun_azimuth_deg, drawn.light.sun_elevation_deg, haze=0.0)
    acquisition = Acquisition(light, blur_px=drawn.blur_px, noise=1.0) if recolour else _unmoved(drawn)
    picture = draw_scene(grid, quarter.after, seed=2 * seed, acquisition=acquisition)
    surfaces = surfaces_of(grid, quarter.after, light)
    if recolour:
        picture = _on_some_day(recoloured(picture, surfaces, rng), rng)
    return _cells(picture, land_use_of(surfaces), pixels_per_cell(grid))


def _unmoved(acquisition: Acquisition) -> Acquisition:
    """The same day with the picture in its right place, where the truth lies."""
    return Acquisition(acquisition.light, blur_px=acquisition.blur_px, noise=acquisition.noise)


def _cells(picture: ByteArray, land_use: ByteArray, side: int) -> Cells:
    rgb = measure_light(picture.reshape(-1, 3)).corrected(averaged(picture, side))
    shares = [averaged((land_use == one).astype(np.uint8) * 255, side) for one in LandUse]
    most = np.max(shares, axis=0)
    valid = np.ones(rgb.shape[:2], bool)
    return Cells(rgb, features(rgb, valid), np.argmax(shares, axis=0).astype(np.uint8), most == 255)


def _on_some_day(picture: ByteArray, rng: np.random.Generator) -> ByteArray:
    """Light, air, sensor and storage of some day: gains, gamma, haze, noise, JPEG."""
    values = (picture / np.float32(255.0)) ** np.float32(rng.uniform(0.75, 1.35)) * np.float32(255.0)
    gains, haze = rng.uniform(0.8, 1.15) * rng.normal(1.0, 0.04, size=3), rng.uniform(0.0, 0.25)
    hazy = values * gains * (1.0 - haze) + _HAZE_GREY * haze * rng.normal(1.0, 0.05, size=3)
    noisy = hazy + rng.standard_normal(picture.shape[:2], np.float32)[..., np.newaxis] * rng.uniform(0.0, 4.0)
    taken = np.clip(noisy, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        _, stored = cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))])
        return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), dtype=np.uint8)
    return taken
