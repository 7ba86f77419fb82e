"""JPEG blocks of a COG handed out as they are stored, where a block is exactly the picture that is asked for.

A TIFF keeps the tables that all blocks share beside them (tag JPEGTables). A block becomes a JPEG file of its own by
putting the tables in front, and the marker of Adobe that tells how the colours are coded. No pixel is decoded.
"""

import os
from dataclasses import dataclass
from typing import Any

from rasterio.enums import Compression, PhotometricInterp
from rasterio.windows import Window

from .image_handles import OpenImage
from .warping import Target

OFF_GRID_PX = 0.05
"""How far, in pixels, an image may lie off the grid of the picture and still be taken as lying on it."""
START, END = b"\xff\xd8", b"\xff\xd9"
YCBCR_CODED, RGB_CODED = 1, 0


@dataclass(frozen=True)
class Block:
    """Which block of which level."""

    level: int
    column: int
    row: int


def find_block(image: OpenImage, target: Target) -> Block | None:
    """The whole block that covers exactly the picture, None where there is none that can be handed out."""
    if image.crs != target.crs or not is_plain_jpeg(image):
        return None
    for index in range(len(image.decimations)):
        dataset = image.level(index)
        if abs(dataset.transform.a / target.pixel - 1) * max(dataset.shape) < OFF_GRID_PX:
            return _block_of(image, index, target)
    return None


def read_block(image: OpenImage, block: Block) -> bytes:
    """The block as a JPEG file; empty if the file keeps none there."""
    overview = block.level - 1 if block.level else None
    place = f"{block.column}_{block.row}"
    size = image.base.get_tag_item(f"BLOCK_SIZE_{place}", "TIFF", 1, overview)
    offset = image.base.get_tag_item(f"BLOCK_OFFSET_{place}", "TIFF", 1, overview)
    if not size or not offset:
        return b""
    stored = os.pread(image.file, int(size), int(offset))
    tables = bytes.fromhex(image.base.get_tag_item("JPEGTABLES", "TIFF", 1, overview) or "")
    return _spliced(tables, stored, _colour_marker(image))


def is_plain_jpeg(image: OpenImage) -> bool:
    """True if the blocks are pictures: JPEG, all shown bands together, no value that stands for no data."""
    base = image.base
    return (
        base.compression == Compression.jpeg
        and image.is_bytes
        and base.count == len(image.bands)
        and (base.count == 1 or base.interleaving.value == "PIXEL")
        and base.nodata is None
    )


def _block_of(image: OpenImage, index: int, target: Target) -> Block | None:
    dataset = image.level(index)
    if dataset.block_shapes[0] != (target.size, target.size):
        return None
    left, top = ~dataset.transform @ (target.bounds[0], target.bounds[3])
    column, row = round(left / target.size), round(top / target.size)
    off = max(abs(left - column * target.size), abs(top - row * target.size))
    inside = 0 <= column < dataset.width // target.size and 0 <= row < dataset.height // target.size
    if off > OFF_GRID_PX or not inside or dataset.transform.b or dataset.transform.d or dataset.transform.e > 0:
        return None
    if image.masked and not _is_full(dataset, column, row, target.size):
        return None
    return Block(index, column, row)


def _is_full(dataset: Any, column: int, row: int, size: int) -> bool:
    window = Window(column * size, row * size, size, size)
    return bool((dataset.dataset_mask(window=window) == 255).all())


def _colour_marker(image: OpenImage) -> bytes:
    """Adobe's marker: without it a decoder takes three bands for YCbCr, which they need not be."""
    if len(image.bands) == 1:
        return b""
    coded = YCBCR_CODED if image.base.photometric == PhotometricInterp.ycbcr else RGB_CODED
    return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([coded])


def _spliced(tables: bytes, stored: bytes, marker: bytes) -> bytes:
    """One JPEG file from shared tables and a block; a block without shared tables is whole already."""
    return START + marker + tables.removeprefix(START).removesuffix(END) + stored.removeprefix(START)
