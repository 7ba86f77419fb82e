"""What following costs: a network of 1,998,000 links made from its tables, then links torn off one by one inside it.

    python -m tests.bench.networks.edits [side]

The baseline is the same UPDATE on the same table without the triggers of the topology. Makes a street grid of
side × side nodes (1,000 if not given), once, and keeps it.
"""

import statistics
import sys
import time
from typing import Any

import django

EDITS = 40


def main() -> int:
    """Print the figures; always 0."""
    django.setup()
    from django.db import connection, transaction

    from geo_server.core import clock
    from tests.factories import networks as small

    side = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    name = f"grid_{side}"
    with connection.cursor() as cursor:
        small.make_collections(clock.now(), name=name)
        cursor.execute(f"SELECT count(*) FROM feature.{name}_links")
        if cursor.fetchone() == (0,):
            _fill(cursor, name, side)
            started = time.perf_counter()
            small.networks.define_network(small.network_spec(name), by=small.WRITER, now=clock.now())
            print(f"made: {time.perf_counter() - started:.0f} s")
        cursor.execute(f"SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY fid) FROM feature.{name}_links")
        [first] = cursor.fetchone()
        with transaction.atomic():
            _edit(cursor, name, range(first, first + 3))
            print("with topology and errors:", _edit(cursor, name, range(first + 10, first + 10 + EDITS)))
            cursor.execute(f"ALTER TABLE feature.{name}_links DISABLE TRIGGER topology_update")
            print("without:                 ", _edit(cursor, name, range(first + 100, first + 100 + EDITS)))
            transaction.set_rollback(True)
    return 0


def _fill(cursor: Any, name: str, side: int) -> None:
    """A grid of streets of 20 m between nodes, with sources, valves and customers."""
    step = 20 / 111319.49
    cursor.execute(
        f"INSERT INTO feature.{name}_nodes (geom, kind, shut, owner, year)"
        f" SELECT ST_SetSRID(ST_MakePoint(106.5 + x * {step}, 10.6 + y * {step}), 4326),"
        " CASE WHEN x % 200 = 0 AND y % 200 = 0 THEN 'source' WHEN (x + y) % 10 = 0 THEN 'valve'"
        " WHEN (x * y) % 7 = 0 THEN 'customer' ELSE 'junction' END, false, 'water', 2000"
        f" FROM generate_series(0, {side} - 1) x, generate_series(0, {side} - 1) y"
    )
    cursor.execute(
        f"INSERT INTO feature.{name}_links (geom, kind, owner, year, material, status)"
        f" SELECT ST_SetSRID(ST_MakeLine(ST_MakePoint(106.5 + x * {step}, 10.6 + y * {step}),"
        f" ST_MakePoint(106.5 + (x + dx) * {step}, 10.6 + (y + 1 - dx) * {step})), 4326),"
        " 'main', 'water', 2000, 'hdpe', 'in_service'"
        f" FROM generate_series(0, {side} - 1) x, generate_series(0, {side} - 1) y, generate_series(0, 1) dx"
        f" WHERE x + dx < {side} AND y + 1 - dx < {side}"
    )
    cursor.execute(f"ANALYZE feature.{name}_nodes, feature.{name}_links")


def _edit(cursor: Any, name: str, fids: range) -> str:
    """Tear links off, a metre aside, each in a statement of its own."""
    took = []
    for fid in fids:
        started = time.perf_counter()
        cursor.execute(f"UPDATE feature.{name}_links SET geom = ST_Translate(geom, 0, 0.00001) WHERE fid = {fid}")
        took.append(1000 * (time.perf_counter() - started))
    return f"median {statistics.median(took):.1f} ms, slowest {max(took):.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
