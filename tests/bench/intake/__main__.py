"""From a GeoPackage to a published collection, beside COPY of the same rows and ogr2ogr, in one run.

    ./diaban bench intake [--rows 1000000] [--rounds 1]

Makes the file, then takes turns: our whole way (read in a sandbox, profile, clean, check, incoming table, difference,
publication with history and change log), COPY of the same rows (stored geometry, binary, by psycopg) into a table with
primary key and GiST index, the same without indexes, and ogr2ogr into PostGIS. Prints the medians, the rates as shares
of COPY with indexes, and the largest memory of our processes. Goals: half the rate of COPY with indexes, ahead of
ogr2ogr, below 1 GB; exit code 1 if one is missed.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tests.bench.intake.buildings import FIELDS

GOAL_OF_COPY, GOAL_MB = 0.5, 1024
SCRATCH = "bench_intake"
KNOWN_IN = ("layers_collectionstate", "layers_changelog", "layers_readcopy")
COLUMNS = ", ".join(("fid", "geom", *FIELDS))


def main() -> int:
    """Print the figures; exit code 1 if a goal is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument(
        "--file", type=Path, help="what `python -m tests.bench.intake.buildings` has made of so many rows"
    )
    given = options.parse_args()
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or _made(Path(folder) / "buildings.gpkg", given.rows)
        seconds = _take_turns(path, Path(folder), rounds=given.rounds)
    return 0 if _report(seconds, rows=given.rows) else 1


def _made(path: Path, rows: int) -> Path:
    subprocess.run([sys.executable, "-m", "tests.bench.intake.buildings", str(path), str(rows)], check=True)
    return path


def _take_turns(path: Path, folder: Path, *, rounds: int) -> dict[str, float]:
    """Median seconds of each way."""
    taken: dict[str, list[float]] = {"ours": [], "copy, indexes": [], "copy, bare": [], "ogr2ogr": []}
    for number in range(rounds):
        collection_id = f"bench_buildings_{number}"
        _clear(collection_id)
        taken["ours"].append(_seconds(lambda: _publish(path, collection_id)))  # noqa: B023
        rows = folder / "rows.copy"
        _copy_out(rows, collection_id)
        taken["copy, indexes"].append(_seconds(lambda: _copy_in(rows)))  # noqa: B023
        taken["copy, bare"].append(_seconds(lambda: _copy_in(rows, indexes=False)))  # noqa: B023
        taken["ogr2ogr"].append(_seconds(lambda: _ogr2ogr(path)))
        _clear(collection_id)
    return {way: statistics.median(found) for way, found in taken.items()}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _publish(path: Path, collection_id: str) -> None:
    from geo_server.core import clock
    from geo_server.core.subject import system
    from publishing import api as publishing

    publishing.publish_file(path, collection_id=collection_id, by=system("bench"), now=clock.now())


def _run(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _copy_out(rows: Path, collection_id: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor, rows.open("wb") as file:
        with cursor.copy(f"COPY (SELECT {COLUMNS} FROM feature.{collection_id}) TO STDOUT (FORMAT BINARY)") as copy:
            for data in copy:
                file.write(data)
        _run(
            f"DROP TABLE IF EXISTS {SCRATCH}",
            f"CREATE TABLE {SCRATCH} AS SELECT {COLUMNS} FROM feature.{collection_id} WITH NO DATA",
        )


def _copy_in(rows: Path, *, indexes: bool = True) -> None:
    """What COPY of the same rows takes, from a file that is in memory already."""
    from django.db import connection, transaction

    if indexes:
        _run(f"ALTER TABLE {SCRATCH} ADD PRIMARY KEY (fid)", f"CREATE INDEX ON {SCRATCH} USING gist (geom)")
    with transaction.atomic(), connection.cursor() as cursor, rows.open("rb") as file:
        with cursor.copy(f"COPY {SCRATCH} ({COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy:
            while data := file.read(1 << 18):
                copy.write(data)
    _run(
        f"CREATE TABLE {SCRATCH}_next (LIKE {SCRATCH})",
        f"DROP TABLE {SCRATCH}",
        f"ALTER TABLE {SCRATCH}_next RENAME TO {SCRATCH}",
    )


def _ogr2ogr(path: Path) -> None:
    """As it comes: COPY, a primary key, the GiST index at the end."""
    database: dict[str, Any] = settings.DATABASES["default"]
    names = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME", "password": "PASSWORD"}
    place = " ".join(f"{name}='{database[key]}'" for name, key in names.items() if database[key])
    command = ["ogr2ogr", "-f", "PostgreSQL", f"PG:{place}", str(path), "-nln", f"{SCRATCH}_ogr", "-overwrite"]
    subprocess.run([*command, "--config", "PG_USE_COPY", "YES"], check=True, capture_output=True)
    _run(f"DROP TABLE {SCRATCH}_ogr")


def _clear(collection_id: str) -> None:
    """As if it had never been: the next run loads a collection for the first time again."""
    _run(
        f"DROP TABLE IF EXISTS {SCRATCH}",
        f"DROP TABLE IF EXISTS feature.{collection_id}, history.{collection_id}, served.{collection_id}",
        *(f"DELETE FROM {known} WHERE collection = '{collection_id}'" for known in KNOWN_IN),
        f"DELETE FROM layers_grant WHERE scope = '{collection_id}'",
        f"DELETE FROM layers_collection WHERE id = '{collection_id}'",
    )


def _report(seconds: dict[str, float], *, rows: int) -> bool:
    baseline = seconds["copy, indexes"]
    for way, taken in seconds.items():
        sys.stdout.write(f"{way:<14} {taken:7.2f} s  {rows / taken:10,.0f} rows/s  {baseline / taken:5.2f} of COPY\n")
    own, child = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(f"memory: {own} MB here, {child} MB in the largest child (the maker of the file is one)\n")
    fast = baseline >= GOAL_OF_COPY * seconds["ours"] and seconds["ours"] < seconds["ogr2ogr"]
    return fast and own < GOAL_MB


if __name__ == "__main__":
    sys.exit(main())
