"""What the door costs: 1,000 roads through Django against the same SQL run by psycopg in the same process.

    python -m tests.bench.items [--rounds 60]

Loads the real roads into the configured database if absent. Prints medians and their ratio (goal: 2 at most).
The SQL is what the door itself sends for the rows, caught on its way, so that both sides make the same text.
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any
from unittest.mock import patch

import django
import psycopg
from django.conf import settings

ADDRESS = "/ogc/collections/roads/items?limit=1000&f=json"
GOAL = 2.0


def main() -> int:
    """Print the ratio; exit code 1 if it misses the goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=60)
    rounds = options.parse_args().rounds
    django.setup()
    from tests.bench.real_layers import ROADS, load

    settings.ALLOWED_HOSTS = ["testserver"]
    load(ROADS)
    door, bare = _through_the_door(), _bare_sql()
    door_s, bare_s = _alternating(door, bare, rounds=rounds)
    ratio = door_s / bare_s
    sys.stdout.write(
        f"1,000 roads, median of {rounds}: Django {door_s * 1000:.2f} ms, psycopg {bare_s * 1000:.2f} ms, "
        f"ratio {ratio:.2f} (goal {GOAL:.0f} at most)\n"
    )
    return 0 if ratio <= GOAL else 1


def _through_the_door() -> Callable[[], int]:
    """A whole request (middleware, policy, envelope, answer), without a socket."""
    from django.test import Client

    client = Client()
    return lambda: len(client.get(ADDRESS).content)


def _bare_sql() -> Callable[[], int]:
    """The statement and parameters of the rows, run on a connection of its own."""
    statement, params = _caught_statement()
    database = settings.DATABASES["default"]
    connection = psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"],
        password=database["PASSWORD"], dbname=database["NAME"], autocommit=True,
    )  # fmt: skip

    def run() -> int:
        with closing(connection.cursor()) as cursor:
            row = cursor.execute(statement, params).fetchone()
        return len(row[0].encode()) if row else 0

    return run


def _caught_statement() -> tuple[Any, Any]:
    """The statement of one request that makes the rows, with its parameters."""
    from django.test import Client

    from layers.prepared import fetch_row

    caught: list[tuple[Any, Any]] = []

    def watch(statement: str, params: Any, **how: Any) -> Any:
        caught.append((statement, dict(params)))
        return fetch_row(statement, params, **how)

    with patch("layers.selectors.items.fetch_row", watch):
        Client().get(ADDRESS)
    [found] = caught
    return found


def _alternating(*runs: Callable[[], int], rounds: int) -> list[float]:
    """Median seconds of each, taken in turns, so that a busy machine weighs on all alike."""
    times: list[list[float]] = [[] for _ in runs]
    for run in runs:
        assert run() > 100_000, "1,000 roads are more text than that"
    gc.collect()
    for _ in range(rounds):
        for taken, run in zip(times, runs, strict=True):
            began = time.perf_counter()
            run()
            taken.append(time.perf_counter() - began)
    return [statistics.median(taken) for taken in times]


if __name__ == "__main__":
    sys.exit(main())
