"""Blocks handed out as they are stored: the same pixels as GDAL reads, and only where a block is the whole truth."""

from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import rasterio
from PIL import Image
from rasterio.windows import Window

from tests.factories.images import colourful, write_image, write_on_grid
from tiles.render.decoded_blocks import read_window
from tiles.render.grid import Tile
from tiles.render.image_handles import open_image
from tiles.render.imagery import drawn_picture, stored_picture
from tiles.render.pictures import JPEG, PNG, Picture
from tiles.render.warping import Target

CORNER = Tile(18, 123_120, 208_712)  # row and column divide by 4: the blocks of both overviews are tiles too
JPEG_FILE = {"compress": "jpeg", "photometric": "ycbcr", "jpeg_quality": 90}


def stored(path: Path, tile: Tile, media_type: str | None = None) -> Picture | None:
    target = Target(tile.bounds_m, "EPSG:3857")
    return stored_picture(path, target, pinned_crs=None, media_type=media_type)


def decoded(picture: Picture | None) -> npt.NDArray[np.int32]:
    assert picture is not None and picture.media_type == JPEG
    return np.asarray(Image.open(BytesIO(picture.data)), dtype=np.int32)


def read_by_gdal(path: Path, column: int, row: int, **options: int) -> npt.NDArray[np.int32]:
    with rasterio.open(path, **options) as image:
        pixels: npt.NDArray[np.uint8] = image.read(window=Window(column * 256, row * 256, 256, 256))
    return np.moveaxis(pixels, 0, -1).astype(np.int32)


def right_of(tile: Tile, columns: int, rows: int = 0) -> Tile:
    return Tile(tile.zoom, tile.row + rows, tile.column + columns)


def test_a_grey_block_has_exactly_the_pixels_that_gdal_reads(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "grey.tif", colourful(512, 768)[:1], corner=CORNER, compress="jpeg")
    assert np.array_equal(decoded(stored(path, right_of(CORNER, 2, 1))), read_by_gdal(path, 2, 1)[:, :, 0])


def test_a_block_of_unmixed_bands_has_exactly_the_pixels_that_gdal_reads(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "rgb.tif", colourful(512, 512), corner=CORNER, compress="jpeg", photometric="rgb")
    assert np.array_equal(decoded(stored(path, right_of(CORNER, 1))), read_by_gdal(path, 1, 0))


def test_a_colour_block_differs_only_in_how_colours_are_spread_between_pixels(tmp_path: Path) -> None:
    """Colour is stored for two by two pixels; libtiff repeats it, picture viewers smooth it. Brightness is exact."""
    path = write_on_grid(tmp_path / "rgb.tif", colourful(512, 512), corner=CORNER, **JPEG_FILE)
    difference = decoded(stored(path, right_of(CORNER, 1))) - read_by_gdal(path, 1, 0)
    brightness = difference @ np.array([0.299, 0.587, 0.114])
    assert np.abs(brightness).max() < 2 and np.abs(difference).mean() < 2


def test_overviews_hand_out_their_blocks_too(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "grey.tif", colourful(1024, 1024)[:1], corner=CORNER, compress="jpeg")
    parent = CORNER.parent
    whole = right_of(parent, 1, 1)
    assert np.array_equal(decoded(stored(path, whole)), read_by_gdal(path, 1, 1, overview_level=0)[:, :, 0])
    assert np.array_equal(decoded(stored(path, parent.parent)), read_by_gdal(path, 0, 0, overview_level=1)[:, :, 0])


def test_a_block_that_reaches_over_the_edge_is_not_handed_out(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "grey.tif", colourful(300, 256)[:1], corner=CORNER, compress="jpeg")
    below = right_of(CORNER, 0, 1)
    assert stored(path, below) is None
    drawn = drawn_picture(path, Target(below.bounds_m, "EPSG:3857"), pinned_crs=None, media_type=None)
    seen = np.asarray(Image.open(BytesIO(drawn.data)).convert("RGBA"))[:, :, 3] > 0
    assert drawn.media_type == PNG and seen[:44].all() and not seen[44:].any()


def test_a_block_with_hidden_pixels_is_not_handed_out(tmp_path: Path) -> None:
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        path = write_on_grid(tmp_path / "masked.tif", colourful(256, 512), corner=CORNER, **JPEG_FILE)
        mask = np.full((256, 512), 255, np.uint8)
        mask[10:20, 10:20] = 0
        with rasterio.open(path, "r+") as image:
            image.write_mask(mask)
    assert stored(path, CORNER) is None and stored(path, right_of(CORNER, 1)) is not None


@pytest.mark.parametrize(
    "options",
    [{"compress": "deflate"}, JPEG_FILE | {"nodata": 0}, JPEG_FILE | {"photometric": "rgb", "interleave": "band"}],
)
def test_what_is_no_picture_by_itself_is_drawn(tmp_path: Path, options: dict[str, object]) -> None:
    path = write_on_grid(tmp_path / "image.tif", colourful(256, 256), corner=CORNER, **options)
    assert stored(path, CORNER) is None


@pytest.mark.parametrize("shift_px", [0.5, 3.0])
def test_an_image_off_the_grid_is_drawn(tmp_path: Path, shift_px: float) -> None:
    west, _, east, north = CORNER.bounds_m
    pixel = (east - west) / 256
    moved = (west + shift_px * pixel, north)
    path = write_image(
        tmp_path / "off.tif", colourful(512, 512), crs="EPSG:3857", origin=moved, pixel=pixel, **JPEG_FILE
    )
    assert stored(path, CORNER) is None and stored(path, right_of(CORNER, 1)) is None


def test_png_is_not_answered_with_a_jpeg_block(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "rgb.tif", colourful(256, 256), corner=CORNER, **JPEG_FILE)
    assert stored(path, CORNER, PNG) is None and stored(path, CORNER, JPEG) is not None


def test_a_replaced_file_is_read_anew(tmp_path: Path) -> None:
    path = write_on_grid(tmp_path / "grey.tif", np.full((1, 256, 256), 40, np.uint8), corner=CORNER, compress="jpeg")
    before = decoded(stored(path, CORNER)).mean()
    new = write_on_grid(tmp_path / "new.tif", np.full((1, 256, 256), 200, np.uint8), corner=CORNER, compress="jpeg")
    new.replace(path)
    assert (before, decoded(stored(path, CORNER)).mean()) == pytest.approx((40, 200), abs=1)


def test_a_window_over_many_blocks_is_put_together_without_a_seam(tmp_path: Path) -> None:
    for name, options in (("rgb", {"photometric": "rgb"}), ("grey", {})):
        pixels = colourful(700, 900)[: 1 if name == "grey" else 3]
        path = write_on_grid(tmp_path / f"{name}.tif", pixels, corner=CORNER, compress="jpeg", **options)
        image = open_image(path, pinned_crs=None)
        for level, left, top, width, height in ((0, 200, 250, 700, 450), (0, 0, 0, 1, 1), (1, 100, 90, 350, 260)):
            found = read_window(image, level, left=left, top=top, width=width, height=height)
            expected = image.level(level).read(image.bands, window=Window(left, top, width, height))
            assert found is not None and np.array_equal(np.moveaxis(found, -1, 0), expected), (name, level)
