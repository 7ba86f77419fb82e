"""Images moved to another grid: each pixel where the exact transformation puts it, and what rio-tiler would draw."""

from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from affine import Affine
from PIL import Image
from pyproj import Transformer
from rio_tiler.io import Reader

from tests.factories.images import colourful, write_image
from tiles.render.grid import Tile, limits
from tiles.render.image_handles import open_image
from tiles.render.imagery import drawn_picture
from tiles.render.sampling import Sample, sample
from tiles.render.warping import ERROR_PX, Target, net_over

UTM_48N, ORIGIN, GSD_M = "EPSG:32648", (684_000.0, 1_192_000.0), 0.5
MERCATOR = "EPSG:3857"


def tile_over(zoom: int, *, east_m: float, south_m: float) -> Tile:
    """The tile over the place that lies so far from the image's north-western corner."""
    step = Transformer.from_crs(UTM_48N, "EPSG:4326", always_xy=True)
    place = step.transform(ORIGIN[0] + east_m, ORIGIN[1] - south_m)
    found = limits((*place, *place), zoom)
    return Tile(zoom, found.min_row, found.min_column)


def target_of(tile: Tile) -> Target:
    return Target(tile.bounds_m, MERCATOR)


def sampled(path: Path, tile: Tile) -> Sample:
    found = sample(open_image(path, pinned_crs=None), target_of(tile))
    assert found is not None
    return found


@pytest.mark.parametrize("zoom", [6, 9, 12, 15, 18, 21])
def test_every_pixel_lies_within_the_declared_error(zoom: int) -> None:
    step = Transformer.from_crs(MERCATOR, UTM_48N, always_xy=True)
    to_pixels = ~Affine(GSD_M, 0, ORIGIN[0], 0, -GSD_M, ORIGIN[1])
    target = target_of(tile_over(zoom, east_m=512, south_m=512))
    net = net_over(target, step=step, to_pixels=to_pixels)
    west, _, _, north = target.bounds
    centres = (np.arange(256) + 0.5) * target.pixel
    x, y = step.transform(*np.meshgrid(west + centres, north - centres))
    exact = to_pixels @ (x, y)
    found = net.at_pixels(256)
    error = np.hypot(found[0] - exact[0], found[1] - exact[1]).max() / net.scale
    assert error <= ERROR_PX * 1.05 < 0.5


@pytest.mark.parametrize("zoom", [15, 16, 17, 18, 19])
def test_a_smooth_image_looks_as_rio_tiler_draws_it(tmp_path: Path, zoom: int) -> None:
    pixels = colourful(2048, 2048)
    path = write_image(tmp_path / "utm.tif", pixels, crs=UTM_48N, origin=ORIGIN, pixel=GSD_M)
    tile = tile_over(zoom, east_m=512, south_m=512)
    with Reader(str(path)) as image:
        theirs = image.tile(
            tile.column, tile.row, zoom, tilesize=256, resampling_method="bilinear", reproject_method="bilinear"
        )
    ours = sampled(path, tile)
    seen = (np.asarray(theirs.mask) == 255) & (True if ours.covered is None else ours.covered)
    difference = np.moveaxis(ours.values.astype(int), -1, 0) - np.asarray(theirs.array.data).astype(int)
    assert seen.any() and np.abs(difference[:, seen]).mean() < 3.0  # of waves from 17 to 237


def test_where_there_is_no_data_the_neighbours_stay_bright(tmp_path: Path) -> None:
    pixels = np.full((3, 1024, 1024), 200, np.uint8)
    pixels[:, :, 512:] = 0
    path = write_image(tmp_path / "half.tif", pixels, crs=UTM_48N, origin=ORIGIN, pixel=GSD_M, nodata=0)
    for zoom in (16, 17, 18):
        tile = tile_over(zoom, east_m=256, south_m=256)
        found = sampled(path, tile)
        assert found.covered is not None and found.covered.any() and not found.covered.all()
        assert set(np.unique(found.values[found.covered])) == {200}


def test_one_band_of_floats_is_drawn_grey_with_holes(tmp_path: Path) -> None:
    heights: npt.NDArray[np.float32] = np.linspace(-3, 40, 1024 * 1024, dtype=np.float32).reshape(1, 1024, 1024)
    heights[:, 400:600, 400:600] = np.nan
    path = write_image(tmp_path / "dem.tif", heights, crs=UTM_48N, origin=ORIGIN, pixel=GSD_M, nodata=np.nan)
    drawn = drawn_picture(path, target_of(tile_over(16, east_m=250, south_m=250)), pinned_crs=None, media_type=None)
    picture = Image.open(BytesIO(drawn.data))
    clear = np.asarray(picture.convert("RGBA"))[:, :, 3] == 0
    assert picture.mode == "LA" and clear.any() and not clear.all()


def test_the_whole_world_shows_a_small_image_as_nothing_or_a_dot(tmp_path: Path) -> None:
    path = write_image(tmp_path / "utm.tif", colourful(512, 512), crs=UTM_48N, origin=ORIGIN, pixel=GSD_M)
    drawn = drawn_picture(path, target_of(Tile(0, 0, 0)), pinned_crs=None, media_type=None)
    assert drawn.media_type == "image/png"
