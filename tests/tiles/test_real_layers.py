"""Tiles of the real city: 168 wards and 33,000 roads, read from ../shared/data."""

from pathlib import Path

import pyogrio.raw
import pytest
import shapely
from django.db import connection
from shapely.geometry import box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.bench.real_layers import DATA, ROADS, WARDS, load
from tiles import api as tiles
from tiles.render.grid import Limits, Tile, limits

from .conftest import WRITER
from .mvt import read
from .test_vector_tiles import tile_at, tile_of

pytestmark = [pytest.mark.real, pytest.mark.django_db]

LARGEST_KB = 400


def every_tile(limit: Limits) -> list[Tile]:
    rows, columns = range(limit.min_row, limit.max_row + 1), range(limit.min_column, limit.max_column + 1)
    return [Tile(limit.zoom, row, column) for row in rows for column in columns]


def test_each_of_the_168_wards_is_named_exactly_once(real_data: Path, tmp_path: Path) -> None:
    load(WARDS)
    label = {"id": "name", "type": "symbol", "layout": {"text-field": ["get", "name"]}}
    layers.set_style("wards", {"layers": [label]}, by=WRITER, now=clock.now())
    extent = layers.get_collection(ANONYMOUS, collection_id="wards").extent
    labels: list[str] = []
    for tile in every_tile(limits(extent, 9)):
        if data := tile_of("wards", tile).data:
            labels += [row["name"] for _, row in read(data, tile, tmp_path, layer="wards_labels")]
    names = pyogrio.raw.read(DATA / WARDS.path, layer=WARDS.layer, columns=["name"], read_geometry=False)[3][0]
    assert sorted(labels) == sorted(names)
    assert len(labels) == 168


def test_no_tile_of_the_33000_roads_is_too_large_for_a_phone(real_data: Path) -> None:
    load(ROADS)
    sizes = {zoom: len(tile_of("roads", tile_at(zoom)).data) / 1000 for zoom in range(9, 17)}
    assert max(sizes.values()) < LARGEST_KB, sizes
    assert min(sizes.values()) > 1, sizes


@pytest.mark.parametrize("zoom", [14, 16])
def test_from_zoom_14_no_road_is_lost(real_data: Path, tmp_path: Path, zoom: int) -> None:
    load(ROADS)
    tile = tile_at(zoom)
    west, south, east, north = tile.search_box()
    grain = (east - west) / 4096
    _, _, shapes, [ids] = pyogrio.raw.read(DATA / ROADS.path, layer=ROADS.layer, columns=["osm_id"])
    inside = shapely.intersects(shapely.from_wkb(shapes), box(west + grain, south + grain, east - grain, north - grain))
    drawn = {row["mvt_id"] for _, row in read(tile_of("roads", tile).data, tile, tmp_path)}
    assert inside.sum() > 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT osm_id FROM feature.roads WHERE fid = ANY(%s)", [list(drawn)])
        assert set(ids[inside]) <= {osm_id for (osm_id,) in cursor.fetchall()}


def test_the_drawn_map_shows_the_roads(real_data: Path) -> None:
    load(ROADS)
    content = tiles.get_map_tile(ANONYMOUS, collection_id="roads", tile=tile_at(15))
    assert len(content.data) > 5_000
