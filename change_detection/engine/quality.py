"""Is a scene fit to be compared: whole on disk, mostly valid, not blank, not white with cloud."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.pictures import read_thumbnail

_WHITE = 235
_COLOURLESS = 18
_FLAT_STD = 2.0


@dataclass(frozen=True)
class SceneQuality:
    """Shares of the whole picture, 0 to 1.

    Attributes:
        nodata_share: nothing was recorded there.
        blank_share: of the valid part, places without any texture (dead sensor lines, filled areas).
        white_share: of the valid part, bright and colourless over large patches: cloud, or overexposed.
        mean_grey: of the valid part, 0 to 255.
    """

    nodata_share: float
    blank_share: float
    white_share: float
    mean_grey: float


def measure_quality(path: Path) -> SceneQuality:
    """The quality of a scene, from a thumbnail, after making sure that the file is whole.

    Raises:
        UnreadableScene: the file is no raster, or its end is missing.
    """
    ensure_whole(path)
    picture = read_thumbnail(path)
    valid = picture.valid
    if not valid.any():
        return SceneQuality(1.0, 0.0, 0.0, 0.0)
    grey = cv2.cvtColor(picture.rgb, cv2.COLOR_RGB2GRAY)
    spread = picture.rgb.max(axis=-1).astype(np.int16) - picture.rgb.min(axis=-1)
    white = cv2.morphologyEx(
        ((grey >= _WHITE) & (spread <= _COLOURLESS)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7))
    )
    return SceneQuality(
        nodata_share=float(1.0 - valid.mean()),
        blank_share=float((_local_std(grey) < _FLAT_STD)[valid].mean()),
        white_share=float((white > 0)[valid].mean()),
        mean_grey=float(grey[valid].mean()),
    )


def ensure_whole(path: Path, *, name: str = "", driver: str | None = None) -> None:
    """Refuse a file that cannot be opened or whose end is missing.

    Args:
        path: the file.
        name: how people call it, for the sentence; else its own name.
        driver: the one driver of GDAL that may open it, for files of strangers.

    Raises:
        UnreadableScene: with the reason in words.
    """
    name = name or path.name
    try:
        with rasterio.open(path, driver=driver) as dataset:
            missing = _blocks_beyond_the_end(dataset, path.stat().st_size) if dataset.driver == "GTiff" else 0
    except RasterioError as error:
        raise UnreadableScene(name, str(error)) from error
    except FileNotFoundError as error:
        raise UnreadableScene(name, "there is no such file", "không có tệp này") from error
    if missing:
        raise UnreadableScene(
            name,
            f"the file is truncated, {missing} of its blocks are missing",
            f"tệp bị cụt, thiếu {missing} khối ảnh",
        )


def _blocks_beyond_the_end(dataset: DatasetReader, size_bytes: int) -> int:
    """How many blocks of a TIFF its directory promises beyond the end of the file; GDAL only notices on reading."""
    missing = 0
    for (row, col), _ in dataset.block_windows(1):
        offset = dataset.get_tag_item(f"BLOCK_OFFSET_{col}_{row}", "TIFF", bidx=1)
        length = dataset.get_tag_item(f"BLOCK_SIZE_{col}_{row}", "TIFF", bidx=1)
        if offset and length and int(offset) + int(length) > size_bytes:
            missing += 1
    return missing


def _local_std(grey: NDArray[np.integer | np.floating]) -> NDArray[np.float32]:
    """Standard deviation in squares of nine pixels."""
    values = grey.astype(np.float32)
    mean, square = cv2.blur(values, (9, 9)), cv2.blur(values * values, (9, 9))
    return np.sqrt(np.maximum(square - mean * mean, 0.0)).astype(np.float32)
