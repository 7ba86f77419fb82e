"""Any revision comes back as it was, whatever dates its writes carried: random histories against what was seen then."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from layers import api as layers
from layers.errors import UnkeptRevision, UnknownCollection
from tests.factories.collections import SPOT_FIELDS, WRITER, make_spots, spot, write

pytestmark = pytest.mark.django_db

FIELDS = (*SPOT_FIELDS, layers.Field("id", "integer", "Số", "Number", role="key"))
Rows = dict[int, tuple[Any, ...]]


def run(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


def stored() -> Rows:
    """Everything that the table holds, geometry as bytes."""
    rows = run("SELECT fid, ST_AsEWKB(geom), name, code, owner, height, phone, id FROM feature.spots")
    return {row[0]: (bytes(row[1]) if row[1] else None, *row[2:]) for row in rows}


def revision() -> int:
    return layers.get_collection(WRITER, collection_id="spots").revision


def bring_back(wanted: int, *, now: datetime) -> layers.WriteReport:
    return layers.restore("spots", revision=wanted, by=WRITER, reason="rolled back", now=now)


class History:
    """Random writes to a collection, each through one of the ways in; remembers what stood at every revision."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.chance = random.Random(seed)
        self.now = now
        self.seen: dict[int, Rows] = {revision(): stored()}

    def step(self) -> None:
        """One write; every third one in the moment of the one before, every second one backdated."""
        if self.chance.random() < 0.7:
            self.now += timedelta(hours=1)
        self.chance.choice([self.upsert, self.replace, self.remove, self.by_hand, self.exchange, self.restore])()
        self.seen[revision()] = stored()

    def _rows(self) -> list[layers.Feature]:
        numbers = self.chance.sample(range(8), self.chance.randint(1, 6))
        return [
            spot(self.chance.random(), 1, id=n, name=self.chance.choice("ABC"), height=self.chance.choice([None, 1.5]))
            for n in numbers
        ]

    def _how(self) -> dict[str, Any]:
        backdated = self.chance.random() < 0.5
        return {"key": "id", "now": self.now, "since": self.now - timedelta(days=30) if backdated else None}

    def upsert(self) -> None:
        write("spots", self._rows(), mode="upsert", **self._how())

    def replace(self) -> None:
        write("spots", self._rows(), mode="replace", **self._how())

    def remove(self) -> None:
        fids = [fid for fid in stored() if self.chance.random() < 0.4]
        layers.delete_features("spots", fids, by=WRITER, reason="", now=self.now)

    def by_hand(self) -> None:
        run("UPDATE feature.spots SET height = coalesce(height, 0) + 1 WHERE id %% 2 = %s", self.chance.randint(0, 1))

    def exchange(self) -> None:
        """Two features take each other's key, as a tool does that goes by a number that is not in use."""
        numbers = [row[-1] for row in stored().values()]
        if len(numbers) > 1:
            one, other = self.chance.sample(numbers, 2)
            for old, new in ((one, -1), (other, one), (-1, other)):
                run("UPDATE feature.spots SET id = %s WHERE id = %s", new, old)

    def restore(self) -> None:
        wanted = self.chance.choice(list(self.seen))
        bring_back(wanted, now=self.now)
        assert stored() == self.seen[wanted]


@pytest.mark.parametrize("seed", range(12))
def test_every_revision_of_a_random_history_comes_back(now: datetime, seed: int) -> None:
    make_spots([], now=now, fields=FIELDS)
    told = History(seed, now)
    for _ in range(15):
        told.step()
    for wanted in told.chance.sample(list(told.seen), len(told.seen)):
        before = stored()
        report = bring_back(wanted, now=told.now + timedelta(days=1))
        assert stored() == told.seen[wanted]
        after = told.seen[wanted]
        common = before.keys() & after.keys()
        assert report.added == len(after.keys() - before.keys())
        assert report.removed == len(before.keys() - after.keys())
        assert report.changed == sum(before[fid] != after[fid] for fid in common)
        assert report.unchanged == len(common) - report.changed


def test_what_came_between_stays_in_the_history(now: datetime) -> None:
    make_spots([spot(1, 1, id=1, name="A", code="a")], now=now, fields=FIELDS)
    first = revision()
    second, third = now + timedelta(days=1), now + timedelta(days=2)
    write("spots", [spot(2, 2, id=1, name="B", code="a")], mode="upsert", key="code", now=second)
    bring_back(first, now=third)
    [fid] = stored()
    versions = layers.history(WRITER, collection_id="spots", fid=fid)
    assert [(v.properties["name"], v.valid_from, v.valid_to) for v in versions] == [
        ("A", now, second),
        ("B", second, third),
        ("A", third, None),
    ]
    assert [v.reason for v in versions] == ["test", "test", "rolled back"]


def test_a_removed_feature_returns_under_its_fid(now: datetime) -> None:
    make_spots([spot(1, 1, name="A"), spot(2, 2, name="B")], now=now, fields=FIELDS)
    first, before = revision(), stored()
    layers.delete_features("spots", list(before), by=WRITER, reason="", now=now + timedelta(days=1))
    report = bring_back(first, now=now + timedelta(days=2))
    assert (report.added, stored()) == (2, before)
    assert layers.get_collection(WRITER, collection_id="spots").count == 2


def test_before_the_first_row_there_was_none(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now, fields=FIELDS)
    assert bring_back(0, now=now + timedelta(days=1)).removed == 1
    assert stored() == {}


def test_a_moment_names_a_revision_by_the_clock_of_its_writer(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a")], now=now)
    first = revision()
    later = now + timedelta(days=2)
    write(
        "spots", [spot(1, 1, name="B", code="a")], mode="upsert", key="code", now=later, since=now - timedelta(days=9)
    )
    found = [layers.revision_at("spots", now + timedelta(days=days)) for days in (-1, 0, 1, 2)]
    assert found == [0, first, first, revision()]


def test_a_column_that_came_later_is_empty_again(now: datetime) -> None:
    make_spots([spot(1, 1, code="a")], now=now)
    first = revision()
    more = (*SPOT_FIELDS, layers.Field("year", "integer", "Năm", "Year"))
    make_spots([], now=now, fields=more)
    write("spots", [spot(1, 1, code="a", year=2020)], mode="upsert", key="code", now=now + timedelta(days=1))
    bring_back(first, now=now + timedelta(days=2))
    assert run("SELECT year FROM feature.spots") == [(None,)]


def test_only_what_is_kept_comes_back(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now)
    with pytest.raises(UnkeptRevision, match="0 to"):
        bring_back(revision() + 1, now=now)
    with pytest.raises(UnknownCollection):
        layers.restore("nothing", revision=1, by=WRITER, reason="", now=now)
