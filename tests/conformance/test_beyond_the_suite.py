"""What the official suite does not ask: recall, paging while others write, and several processes on one registry."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import psycopg
import pytest

from .client import GEOJSON, Api, find_link
from .servers import run

pytestmark = pytest.mark.conformance

PUBLISH = """
import django; django.setup()
from layers import api as layers
from tests.factories.places import CLERK, NOW, rows, spec
layers.define_collection(spec("{name}"), by=CLERK, now=NOW)
layers.write_features("{name}", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
"""
RETIRE = """
import django; django.setup()
from layers import api as layers
from tests.factories.places import CLERK, NOW
layers.retire_collection("{name}", by=CLERK, now=NOW)
"""


def test_a_box_misses_nothing_that_the_database_finds(api: Api, environment: dict[str, str]) -> None:
    random = np.random.default_rng(9210)
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        for _ in range(15):
            x, y = random.uniform(106.5, 106.7), random.uniform(10.8, 10.88)
            box = (x, y, x + random.uniform(0.001, 0.05), y + random.uniform(0.001, 0.05))
            found = connection.execute(
                "SELECT fid FROM feature.lanes WHERE ST_Intersects(geom, ST_MakeEnvelope(%s, %s, %s, %s, 4326))", box
            )
            expected = {fid for (fid,) in found}
            assert {f["id"] for f in api.all_items("lanes", bbox=",".join(map(str, box)), limit=50)} == expected


def test_paging_meets_every_feature_once_while_others_write(api: Api, environment: dict[str, str]) -> None:
    name = "busy"
    run("-c", PUBLISH.format(name=name), environment=environment)
    before = {feature["id"] for feature in api.all_items(name)}
    with psycopg.connect(environment["DIABAN_DATABASE_URL"], autocommit=True) as connection:
        insert = "INSERT INTO feature.busy (geom, name) VALUES (ST_SetSRID(ST_MakePoint(106.7, 10.8), 4326), 'mới')"
        seen: list[int] = []
        page: dict[str, Any] = api.items(name, limit=2)
        while True:
            seen += [feature["id"] for feature in page["features"]]
            if len(seen) < 20:
                connection.execute(insert)
            following = find_link(page, "next", GEOJSON)
            if following is None:
                break
            page = api.json(following, GEOJSON)
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_new_collection_shows_in_every_process_at_once(
    api: Api, second_api: Api, environment: dict[str, str]
) -> None:
    for one in (api, second_api):
        assert one.get(f"{one.landing}/collections/newborn").status_code == 404
    run("-c", PUBLISH.format(name="newborn"), environment=environment)
    for one in (api, second_api):
        assert "newborn" in {entry["id"] for entry in one.json(f"{one.landing}/collections")["collections"]}
        assert one.items("newborn")["numberMatched"] == 5
        assert one.json(f"{one.landing}/collections/newborn/schema")["properties"]["kind"]["title"] == "Loại"
    run("-c", RETIRE.format(name="newborn"), environment=environment)
    for one in (api, second_api):
        assert one.get(f"{one.landing}/collections/newborn/items").status_code == 404


def test_many_readers_at_once_get_the_same_answer(api: Api) -> None:
    def ask(_: int) -> tuple[int, list[int]]:
        document = api.items("lanes", limit=50)
        return document["numberMatched"], [feature["id"] for feature in document["features"]]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(32)))
    assert all(answer == answers[0] for answer in answers)
