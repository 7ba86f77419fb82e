"""Rows for files: the same features as items, in a stream that holds its place and lets go of it."""

import json
import time
from datetime import datetime
from typing import Any

import pytest
import shapely
from django.db import connection
from psycopg.errors import IdleInTransactionSessionTimeout

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import UnknownField
from layers.selectors import rows as selectors
from tests.factories.collections import make_spots, spot, write

VN2000 = "EPSG:9210"
QUERIES = {
    "all": layers.ItemsQuery(),
    "one page": layers.ItemsQuery(limit=7),
    "a box": layers.ItemsQuery(bbox=(106.0, 10.0, 106.01, 11.0), limit=5),
    "sorted": layers.ItemsQuery(sortby=(layers.SortKey("height", descending=True),), limit=6),
    "in metres": layers.ItemsQuery(crs=VN2000, limit=3),
    "latitude first": layers.ItemsQuery(crs="EPSG:4326", limit=3),
    "one field": layers.ItemsQuery(properties=("code",), limit=3),
    "one value": layers.ItemsQuery(equals=(("owner", "B"),), limit=3),
    "no shape": layers.ItemsQuery(skip_geometry=True, limit=3),
}


@pytest.fixture
def spots(db: None, now: datetime) -> layers.Collection:
    """Twenty spots in a row, some without a height."""
    made = [
        spot(106 + n / 1000, 10.5, name=f"Số {n}", code=str(n), owner="AB"[n % 2], height=None if n % 5 == 0 else n % 4)
        for n in range(20)
    ]
    return make_spots(made, now=now)


@pytest.mark.parametrize("name", QUERIES)
def test_pages_of_rows_are_the_pages_of_items(spots: layers.Collection, name: str) -> None:
    query, marks = QUERIES[name], 0
    while True:
        items = layers.find_items(ANONYMOUS, collection_id="spots", query=query)
        rows = layers.find_rows(ANONYMOUS, collection_id="spots", query=query, form="text")
        assert [written(row) for row in rows.rows] == json.loads(b"[" + items.features + b"]")
        assert (rows.next, rows.matched) == (items.next, items.matched)
        if items.next is None:
            break
        marks += 1
        query = layers.ItemsQuery(**{**vars(query), "after": items.next})
    assert marks or name == "all"


def written(row: layers.Row) -> dict[str, Any]:
    """A row in text form as a GeoJSON feature."""
    fid, geometry, _, properties, _ = row
    return {"type": "Feature", "id": fid, "geometry": json.loads(geometry), "properties": json.loads(properties)}


def test_binary_rows_hold_x_first_and_whole_numbers_of_digits(spots: layers.Collection) -> None:
    query = layers.ItemsQuery(crs="EPSG:4326", limit=2)
    page = layers.find_rows(ANONYMOUS, collection_id="spots", query=query, form="binary")
    fields = layers.fields_of_rows(ANONYMOUS, collection_id="spots", query=query)
    assert [field.name for field in fields] == ["name", "code", "owner", "height"]
    fid, wkb, *values = page.rows[1]
    point: Any = shapely.from_wkb(wkb)
    assert fid == 2 and shapely.equals_exact(point, shapely.Point(106.001, 10.5))
    assert values == ["Số 1", "1", "B", 1.0]


def test_a_stream_is_as_of_one_moment(spots: layers.Collection, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(selectors, "ROWS_PER_FETCH", 6)
    stream = layers.stream_rows(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(limit=2), form="text")
    first = next(stream)
    write("spots", [spot(107, 10, name="later")], now=now)
    sizes = [len(first), *map(len, stream)]
    assert sizes == [6, 6, 6, 2]


def test_what_is_wrong_is_said_at_once(spots: layers.Collection) -> None:
    with pytest.raises(UnknownField):
        layers.stream_rows(
            ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(properties=("phone",)), form="binary"
        )


def test_a_closed_stream_lets_go_of_the_database(spots: layers.Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "ROWS_PER_FETCH", 6)
    stream = layers.stream_rows(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(), form="text")
    assert open_cursors() == 1
    stream.close()
    assert open_cursors() == 0 and list(stream) == []


def open_cursors() -> int:
    """How many places the database keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE 'rows_%'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_stalls_loses_his_stream(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    make_spots([spot(106 + n / 1000, 10.5, name=str(n)) for n in range(20)], now=now)
    monkeypatch.setattr(selectors, "ROWS_PER_FETCH", 6)
    monkeypatch.setattr(selectors, "STALLED_AFTER_S", 0.2)
    stream = layers.stream_rows(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(), form="text")
    time.sleep(0.6)
    with pytest.raises(IdleInTransactionSessionTimeout):
        list(stream)
    connection.close()  # as Django does between requests
    assert layers.get_collection(ANONYMOUS, collection_id="spots").count == 20
