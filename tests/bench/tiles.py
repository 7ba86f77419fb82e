"""What a vector tile costs: the door, cold and from the cache, against the bare ST_AsMVT that everybody writes.

    python -m tests.bench.tiles [--rounds 20]

Loads the real roads into the configured database if absent. The bare SQL knows no policy, no limit and no
simplification, so at low zooms the door may be faster than it: it sends less, and says what. Prints medians.
Goal, cold: at most twice the bare SQL and 5 ms for the request itself, which is all of a small tile.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import django
import psycopg
from django.conf import settings

CENTRE = (106.70, 10.78)
ZOOMS = (10, 11, 12, 13, 14, 15, 16)
GOAL_RATIO, GOAL_REQUEST_S = 2.0, 0.005
BARE = """
    SELECT ST_AsMVT(t, 'roads', 4096, 'geom', 'fid') FROM (
        SELECT fid, osm_id, name, highway, z_order,
               ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS geom
          FROM feature.roads
         WHERE geom && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 64.0 / 4096), 4326)
    ) AS t WHERE geom IS NOT NULL
"""


def main() -> int:
    """Print one line per zoom; exit code 1 if one misses the goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=20)
    rounds = options.parse_args().rounds
    django.setup()
    from tests.bench.real_layers import ROADS, load

    settings.ALLOWED_HOSTS = ["testserver"]
    load(ROADS)
    return 0 if all([_holds(zoom, rounds=rounds) for zoom in ZOOMS]) else 1


def _holds(zoom: int, *, rounds: int) -> bool:
    """Measure one zoom, print it, and say whether it meets the goal."""
    from tiles.render.grid import limits

    here = limits((*CENTRE, *CENTRE), zoom)
    row, column = here.min_row, here.min_column
    door, bare = _through_the_door(zoom, row, column), _bare_sql(zoom, row, column)
    times: dict[str, list[float]] = {"bare": [], "cold": [], "cached": []}
    for _ in range(rounds):
        times["bare"].append(_seconds(bare))
        _empty_the_cache()
        times["cold"].append(_seconds(door))
        times["cached"].append(_seconds(door))
    bare_s, cold_s, cached_s = (statistics.median(times[name]) for name in ("bare", "cold", "cached"))
    sys.stdout.write(
        f"zoom {zoom}: bare {bare_s * 1000:6.1f} ms ({bare() / 1000:5.0f} kB), door {cold_s * 1000:6.1f} ms "
        f"({door() / 1000:5.0f} kB), ratio {cold_s / bare_s:.2f}, from the cache {cached_s * 1000:.1f} ms\n"
    )
    return cold_s <= GOAL_RATIO * bare_s + GOAL_REQUEST_S


def _through_the_door(zoom: int, row: int, column: int) -> Callable[[], int]:
    """A whole request (middleware, policy, cache, answer), without a socket and uncompressed."""
    from django.test import Client

    client = Client()
    address = f"/ogc/collections/roads/tiles/WebMercatorQuad/{zoom}/{row}/{column}"
    return lambda: len(client.get(address).content)


def _bare_sql(zoom: int, row: int, column: int) -> Callable[[], int]:
    """The same tile by one statement on a connection of its own."""
    database = settings.DATABASES["default"]
    connection = psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"],
        password=database["PASSWORD"], dbname=database["NAME"], autocommit=True,
    )  # fmt: skip

    def run() -> int:
        found = connection.execute(BARE, {"z": zoom, "x": column, "y": row}).fetchone()
        return len(found[0]) if found else 0

    return run


def _empty_the_cache() -> None:
    from tiles import cache

    cache.forget("roads")


def _seconds(run: Callable[[], int]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
