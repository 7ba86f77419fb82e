"""Windows of JPEG files, put together from decoded blocks that all threads of a process share.

OpenCV decodes a block three times as fast as GDAL, straight into interleaved colours; neighbouring tiles need the same
blocks, whichever thread draws them.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from itertools import product

import cv2
import numpy as np

from .image_handles import OpenImage
from .pictures import Colours
from .stored_blocks import Block, is_plain_jpeg, read_block

KEPT_BYTES = 96 << 20
LARGEST_BLOCK_PX = 1024


class _Shelf:
    """The blocks used last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._blocks: OrderedDict[Hashable, Colours] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Colours | None:
        with self._lock:
            if key in self._blocks:
                self._blocks.move_to_end(key)
            return self._blocks.get(key)

    def keep(self, key: Hashable, block: Colours) -> None:
        with self._lock:
            if key in self._blocks:
                return
            self._blocks[key] = block
            self._held += block.nbytes
            while self._held > self._most:
                self._held -= self._blocks.popitem(last=False)[1].nbytes


_shelf = _Shelf(KEPT_BYTES)


def read_window(image: OpenImage, level: int, *, left: int, top: int, width: int, height: int) -> Colours | None:
    """Pixels (rows, columns, bands) of a window of one level; None where blocks do not stand for themselves."""
    rows, columns = image.level(level).block_shapes[0]
    if image.masked or not is_plain_jpeg(image) or max(rows, columns) > LARGEST_BLOCK_PX:
        return None
    found = np.empty((height, width, len(image.bands)), np.uint8)
    across = range(left // columns, (left + width - 1) // columns + 1)
    down = range(top // rows, (top + height - 1) // rows + 1)
    for row, column in product(down, across):
        block = _decoded(image, Block(level, column, row), (rows, columns))
        if block is None:
            return None
        y, x = row * rows, column * columns  # the block's corner in the level
        y1, y2 = max(y, top), min(y + rows, top + height)
        x1, x2 = max(x, left), min(x + columns, left + width)
        found[y1 - top : y2 - top, x1 - left : x2 - left] = block[y1 - y : y2 - y, x1 - x : x2 - x]
    return found


def _decoded(image: OpenImage, block: Block, shape: tuple[int, int]) -> Colours | None:
    """One block as colours; None if the file keeps none there or it is no whole JPEG."""
    key = (image.path, image.version, block)
    known = _shelf.find(key)
    if known is not None:
        return known
    data = np.frombuffer(read_block(image, block), np.uint8)
    grey = len(image.bands) == 1
    made = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR_RGB) if data.size else None
    if made is None or made.shape[:2] != shape:
        return None
    colours: Colours = made.reshape(*shape, len(image.bands)).astype(np.uint8, copy=False)
    _shelf.keep(key, colours)
    return colours
