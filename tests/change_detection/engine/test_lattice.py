"""Tiles: they cover a grid, and hang on the CRS whatever part of it a grid is."""

from itertools import pairwise

import numpy as np
import pytest
from affine import Affine

from change_detection.engine.grid import Window
from change_detection.engine.lattice import MARGIN_PX, STEP_PX, Tile, cores, tile_of, tiles
from change_detection.engine.transport import STRIDE_PX
from tests.change_detection.engine.scenes import metre_grid

SIZES = [(64, 64), (2048, 2048), (2049, 300), (4000, 2944), (200, 3100)]


@pytest.mark.parametrize(("rows", "cols"), SIZES)
def test_cores_cover_a_grid_once(rows, cols):
    covered = np.zeros((rows, cols), np.uint8)
    for core in cores(metre_grid(rows, cols)):
        covered[core.slices] += 1
    assert covered.min() == covered.max() == 1


@pytest.mark.parametrize(("rows", "cols"), SIZES)
def test_tiles_begin_at_the_stride_of_the_network_and_have_room_to_blend(rows, cols):
    grid = metre_grid(rows, cols)
    row, col = round(grid.transform.f / grid.transform.e), round(grid.transform.c / grid.transform.a)
    cut = tiles(grid)
    for tile in cut if len(cut) > 1 else ():
        top, left = tile.window.row - tile.shift[0] + row, tile.window.col - tile.shift[1] + col
        assert (top % STRIDE_PX, left % STRIDE_PX) == (0, 0)
        assert tile.core.row in (0, tile.window.row + MARGIN_PX)
        assert tile.core.col in (0, tile.window.col + MARGIN_PX)
        assert max(tile.window.rows, tile.window.cols) < 1.2 * STEP_PX


def test_a_scene_that_fits_into_one_tile_is_neither_cut_nor_moved():
    whole = metre_grid(3000, 3000)
    [tile] = tiles(whole.subgrid(Window(17, 5, 1024, 1000)))
    assert tile == Tile(core=Window(0, 0, 1024, 1000), window=Window(0, 0, 1024, 1000), shift=(0, 0))


@pytest.mark.parametrize(("row", "col"), [(0, 0), (7, 1), (500, 333), (1983, 1985)])
def test_a_part_of_a_grid_is_cut_where_the_whole_is_cut(row, col):
    whole = metre_grid(6000, 6000)
    part = whole.subgrid(Window(row, col, 4000, 4100))
    cuts = {core.row for core in cores(whole)}, {core.col for core in cores(whole)}
    for core in cores(part):
        assert core.row == 0 or core.row + row in cuts[0]
        assert core.col == 0 or core.col + col in cuts[1]


def test_tiles_of_one_size_follow_each_other():
    sizes = [(tile.window.rows, tile.window.cols) for tile in tiles(metre_grid(6000, 6000))]
    changes = sum(first != second for first, second in pairwise(sizes))
    assert changes == len(set(sizes)) - 1


def test_half_pixels_and_degrees_do_not_upset_the_lattice():
    grid = metre_grid(3000, 3000)
    for origin in (600_000.25, 600_000.0, 599_999.75):
        moved = type(grid)(3000, 3000, Affine(0.5, 0, origin, 0, -0.5, 1_200_000.25), grid.crs)
        noisy = type(grid)(3000, 3000, Affine(0.5, 0, origin + 1e-9, 0, -0.5, 1_200_000.25 - 1e-9), grid.crs)
        assert tiles(moved) == tiles(noisy)


def test_the_tile_of_a_core_is_found_again():
    grid = metre_grid(3000, 200)
    assert [tile_of(grid, tile.core) for tile in tiles(grid)] == list(tiles(grid))
