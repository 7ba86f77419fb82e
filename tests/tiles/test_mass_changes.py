"""A publication of thousands of features drops the tiles it touches; those between the changed places stay."""

from typing import Any

import pytest
from pyproj import Transformer
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from tiles import cache
from tiles.render.grid import Tile
from tiles.render.matrix_sets import WEB_MERCATOR_QUAD

from .conftest import Publish, add
from .test_cache import CONTENT, place

ZOOM = 15


def tiles_of(shape: BaseGeometry, margin: float = 0.0) -> set[tuple[int, int]]:
    """Rows and columns of the tiles of one zoom that a shape's box reaches."""
    bounds = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform_bounds(*shape.bounds)
    found = WEB_MERCATOR_QUAD.limits(bounds, ZOOM, margin=margin)
    rows = range(found.min_row, found.max_row + 1)
    return {(row, column) for row in rows for column in range(found.min_column, found.max_column + 1)}


def grid(west: float, south: float) -> list[tuple[BaseGeometry, dict[str, Any]]]:
    """1,600 small houses in a quarter of four kilometres."""
    step = 0.001
    places = [(west + column * step, south + row * step) for row in range(40) for column in range(40)]
    return [(Point(x, y).buffer(0.0002), {"name": "house"}) for x, y in places]


@pytest.mark.django_db
def test_what_lies_between_the_changed_quarters_keeps_its_tiles(publish: Publish) -> None:
    collection = publish("houses", [(box(106.6, 10.6, 106.9, 10.9), {"name": "city"})])
    everywhere = tiles_of(box(106.6, 10.6, 106.9, 10.9))
    where = place(collection)
    cache.catch_up(where.collection_id, where.mark)
    for row, column in everywhere:
        cache.store(where, Tile(ZOOM, row, column), CONTENT)
    add("houses", [*grid(106.62, 10.62), *grid(106.83, 10.83)])
    now = place(collection)
    kept = {key for key in everywhere if cache.find(now, Tile(ZOOM, *key)) is not None}
    quarters = [box(x - 0.0002, x - 96 - 0.0002, x + 0.0392, x - 96 + 0.0392) for x in (106.62, 106.83)]
    touched = set().union(*(tiles_of(quarter) for quarter in quarters))
    near = set().union(*(tiles_of(quarter, margin=1.0) for quarter in quarters))
    assert everywhere - near <= kept <= everywhere - touched
    assert len(kept) > 0.9 * len(everywhere)
