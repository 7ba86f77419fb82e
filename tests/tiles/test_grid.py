import morecantile
import pytest
from pytest import approx

from tiles.render.grid import MAX_ZOOM, Tile, limits

MERCATOR = morecantile.tms.get("WebMercatorQuad")
CITY = (106.35, 10.37, 107.03, 11.17)


@pytest.mark.parametrize(("zoom", "row", "column"), [(0, 0, 0), (10, 482, 815), (16, 30841, 52197)])
def test_bounds_agree_with_morecantile(zoom: int, row: int, column: int) -> None:
    tile = Tile(zoom, row, column)
    expected = MERCATOR.xy_bounds(morecantile.Tile(column, row, zoom))
    assert tile.bounds_m == approx(tuple(expected), abs=1e-5)
    assert tile.search_box() == approx(tuple(MERCATOR.bounds(morecantile.Tile(column, row, zoom))), abs=1e-9)


@pytest.mark.parametrize("zoom", [0, 7, 12, 15])
def test_limits_of_a_city_agree_with_morecantile(zoom: int) -> None:
    expected = list(MERCATOR.tiles(*CITY, zooms=[zoom]))
    found = limits(CITY, zoom)
    assert (found.min_column, found.max_column) == (min(t.x for t in expected), max(t.x for t in expected))
    assert (found.min_row, found.max_row) == (min(t.y for t in expected), max(t.y for t in expected))


def test_a_collection_without_extent_may_fill_the_matrix() -> None:
    assert limits(None, 3).max_row == 7


@pytest.mark.parametrize("tile", [Tile(2, 4, 0), Tile(2, 0, 4), Tile(MAX_ZOOM + 1, 0, 0)])
def test_a_tile_outside_the_matrix_does_not_exist(tile: Tile) -> None:
    assert not tile.exists


def test_children_cover_their_parent() -> None:
    parent = Tile(9, 240, 407)
    west, south, east, north = zip(*(child.bounds_m for child in parent.children), strict=True)
    assert (min(west), min(south), max(east), max(north)) == approx(parent.bounds_m)
    assert {child.parent for child in parent.children} == {parent}
