"""The land-use maps of a pair on disk: a picture per date that also holds its classes, and the map of clearings."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import cv2
import numpy as np
import rasterio
from rasterio.enums import Resampling
from rio_cogeo.cogeo import cog_translate
from rio_cogeo.profiles import cog_profiles

from change_detection.engine.grid import Grid, Window
from change_detection.engine.land_use.classes import COLOURS, NOTHING, LandUse
from change_detection.engine.pictures import ByteArray

BANDS = ("red", "green", "blue", "land_use")
CLASS_BAND = 4
PICTURE_PX = 1024
_TILE = 512


@dataclass(frozen=True)
class LandUseMaps:
    """Where the maps of a pair lie, and the cells they are on.

    `before` and `after` have four bands of bytes: the colours of the classes, so that every viewer shows a map, and
    the classes themselves (`LandUse`, 255 where nothing is seen). `clearing` has one: how likely it is that vegetation
    became bare soil.
    """

    folder: Path
    cells: Grid

    @property
    def before(self) -> Path:
        """The earlier date."""
        return self.folder / "land_use_before.tif"

    @property
    def after(self) -> Path:
        """The later date."""
        return self.folder / "land_use_after.tif"

    @property
    def clearing(self) -> Path:
        """The probability of clearing, 0 to 255."""
        return self.folder / "clearing.tif"

    def read_classes(self, window: Window) -> tuple[ByteArray, ByteArray]:
        """Both dates of a window of cells."""
        before, after = (_read(path, CLASS_BAND, window) for path in (self.before, self.after))
        return before, after

    def read_clearing(self, window: Window) -> ByteArray:
        """How likely clearing is in a window of cells, 0 to 255."""
        return _read(self.clearing, 1, window)

    @property
    def exist(self) -> bool:
        """Whether all three are there, whole."""
        return all(path.exists() for path in (self.before, self.after, self.clearing))


def map_picture(path: Path) -> bytes:
    """A map of one date as PNG of at most `PICTURE_PX` a side; clear where nothing is seen."""
    with rasterio.open(path) as dataset:
        shrink = max(1.0, max(dataset.shape) / PICTURE_PX)
        shape = max(1, round(dataset.height / shrink)), max(1, round(dataset.width / shrink))
        classes = dataset.read(CLASS_BAND, out_shape=shape)
    seen = ((classes != NOTHING) * 255).astype(np.uint8)
    bands = np.dstack([_PALETTE[classes][..., ::-1], seen])
    return bytes(cv2.imencode(".png", bands)[1])


class MapWriter:
    """Writes the maps window by window; they appear under their names when all is written and the block ends."""

    def __init__(self, maps: LandUseMaps) -> None:
        self._maps = maps
        self._open: dict[Path, Any] = {}

    def __enter__(self) -> "MapWriter":
        self._maps.folder.mkdir(parents=True, exist_ok=True)
        for path, bands in (
            (self._maps.before, BANDS),
            (self._maps.after, BANDS),
            (self._maps.clearing, ("clearing",)),
        ):
            self._open[path] = _create(_unfinished(path), self._maps.cells, bands)
        return self

    def write(self, window: Window, before: ByteArray, after: ByteArray, clearing: ByteArray) -> None:
        """A window of cells."""
        place = window.as_rasterio()
        self._open[self._maps.before].write(_coloured(before), window=place)
        self._open[self._maps.after].write(_coloured(after), window=place)
        self._open[self._maps.clearing].write(clearing[np.newaxis], window=place)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path, dataset in self._open.items():
            dataset.close()
            if kind is None:
                _finish(_unfinished(path), path)
            _unfinished(path).unlink(missing_ok=True)


def _create(path: Path, cells: Grid, bands: tuple[str, ...]) -> Any:
    colours = len(bands) > 1
    dataset = rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=cells.cols,
        height=cells.rows,
        crs=cells.crs,
        transform=cells.transform,
        count=len(bands),
        dtype="uint8",
        nodata=NOTHING if colours else None,
        tiled=True,
        blockxsize=_TILE,
        blockysize=_TILE,
        compress="zstd",
        photometric="RGB" if colours else "MINISBLACK",
        alpha="no",
    )
    dataset.descriptions = bands
    return dataset


def _finish(unfinished: Path, path: Path) -> None:
    """As a COG with overviews of single cells, for a mean of classes is none."""
    whole = path.with_suffix(".whole.tif")
    profile = cog_profiles.get("deflate")  # type: ignore[no-untyped-call]
    try:
        cog_translate(
            unfinished, whole, profile, in_memory=False, quiet=True, overview_resampling=Resampling.nearest.name
        )
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_suffix(".part.tif")


def _coloured(classes: ByteArray) -> ByteArray:
    """(4, rows, cols): colour and class."""
    return np.concatenate([np.moveaxis(_PALETTE[classes], -1, 0), classes[np.newaxis]])


def _read(path: Path, band: int, window: Window) -> ByteArray:
    with rasterio.open(path) as dataset:
        return np.asarray(dataset.read(band, window=window.as_rasterio()), dtype=np.uint8)


def _palette() -> ByteArray:
    """Colours by class; white where nothing is seen."""
    colours = np.full((256, 3), NOTHING, np.uint8)
    for land_use in LandUse:
        colours[land_use] = COLOURS[land_use]
    return colours


_PALETTE = _palette()
