"""33,000 real roads, read from a read copy while others write: nothing missed, nothing twice, nothing old."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np
import psycopg
import pytest

from .client import Api
from .servers import run, scratch_database, served

pytestmark = [pytest.mark.conformance, pytest.mark.real]

WITHIN = "SELECT fid FROM feature.roads WHERE ST_Intersects(geom, ST_MakeEnvelope(%s, %s, %s, %s, 4326))"
ADD = "INSERT INTO feature.roads (geom, name) SELECT geom, 'mới' FROM feature.roads ORDER BY random() LIMIT 3"
CHANGE = "UPDATE feature.roads SET name = 'đổi', geom = ST_Reverse(geom) WHERE fid %% 97 = %s"
REMOVE = "DELETE FROM feature.roads WHERE fid = (SELECT fid FROM feature.roads WHERE name = 'mới' LIMIT 1)"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[dict[str, str]]:
    """A database with the real roads and their read copy."""
    with scratch_database("real_paging", tmp_path_factory.mktemp("var")) as found:
        run("-m", "tests.conformance.real_city", environment=found)
        run("manage.py", "read_copy", "build", "roads", environment=found)
        yield found


@pytest.fixture(scope="module")
def roads(environment: dict[str, str]) -> Iterator[Api]:
    """A server over them."""
    with served(environment) as landing:
        yield Api(landing)


def test_boxes_find_what_the_database_finds(roads: Api, environment: dict[str, str]) -> None:
    random = np.random.default_rng(4326)
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        for size in (1e-7, 1e-5, 1e-4, 0.001, 0.01, 0.1) * 5:
            x, y = random.uniform(106.6, 106.8), random.uniform(10.7, 10.9)
            box = (x, y, x + size, y + random.uniform(0.5, 2) * size)
            expected = {fid for (fid,) in connection.execute(WITHIN, box)}
            page = roads.items("roads", bbox=",".join(map(repr, box)), limit=10_000)
            assert {feature["id"] for feature in page["features"]} == expected
            assert page["numberMatched"] == len(expected)


def test_boxes_that_end_at_a_point_of_a_road_still_touch_it(roads: Api, environment: dict[str, str]) -> None:
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        corners = connection.execute(
            "SELECT fid, ST_XMax(geom), ST_YMin(geom), ST_YMax(geom) FROM feature.roads ORDER BY fid LIMIT 40"
        ).fetchall()
        for fid, x, south, north in corners:
            for west in (x, np.nextafter(x, 180)):  # exactly at its easternmost point, and one step beyond it
                box = (float(west), south - 0.01, float(west) + 0.01, north + 0.01)
                expected = {found for (found,) in connection.execute(WITHIN, box)}
                page = roads.items("roads", bbox=",".join(map(repr, box)), limit=10_000)
                assert {feature["id"] for feature in page["features"]} == expected
                assert (fid in expected) == (float(west) == x)


def test_every_road_once_while_others_add_change_and_remove(roads: Api, environment: dict[str, str]) -> None:
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        before = {fid for (fid,) in connection.execute("SELECT fid FROM feature.roads")}
    done, writes = Event(), list[int]()

    def write() -> None:
        with psycopg.connect(environment["DIABAN_DATABASE_URL"], autocommit=True) as connection:
            while not done.is_set():
                connection.execute(ADD)
                connection.execute(CHANGE, [len(writes) % 97])
                connection.execute(REMOVE)
                writes.append(1)

    writer = Thread(target=write)
    writer.start()
    try:
        seen = [feature["id"] for feature in roads.all_items("roads", limit=1_500)]
    finally:
        done.set()
        writer.join(timeout=30)
    assert writes
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_afterwards_the_copy_tells_what_the_table_holds(roads: Api, environment: dict[str, str]) -> None:
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        fresh = connection.execute("SELECT NOT stale FROM layers_readcopy WHERE collection = 'roads'").fetchone()
        apart = connection.execute(
            "SELECT count(*) FROM feature.roads f FULL JOIN served.roads s USING (fid)"
            " WHERE f.geom IS DISTINCT FROM s.geom OR f.name IS DISTINCT FROM s.name"
            " OR s.\"Doc\"::json #>> '{properties,name}' IS DISTINCT FROM f.name"
        ).fetchone()
    assert (fresh, apart) == ((True,), (0,))
