"""Image files kept open, one handle per thread, file and overview: opening a COG costs more than reading a tile.

GDAL datasets must not be shared between threads. A file that is replaced has another modification time, so its old
handles are never used again and leave when the thread has opened others.
"""

import os
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS, Transformer
from rasterio.enums import MaskFlags

HANDLES_PER_THREAD = 16
os.environ.setdefault("GDAL_CACHEMAX", "64")  # MB of decoded blocks in a process; GDAL would take 5 % of the memory
COLOUR_BANDS = 3


@dataclass(eq=False)
class OpenImage:
    """One image as one thread has it open.

    Attributes:
        path: the file.
        crs: definition of its CRS that PROJ reads; with the office's datum shift where it was pinned.
        base: the dataset at full resolution.
        file: descriptor of the file, for reading by position.
        version: when the file was modified, in nanoseconds.
    """

    path: Path
    crs: str
    base: Any
    file: int
    version: int
    _overviews: dict[int, Any] = field(default_factory=dict)
    _steps: dict[str, Transformer] = field(default_factory=dict)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """The bands that are shown: the first three, or the first alone."""
        return (1, 2, 3) if self.base.count >= COLOUR_BANDS else (1,)

    @cached_property
    def masked(self) -> bool:
        """True if some pixels may hold no data."""
        return any(MaskFlags.all_valid not in flags for flags in self.base.mask_flag_enums)

    @cached_property
    def is_bytes(self) -> bool:
        """True if the bands hold 0 to 255 and are shown as they are."""
        return bool(np.dtype(self.base.dtypes[0]) == np.uint8)

    @cached_property
    def decimations(self) -> tuple[int, ...]:
        """How much smaller each level is, full resolution first."""
        return (1, *self.base.overviews(1))

    @cached_property
    def to_pixels(self) -> Affine:
        """From coordinates in `crs` to columns and rows at full resolution."""
        step: Affine = ~self.base.transform
        return step

    def level(self, index: int) -> Any:
        """The dataset of one level: 0 is full resolution, 1 the first overview."""
        if index == 0:
            return self.base
        if index not in self._overviews:
            self._overviews[index] = rasterio.open(self.path, overview_level=index - 1)
        return self._overviews[index]

    def transformer_from(self, crs: str) -> Transformer:
        """From x, y in `crs` to x, y in the CRS of the image."""
        if crs not in self._steps:
            self._steps[crs] = Transformer.from_crs(
                CRS.from_user_input(crs), CRS.from_user_input(self.crs), always_xy=True
            )
        return self._steps[crs]

    def close(self) -> None:
        """Close every dataset."""
        for dataset in (self.base, *self._overviews.values()):
            dataset.close()
        os.close(self.file)


class _Handles(threading.local):
    """The open images of this thread, the least recently used first."""

    def __init__(self) -> None:
        self.known: OrderedDict[tuple[Path, int, str | None], OpenImage] = OrderedDict()


_handles = _Handles()


def open_image(path: Path, *, pinned_crs: str | None) -> OpenImage:
    """The image as this thread has it open.

    Args:
        path: the file.
        pinned_crs: definition that replaces the file's CRS; None keeps the file's.

    Raises:
        RasterioError, OSError: the file is missing or no image.
    """
    key = (path, path.stat().st_mtime_ns, pinned_crs)
    known = _handles.known
    if key in known:
        known.move_to_end(key)
        return known[key]
    base = rasterio.open(path)
    image = known[key] = OpenImage(path, pinned_crs or _definition(base), base, os.open(path, os.O_RDONLY), key[1])
    while len(known) > HANDLES_PER_THREAD:
        known.popitem(last=False)[1].close()
    return image


def _definition(dataset: Any) -> str:
    return str(dataset.crs.to_string()) if dataset.crs else ""
