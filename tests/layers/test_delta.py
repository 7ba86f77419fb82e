"""A copy is kept up by what its reader may see, and nobody learns of rows that he may not."""

import json
from datetime import datetime, timedelta

import pytest

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import BadRevision, UnknownCollection
from tests.factories.collections import WRITER, make_spots, spot, write

pytestmark = pytest.mark.django_db
LIMIT = 100


def begin(subject: Subject = WRITER) -> int:
    return layers.delta(subject, collection_id="spots", since=None, limit=LIMIT).revision


def since(revision: int, subject: Subject = WRITER, limit: int = LIMIT) -> layers.Delta:
    return layers.delta(subject, collection_id="spots", since=revision, limit=limit)


def fids() -> dict[str, int]:
    """Code to fid."""
    page = layers.find_items(WRITER, collection_id="spots", query=layers.ItemsQuery())
    return {item["properties"]["code"]: item["id"] for item in json.loads(b"[" + page.features + b"]")}


@pytest.fixture
def spots(now: datetime) -> dict[str, int]:
    make_spots([spot(1, 1, code="a", owner="evn"), spot(2, 2, code="b", owner="sawaco")], now=now)
    return fids()


def change(now: datetime, *rows: layers.Feature) -> None:
    write("spots", list(rows), now=now, mode="upsert", key="code")


def test_what_came_changed_and_went(spots: dict[str, int], now: datetime) -> None:
    begun = begin()
    change(now + timedelta(hours=1), spot(1, 1, code="a", height=9), spot(3, 3, code="c"))
    layers.delete_features("spots", [spots["b"]], by=WRITER, reason="", now=now + timedelta(hours=2))
    found = since(begun)
    assert (found.inserted, found.updated, found.deleted) == ((fids()["c"],), (spots["a"],), (spots["b"],))
    assert since(found.revision) == layers.Delta(found.revision, found.revision)


def test_what_came_and_went_in_between_is_nothing(spots: dict[str, int], now: datetime) -> None:
    begun = begin()
    change(now + timedelta(hours=1), spot(3, 3, code="c"))
    layers.delete_features("spots", [fids()["c"]], by=WRITER, reason="", now=now + timedelta(hours=2))
    found = since(begun)
    assert found.inserted == found.updated == found.deleted == ()


def test_pages_follow_each_other(spots: dict[str, int], now: datetime) -> None:
    begun = begin()
    for hour in range(1, 6):
        change(now + timedelta(hours=hour), spot(hour, 3, code=f"n{hour}"))
    seen: list[int] = []
    found = since(begun, limit=2)
    while True:
        seen += found.inserted
        if not found.continues:
            break
        found = since(found.revision, limit=2)
    assert seen == [fids()[f"n{hour}"] for hour in range(1, 6)]
    assert found.revision == begin()


def test_a_mass_of_changes_is_to_be_read_again(spots: dict[str, int], now: datetime) -> None:
    begun = begin()
    write("spots", [spot(n / 100, 1, code=f"m{n}") for n in range(1001)], now=now + timedelta(hours=1))
    assert since(begun).too_much


def test_a_revision_to_come_is_refused(spots: dict[str, int]) -> None:
    with pytest.raises(BadRevision):
        since(begin() + 1)


@pytest.fixture
def restricted(now: datetime) -> dict[str, int]:
    """The public sees the spots of evn, without their phones."""
    make_spots([spot(1, 1, code="a", owner="evn"), spot(2, 2, code="b", owner="sawaco")], now=now, public=False)
    layers.grant_read("spots", to="public", row_filter={"owner": ["evn"]}, by=WRITER, now=now)
    return fids()


def test_hidden_rows_are_not_told(restricted: dict[str, int], now: datetime) -> None:
    begun = begin(ANONYMOUS)
    change(
        now + timedelta(hours=1), spot(2, 2, code="b", owner="sawaco", height=3), spot(3, 3, code="c", owner="sawaco")
    )
    layers.delete_features("spots", [restricted["b"]], by=WRITER, reason="", now=now + timedelta(hours=2))
    found = since(begun, ANONYMOUS)
    assert found.inserted == found.updated == found.deleted == ()


def test_a_row_that_leaves_his_sight_is_gone_and_one_that_enters_is_new(
    restricted: dict[str, int], now: datetime
) -> None:
    begun = begin(ANONYMOUS)
    change(now + timedelta(hours=1), spot(1, 1, code="a", owner="sawaco"), spot(2, 2, code="b", owner="evn"))
    left = since(begun, ANONYMOUS)
    assert (left.inserted, left.updated, left.deleted) == ((restricted["b"],), (), (restricted["a"],))
    change(now + timedelta(hours=2), spot(1, 1, code="a", owner="sawaco", height=5))
    assert since(left.revision, ANONYMOUS).deleted == ()


def test_a_change_of_a_hidden_column_is_no_news(restricted: dict[str, int], now: datetime) -> None:
    begun = begin(ANONYMOUS)
    change(now + timedelta(hours=1), spot(1, 1, code="a", owner="evn", phone="0901"))
    assert since(begun, ANONYMOUS).updated == ()
    assert since(begun).updated == (restricted["a"],)


def test_a_hidden_collection_has_no_changes(now: datetime) -> None:
    make_spots([], now=now, public=False)
    with pytest.raises(UnknownCollection):
        begin(ANONYMOUS)
