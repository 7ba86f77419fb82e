"""Scale bar, north arrow and captions."""

import numpy as np
import pytest
from affine import Affine
from pyproj import Proj
from rasterio.crs import CRS

from change_detection.engine.grid import Grid
from change_detection.engine.map_furniture import Caption, furnish, north_of, scale_bar_m

INK = 60
PLAIN = np.full((512, 512, 3), 120, np.uint8)


def grid(crs: str, x: float, y: float, *, turn: float = 0.0, pixel: float = 0.1) -> Grid:
    transform = Affine.translation(x, y) @ Affine.rotation(turn) @ Affine.scale(pixel, -pixel)
    return Grid(512, 512, transform, CRS.from_string(crs))


@pytest.mark.parametrize(("pixel_m", "metres"), [(0.08, 10), (0.1, 10), (0.14, 20), (0.4, 50), (2.0, 200)])
def test_a_scale_bar_is_round_and_at_most_three_tenths_of_the_picture(pixel_m: float, metres: int):
    assert scale_bar_m(512, pixel_m) == metres
    assert metres <= 0.3 * 512 * pixel_m


def test_the_scale_bar_is_as_long_as_it_says():
    drawn = furnish(PLAIN, grid("EPSG:9210", 597_000, 1_200_000), Caption())
    row = drawn[512 - 16 - 3]  # through the middle of the bar
    bar = np.flatnonzero((row != 120).any(axis=-1) & (row.min(axis=-1) < INK))
    assert bar[0] == 16
    # 10 m are 100 pixels of 0.1 m; black is the first half, white the second, and its frame ends it.
    assert bar[-1] - bar[0] == pytest.approx(100, abs=1)


def test_north_is_up_on_degrees_and_turned_by_the_convergence_elsewhere():
    assert north_of(grid("EPSG:4326", 106.7, 10.8, pixel=1e-6)) == pytest.approx(0, abs=1e-6)
    # PROJ's own factors: clockwise from true north to grid north, 0.35 degrees east of the central meridian. There the
    # grid's up points east of north, so north is left of up.
    lon, lat = 106.10, 10.8
    plane = Proj("EPSG:9210")
    x, y = plane(lon, lat)
    convergence = plane.get_factors(lon, lat).meridian_convergence
    assert convergence > 0.05
    assert north_of(grid("EPSG:9210", x, y)) == pytest.approx(-convergence, abs=0.001)


def test_north_follows_a_grid_that_is_turned():
    straight, turned = (north_of(grid("EPSG:9210", 597_000, 1_200_000, turn=turn)) for turn in (0.0, 30.0))
    assert turned - straight == pytest.approx(30, abs=0.01)  # up points 30 degrees west of north


def test_captions_stand_at_the_edges_and_long_ones_are_cut():
    long = "15/08/2026 · 0,05 m · " + "Máy bay không người lái của Sở Xây dựng " * 3
    drawn = furnish(PLAIN, grid("EPSG:9210", 597_000, 1_200_000), Caption(long, "© Sở Tài nguyên"))
    changed = (drawn != PLAIN).any(axis=-1)
    assert changed[:27, [2, 509]].all()  # a strip over the whole width
    assert not changed[120:440].any()  # the middle is free
    assert (drawn[3:22, -8:].min(axis=-1) > INK).all()  # the text ends before the edge
    assert changed[-18:, -60:].any()
