"""Several writers and processes at once; these tests commit, so each uses connections of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run the jobs in threads that start together; returns what they raised."""
    barrier, raised = Barrier(len(jobs)), list[BaseException]()

    def run(job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            job()
        except Exception as error:  # noqa: BLE001 - handed to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def test_two_writers_of_the_same_keys_leave_each_key_once(now: datetime) -> None:
    make_spots([], now=now)
    rows = [spot(n, 1, code=str(n)) for n in range(50)]
    later = now + timedelta(hours=1)

    def upsert() -> None:
        write("spots", rows, now=later, mode="upsert", key="code")

    assert at_once(upsert, upsert) == []
    assert layers.get_collection(ANONYMOUS, collection_id="spots").count == 50
    assert layers.count_items(ANONYMOUS, collection_id="spots", query=layers.ItemsQuery(at=_now(later))) == 50


def test_counts_are_right_after_writers_who_add_together(now: datetime) -> None:
    make_spots([], now=now)
    jobs = [lambda: write("spots", [spot(1, 1), spot(2, 2)], now=now)] * 4
    assert at_once(*jobs) == []
    collection = layers.get_collection(ANONYMOUS, collection_id="spots")
    changes = layers.changes_since("spots", revision=0)
    assert (collection.count, len(changes), collection.revision) == (8, 8, changes[-1].revision)


def test_the_same_collection_defined_by_two_processes_is_one(now: datetime) -> None:
    def define() -> None:
        layers.define_collection(spots_spec(), by=WRITER, now=now)

    assert at_once(define, define) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_grant")
        assert cursor.fetchone() == (1,)


def test_an_emptied_database_still_has_its_registry_revision() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert layers.registry_revision() > 0


def _now(moment: datetime) -> layers.TimeSpan:
    return layers.TimeSpan(moment, moment)
