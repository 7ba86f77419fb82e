"""The cache drops the tiles that a change touches, and no others."""

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tiles import api as tiles
from tiles import cache, shelf
from tiles.cache import Mark, Place
from tiles.content import MVT, PNG, TileContent
from tiles.render.grid import Tile

from .conftest import WRITER, Publish, add
from .test_vector_tiles import SQUARE, tile_at, tile_of

FAR = box(106.899, 10.979, 106.901, 10.981)
CONTENT = TileContent(b"kept", MVT, 3, 2, tag=TileContent(b"kept", MVT).etag)


@pytest.fixture
def plots(publish: Publish) -> layers.Collection:
    return publish("plots", [(SQUARE, {"name": "near"}), (FAR, {"name": "far"})])


def place(collection: layers.Collection, tile_class: str = "vector-x") -> Place:
    return Place(collection.id, tile_class, Mark.of(layers.get_collection(WRITER, collection_id=collection.id)))


def stored(where: Place, tile: Tile) -> TileContent:
    cache.catch_up(where.collection_id, where.mark)
    cache.store(where, tile, CONTENT)
    found = cache.find(where, tile)
    assert found is not None
    return found


def test_a_stored_tile_comes_back_whole(plots: layers.Collection) -> None:
    assert stored(place(plots), tile_at(14)) == CONTENT


def test_a_change_drops_the_tiles_it_touches_at_every_zoom_and_class(plots: layers.Collection) -> None:
    near, far = [tile_at(z) for z in (10, 14, 16)], tile_at(14, 106.9, 10.98)
    for tile_class in ("vector-x", "map-y"):
        for tile in [*near, far]:
            stored(place(plots, tile_class), tile)
    add("plots", [(box(106.7001, 10.7801, 106.7002, 10.7802), {"name": "new"})])
    for tile_class in ("vector-x", "map-y"):
        now = place(plots, tile_class)
        assert [cache.find(now, tile) for tile in near] == [None, None, None]
        assert cache.find(now, far) == CONTENT


def test_a_moved_feature_drops_its_old_place_too(plots: layers.Collection) -> None:
    stored(place(plots), tile_at(14))
    page = layers.find_items(WRITER, collection_id="plots", query=layers.ItemsQuery(equals=(("name", "near"),)))
    assert page.returned == 1
    moved = [layers.Feature(geometry=FAR, properties={"name": "near"})]
    layers.write_features("plots", moved, mode="upsert", key="name", by=WRITER, reason="", now=clock.now())
    assert cache.find(place(plots), tile_at(14)) is None


def test_a_tile_made_from_older_data_is_not_stored(plots: layers.Collection) -> None:
    slow = place(plots)
    cache.catch_up("plots", slow.mark)
    add("plots", [(SQUARE, {"name": "meanwhile"})])
    cache.catch_up("plots", place(plots).mark)
    cache.store(slow, tile_at(14), CONTENT)
    assert cache.find(place(plots), tile_at(14)) is None


def test_a_slow_reader_does_not_turn_the_cache_back(plots: layers.Collection) -> None:
    slow = place(plots)
    add("plots", [(FAR, {"name": "meanwhile"})])
    assert stored(place(plots), tile_at(14)) == CONTENT
    assert cache.catch_up("plots", slow.mark) == 0
    assert cache.find(place(plots), tile_at(14)) == CONTENT


@pytest.mark.parametrize(("revision", "updated"), [(10**9, "2020-01-01"), (None, "2020-01-01")])
def test_a_database_that_was_restored_or_made_anew_gets_no_old_tiles(
    plots: layers.Collection, revision: int | None, updated: str
) -> None:
    now = place(plots)
    before = Place("plots", "vector-x", Mark(revision or now.mark.revision, updated))
    stored(before, tile_at(14))
    assert cache.find(now, tile_at(14)) is None
    assert stored(now, tile_at(14)) == CONTENT


def test_the_next_request_shows_an_edit(plots: layers.Collection) -> None:
    tile = tile_at(14)
    before = tile_of("plots", tile)
    add("plots", [(box(106.7001, 10.7801, 106.7009, 10.7809), {"name": "new"})])
    after = tile_of("plots", tile)
    assert (before.drawn, after.drawn) == (1, 2)
    assert before.etag != after.etag


def test_an_edit_drops_tiles_before_anybody_asks(
    plots: layers.Collection, django_capture_on_commit_callbacks: Any
) -> None:
    where = place(plots)
    stored(where, tile_at(14))
    with django_capture_on_commit_callbacks(execute=True):
        add("plots", [(SQUARE, {"name": "new"})])
    assert not Path(where.path(tile_at(14))).exists()


def test_a_new_definition_drops_everything(plots: layers.Collection, django_capture_on_commit_callbacks: Any) -> None:
    where = place(plots)
    stored(where, tile_at(14, 106.9, 10.98))
    with django_capture_on_commit_callbacks(execute=True):
        layers.set_style("plots", {"layers": []}, by=WRITER, now=clock.now())
    assert not Path(where.path(tile_at(14, 106.9, 10.98))).exists()


def test_the_cache_answers_without_the_table(plots: layers.Collection, django_assert_max_num_queries: Any) -> None:
    tile_of("plots", tile_at(14))
    with django_assert_max_num_queries(4) as queries:
        tiles.get_vector_tile(ANONYMOUS, collection_id="plots", tile=tile_at(14))
    assert not any("ST_AsMVT" in query["sql"] for query in queries.captured_queries)


def test_a_cached_tile_asks_the_database_nothing_within_a_moment(
    plots: layers.Collection, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tile_of("plots", tile_at(14))
    monkeypatch.setattr("layers.watch.PATIENCE_S", 60.0)
    tile_of("plots", tile_at(14))
    with django_assert_num_queries(0):
        assert tile_of("plots", tile_at(14)).drawn == 1


def test_tiles_of_every_set_are_dropped_where_a_change_lies(plots: layers.Collection) -> None:
    """A tile of 4 km around the near plot, and one around the far plot, of each tile matrix set."""
    tiles_of = {}
    for tms in tiles.list_tile_matrix_sets():
        zoom = tms.zoom_of(16.0)
        for name, shape in (("near", SQUARE), ("far", FAR)):
            reach = tiles.limits_in(tms, shape.bounds, zoom, margin=0.0)
            tiles_of[tms.id, name] = Tile(zoom, reach.min_row, reach.min_column, tms)
    kept_before = {key: stored(place(plots), tile) == CONTENT for key, tile in tiles_of.items()}
    add("plots", [(box(106.6995, 10.7795, 106.7, 10.78), {"name": "new"})])
    kept_after = {key: cache.find(place(plots), tile) == CONTENT for key, tile in tiles_of.items()}
    assert all(kept_before.values())
    assert kept_after == {(tms, name): name == "far" for tms, name in tiles_of}


def test_large_tiles_are_kept_packed_as_well(plots: layers.Collection) -> None:
    content = TileContent(b"abc" * 1_000, MVT, 3, 2)
    where = place(plots)
    for _ in range(2):  # packed on the way out, then found packed
        packed = cache.kept(where, tile_at(14), lambda: content, packed=True)
        assert packed.packed
    assert (gzip.decompress(packed.data), packed.etag) == (content.data, content.etag)
    add("plots", [(SQUARE, {"name": "meanwhile"})])
    assert cache.find(place(plots), tile_at(14), packed=True) is None


def test_the_oldest_tiles_make_room(plots: layers.Collection, settings: Any) -> None:
    where = place(plots)
    content = TileContent(bytes(400_000), PNG)
    addresses = [Tile(16, 30_000, column) for column in range(6)]
    for age, tile in enumerate(addresses):
        cache.store(where, tile, content)
        os.utime(where.path(tile), (1_000_000 + age, 1_000_000 + age))
    settings.TILE_CACHE_MB = 2
    assert shelf.make_room() == 2  # 2.4 MB down to 90 % of 2 MiB
    assert [cache.find(where, tile) is not None for tile in addresses] == [False, False, True, True, True, True]


def test_an_office_may_keep_no_tiles(plots: layers.Collection, settings: Any) -> None:
    settings.TILE_CACHE_MB = 0
    tile_of("plots", tile_at(14))
    assert not list(settings.VAR_DIR.glob("tiles/*/*/*/14/*/*"))
