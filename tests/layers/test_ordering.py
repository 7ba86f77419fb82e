"""Features come in the order that was asked for, page after page, each exactly once, whatever comes or goes."""

import base64
import itertools
import json
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.db import connection
from shapely.geometry import Point

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadCursor, BadSorting, UnknownField
from tests.factories.collections import make_spots, spot, write
from tests.factories.things import codes_of, define_things

pytestmark = pytest.mark.django_db

SORTED_FIELDS = ("name", "code", "height", "floors", "listed", "built", "closed", "seen")


def key(name: str, *, descending: bool = False) -> layers.SortKey:
    return layers.SortKey(name, descending=descending)


def page(*, limit: int = 2, **query: Any) -> tuple[list[dict[str, Any]], layers.ItemsPage]:
    asked = layers.ItemsQuery(limit=limit, **query)
    found = layers.find_items(ANONYMOUS, collection_id="things", query=asked)
    return json.loads(b"[" + found.features + b"]"), found


def fids_of_all_pages(*, limit: int, **query: Any) -> list[int]:
    fids, after = [], None
    while True:
        features, found = page(limit=limit, after=after, **query)
        fids += [feature["id"] for feature in features]
        after = found.next
        if after is None:
            return fids


def fids_by_sql(order: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT fid FROM feature.things ORDER BY {order}")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def things(now: datetime) -> None:
    define_things(now=now)


@pytest.fixture
def crowd(now: datetime) -> None:
    """Sixty features with few values each, so that there are many equal ones and many missing ones."""
    define_things(now=now)
    random = Random(7)
    choices: dict[str, list[Any]] = {
        "name": [None, "An", "Ân", "Đào", "Dung", "Ê"],
        "height": [None, 0.1, 0.1 + 1e-16, 1e300, -2.5],
        "floors": [None, 0, 2**62],
        "listed": [None, True, False],
        "built": [None, "1900-01-01", "2000-02-29"],
        "closed": [None, "2030-01-01"],
        "seen": [None, "2026-07-01T00:00:00.123456Z", "2026-07-01T00:00:00.12Z"],
    }
    rows = [
        layers.Feature(
            Point(106, 10), {"code": str(n)} | {name: random.choice(values) for name, values in choices.items()}
        )
        for n in range(60)
    ]
    write("things", rows, now=now)


@pytest.mark.parametrize("name", SORTED_FIELDS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_one_field_are_its_order(crowd: None, name: str, descending: bool) -> None:
    collation = ' COLLATE "vi-x-icu"' if name in ("name", "code") else ""
    wanted = fids_by_sql(f"{name}{collation} {'DESC' if descending else 'ASC'} NULLS LAST, fid")
    assert len(wanted) == 65
    assert fids_of_all_pages(limit=7, sortby=(key(name, descending=descending),)) == wanted


@pytest.mark.parametrize("seed", range(12))
def test_pages_of_several_fields_are_their_order(crowd: None, seed: int) -> None:
    random = Random(seed)
    names = random.sample(["height", "floors", "listed", "built", "closed", "seen"], 3)
    keys = tuple(key(name, descending=random.random() < 0.5) for name in names)
    wanted = fids_by_sql(", ".join(f"{k.name} {'DESC' if k.descending else 'ASC'} NULLS LAST" for k in keys) + ", fid")
    assert fids_of_all_pages(limit=random.randint(1, 9), sortby=keys) == wanted


def test_the_vietnamese_alphabet_is_the_order_of_texts(now: datetime) -> None:
    alphabet = ["an", "ăn", "ân", "bà", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưn", "ý"]
    shuffled = Random(3).sample(alphabet, len(alphabet))
    make_spots([spot(1, 1, name=name) for name in shuffled], now=now)
    query = layers.ItemsQuery(sortby=(key("name"),))
    found = layers.find_items(ANONYMOUS, collection_id="spots", query=query)
    assert [f["properties"]["name"] for f in json.loads(b"[" + found.features + b"]")] == alphabet


def test_order_meets_filter_words_and_box(things: None) -> None:
    query: dict[str, Any] = {"sortby": (key("height", descending=True),)}
    assert codes_of(**query) == ["B_1", "A2", "A1", "C\\3", "B%2"]
    assert codes_of(filter=layers.Filter("floors >= 1"), **query) == ["B_1", "A2", "A1"]
    assert codes_of(bbox=(106.69, 10.77, 106.71, 10.78), **query) == ["A2", "A1", "C\\3"]
    assert codes_of(q="duong,landmark", **query) == ["B_1", "C\\3"]


def test_what_comes_and_goes_between_pages_neither_repeats_nor_hides_another(crowd: None, now: datetime) -> None:
    keys = (key("height", descending=True), key("seen"))
    before = fids_by_sql("fid")
    seen, after = [], None
    for number in itertools.count():
        features, found = page(limit=5, after=after, sortby=keys)
        seen += [feature["id"] for feature in features]
        if found.next is None:
            break
        after = found.next
        newcomers = [{"height": height, "seen": None, "code": f"new {number}"} for height in (1e301, None, 0.1)]
        write("things", [layers.Feature(Point(106, 10), values) for values in newcomers], now=now)
        if number == 0:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM feature.things WHERE fid = %s", [seen[-1]])  # the very mark of the page
    assert sorted(fid for fid in seen if fid in before) == before
    assert len(set(seen)) == len(seen)


def test_a_hidden_field_is_no_order(things: None) -> None:
    with pytest.raises(UnknownField):
        page(sortby=(key("secret"),))
    with pytest.raises(UnknownField):
        page(sortby=(key("changed_by"),))


def test_an_order_names_each_field_once(things: None) -> None:
    with pytest.raises(BadSorting):
        page(sortby=(key("name"), key("name", descending=True)))


def mark(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "fid:3",
        "sorted:[3]",
        'sorted:[3, ["x"]]',
        'sorted:[3, ["1e999"]]',
        "sorted:[3, [1]]",
        'sorted:[true, ["1"]]',
        'sorted:["3", ["1"]]',
        'sorted:[-3, ["1"]]',
        'sorted:[3, ["1", "2"]]',
        "sorted:" + "[" * 5000,
        "sorted:{}",
        'sorted:[3, ["1); DROP TABLE x"]]',
        'sorted:[99999999999999999999, ["1"]]',
        "",
    ],
)
def test_a_mark_that_somebody_made_up_is_refused(things: None, text: str) -> None:
    with pytest.raises(BadCursor):
        page(sortby=(key("height"),), after=mark(text))


def test_a_mark_of_another_order_is_refused(things: None) -> None:
    by_fid, by_height = page()[1].next, page(sortby=(key("height"),))[1].next
    with pytest.raises(BadCursor):
        page(after=by_height)
    with pytest.raises(BadCursor):
        page(after=by_fid, sortby=(key("height"),))
    with pytest.raises(BadCursor):
        page(after=by_height, sortby=(key("height"), key("seen")))
