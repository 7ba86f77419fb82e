"""A read copy never tells anything else than the collection itself, whoever writes and whoever asks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from shapely.geometry import LineString, Point, Polygon

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers import tasks
from layers.models import StoredCopy
from layers.selectors import items
from layers.services import read_copies
from tests.factories.collections import SPOT_FIELDS, WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db(transaction=True)

CLERK = Subject(key="user:7", name="Lan", organisation="evn")
ROWS = [
    spot(106 + n / 100, 10 + n / 200, name=f'Đường "{n}"', code=str(n % 5), owner="evn", height=n / 3, phone="09")
    for n in range(40)
]
QUERIES: dict[str, dict[str, Any]] = {
    "all": {},
    "a page": {"limit": 7},
    "a box": {"bbox": (106.05, 10.0, 106.2, 10.2), "limit": 3},
    "a value": {"equals": (("code", "3"),)},
    "another CRS": {"crs": "EPSG:9210", "limit": 5},
    "latitude first": {"crs": "EPSG:4326", "limit": 5},
    "no shapes": {"skip_geometry": True},
    "two fields": {"properties": ("code", "height")},
    "a filter": {"filter": layers.Filter("height > 3 AND code IN ('1','2')"), "limit": 4},
    "an order": {"sortby": (layers.SortKey("code", descending=True),), "limit": 9},
    "words": {"q": "duong"},
}


@pytest.fixture
def spots(now: datetime) -> Iterator[None]:
    """A collection with a copy, whose rows only some may see whole."""
    make_spots(ROWS, now=now)
    layers.grant_read("spots", to="user:7", columns=["phone", "name"], row_filter={"code": ["3"]}, by=WRITER, now=now)
    assert layers.build_read_copy("spots", now=now)
    yield
    layers.drop_read_copy("spots")


def both(subject: Subject = ANONYMOUS, collection_id: str = "spots", **asked: Any) -> layers.ItemsPage:
    """A page, equal to the byte from the copy and from the collection's own table."""
    read = items._read(subject, collection_id, layers.ItemsQuery(**asked))
    from_table = items._page(read.from_table())
    assert from_table is not None
    if read.copy is not None:
        assert items._page(read) == from_table
    return from_table


def all_of(collection_id: str = "spots") -> bytes:
    """Everything, read twice; it must have come from a copy."""
    assert items._read(ANONYMOUS, collection_id, layers.ItemsQuery()).copy is not None
    return both(collection_id=collection_id).features


def directly(statement: str, *params: Any, settings: str = "") -> None:
    """What QGIS does: another connection, with settings of its own, writes into the table."""
    with psycopg.connect(_dsn()) as other:
        if settings:
            other.execute(sql.SQL(settings))
        other.execute(sql.SQL(statement), params)


def _dsn() -> str:
    found = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        dbname=found["NAME"], user=found["USER"], password=found["PASSWORD"], host=found["HOST"], port=found["PORT"]
    )


@pytest.mark.parametrize("asked", QUERIES.values(), ids=list(QUERIES))
@pytest.mark.parametrize("subject", [ANONYMOUS, CLERK, WRITER], ids=["public", "clerk", "administrator"])
def test_both_tell_the_same(asked: dict[str, Any], subject: Subject, spots: None) -> None:
    assert both(subject, **asked).returned > 0


def test_a_private_field_is_not_in_the_stored_text(spots: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute('SELECT count(*) FROM served.spots WHERE "Doc" LIKE %s', ["%phone%"])
        assert cursor.fetchone() == (0,)
    assert b'"phone":"09"' in both(CLERK, equals=(("code", "3"),)).features
    assert b"phone" not in both().features


def test_a_field_that_becomes_private_leaves_at_once(now: datetime, spots: None) -> None:
    fields = tuple(replace(field, private=field.private or field.name == "owner") for field in SPOT_FIELDS)
    layers.define_collection(spots_spec(fields=fields), by=WRITER, now=now)
    assert b"owner" not in both().features
    assert read_copies.needing_a_copy() == ["spots"]


def test_single_items_are_the_same(spots: None) -> None:
    for subject in (ANONYMOUS, CLERK, WRITER):
        read = items._read(subject, "spots", layers.ItemsQuery())
        assert read.copy is not None
        assert items._item(read, 4) == items._item(read.from_table(), 4)


WRITES: dict[str, str] = {
    "insert": "INSERT INTO feature.spots (geom, name, height) VALUES (ST_SetSRID(ST_Point(106, 10), 4326), 'new', 0.1)",
    "update": "UPDATE feature.spots SET name = upper(name), geom = ST_Translate(geom, 0.001, 0) WHERE fid < 9",
    "delete": "DELETE FROM feature.spots WHERE code = '2'",
    "no shape": "UPDATE feature.spots SET geom = NULL WHERE fid = 3",
    "at the pole": "UPDATE feature.spots SET geom = ST_SetSRID(ST_Point(0, 90), 4326) WHERE fid = 3",
    "nothing": "UPDATE feature.spots SET name = name",
}


OTHER_SETTINGS = "SET timezone = 'Asia/Ho_Chi_Minh'; SET extra_float_digits = 0; SET search_path = pg_catalog, public"


@pytest.mark.parametrize("statement", WRITES.values(), ids=list(WRITES))
def test_what_another_tool_writes_is_in_the_copy_at_once(statement: str, spots: None) -> None:
    directly(statement, settings=OTHER_SETTINGS)
    all_of()
    both(bbox=(-180, -90, 180, 90), limit=5)


def test_times_are_written_in_utc_whoever_writes(now: datetime) -> None:
    seen = layers.Field("seen", "date-time", "Lúc", "Seen")
    layers.define_collection(spots_spec("visits", fields=(*SPOT_FIELDS, seen)), by=WRITER, now=now)
    layers.build_read_copy("visits", now=now)
    directly(
        "INSERT INTO feature.visits (name, seen) VALUES ('A', '2026-07-01 08:00+07')",
        settings="SET timezone = 'Asia/Ho_Chi_Minh'",
    )
    assert b'"seen":"2026-07-01T01:00:00+00:00"' in all_of("visits")


def test_lines_and_areas_too(now: datetime) -> None:
    spec = spots_spec("shapes", geometry_type="Geometry")
    layers.define_collection(spec, by=WRITER, now=now)
    shapes = [Point(1, 1), LineString([(0, 0), (1, 2)]), Polygon([(0, 0), (1, 0), (1, 1)]), None]
    write("shapes", [layers.Feature(shape, {"name": "x"}) for shape in shapes], now=now)
    layers.build_read_copy("shapes", now=now)
    assert all_of("shapes").count(b'"type":"Feature"') == 4


def test_a_bulk_change_makes_it_stale_and_the_next_build_heals_it(now: datetime, spots: None) -> None:
    directly(
        "INSERT INTO feature.spots (geom, name) SELECT ST_SetSRID(ST_Point(106, 10), 4326), n::text"
        " FROM generate_series(1, 20001) n"
    )
    assert StoredCopy.objects.get().stale
    assert layers.find_items(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(limit=1)).matched == 20041
    assert tasks.keep_read_copies() == 1
    assert not StoredCopy.objects.get().stale
    assert all_of().count(b'"type":"Feature"') == 1000


def test_a_stale_copy_is_never_read(now: datetime, spots: None) -> None:
    layers.find_items(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE layers_readcopy SET stale = true")
        cursor.execute('UPDATE served.spots SET "Doc" = %s', ['"a lie"'])
    page = layers.find_items(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery())
    assert b"a lie" not in page.features and page.returned == len(ROWS)
    item = layers.get_item(ANONYMOUS, collection_id="spots", fid=1)
    assert b"a lie" not in item.feature


def test_large_collections_get_one_by_themselves(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    make_spots(ROWS, now=now)
    assert read_copies.needing_a_copy() == []
    monkeypatch.setattr(read_copies, "ROWS_AT_LEAST", len(ROWS))
    assert tasks.keep_read_copies() == 1
    assert (read_copies.needing_a_copy(), StoredCopy.objects.get().rows) == ([], len(ROWS))
    all_of()


def test_a_retired_collection_has_none(now: datetime, spots: None) -> None:
    layers.retire_collection("spots", by=WRITER, now=now)
    assert not StoredCopy.objects.exists()


def test_writers_who_write_while_it_is_built_lose_nothing(now: datetime) -> None:
    make_spots(ROWS, now=now)
    layers.build_read_copy("spots", now=now)
    raised = list[BaseException]()
    later = now + timedelta(hours=1)

    def run(work: Callable[[int], object]) -> Thread:
        def all_rounds() -> None:
            try:
                for number in range(8):
                    work(number)
            except Exception as error:  # noqa: BLE001 - handed to the test
                raised.append(error)
            finally:
                connection.close()

        thread = Thread(target=all_rounds)
        thread.start()
        return thread

    threads = [
        run(lambda n: write("spots", [spot(100 + n, 1, name=f"added {n}")], now=later)),
        run(lambda n: layers.delete_features("spots", [n + 1], by=WRITER, reason="test", now=later)),
        run(lambda n: directly("UPDATE feature.spots SET height = height + 1 WHERE fid > 20")),
        run(lambda n: layers.build_read_copy("spots", now=later)),
    ]
    for thread in threads:
        thread.join(timeout=60)
    assert raised == []
    page = both()
    assert (page.returned, page.matched) == (len(ROWS), len(ROWS))
    assert page.features == all_of() and page.features.count(b"added") == 8
