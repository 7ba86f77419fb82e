"""Processes and joins show no more than items do: hidden collections, rows and columns stay hidden here too."""

from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

AROUND = {"value": {"type": "Point", "coordinates": [106.698, 10.7725]}}


def run(process: str, **inputs: Any) -> Callable[[Door], bool]:
    """A process that answers, or does not know the collection."""

    def ask(door: Door) -> bool:
        answer = door.post(f"/processes/{process}/execution", {"inputs": inputs, "response": "document"})
        assert answer.status_code in (200, 404), answer.content
        return bool(answer.status_code == 200)

    return ask


def has(path: str) -> Callable[[Door], bool]:
    """An address that is there, or is not."""

    def ask(door: Door) -> bool:
        status = door.get(path).status_code
        assert status in (200, 404), status
        return bool(status == 200)

    return ask


def join(door: Door, collection: str = "bunkers", **form: str) -> Any:
    """The answer to a table that is joined at once."""
    table = SimpleUploadedFile("t.csv", "tên,n\nChợ Bến Thành,1\n".encode())
    fields = {"collection-id": collection, "collection-key": "name", "right-dataset-key": "tên"}
    direct = "http://www.opengis.net/spec/ogcapi-joins-1/1.0/conf/output/geojson-direct"
    return door.client.post("/ogc/joins", fields | {"right-dataset-file": table, "output-formats": direct} | form)


DOORS: dict[str, Callable[[Door], bool]] = {
    "count of a collection": run("count-by-area", collection="bunkers", areas="grounds"),
    "count by areas": run("count-by-area", collection="places", areas="bunkered"),
    "near a place": run("within-distance", collection="bunkers", geometry=AROUND, distance_m=100),
    "form of a process": lambda door: '"bunkers"' in door.get("/processes/within-distance?f=html").content.decode(),
    "keys": has("/collections/bunkers/keys"),
    "key values": has("/collections/bunkers/keys/name"),
    "joined at once": lambda door: bool(join(door).status_code == 200),
    "form of joins": lambda door: '"bunkers"' in signed_in(door).get("/joins?f=html").content.decode(),
}


def signed_in(door: Door) -> Door:
    """The same reader; the public as somebody who is signed in and has no rights."""
    if "sessionid" in door.client.cookies:
        return door
    stranger = Door(Client())
    stranger.client.force_login(User.objects.get_or_create(username="stranger")[0])
    return stranger


@pytest.fixture
def city(insider: Door) -> Door:
    """Beside places and bunkers: areas for all, and areas that only the power company may see."""
    for collection_id, public in (("grounds", True), ("bunkered", False)):
        described = spec(collection_id, geometry_type="Polygon", public=public)
        layers.define_collection(described, by=CLERK, now=NOW)
    layers.grant_read("bunkered", to="evn", by=CLERK, now=NOW)
    return insider


@pytest.mark.parametrize("name", DOORS)
def test_the_public_finds_no_trace_of_a_hidden_collection(name: str, city: Door, door: Door) -> None:
    assert not DOORS[name](door)


@pytest.mark.parametrize("name", DOORS)
def test_the_one_who_may_see_it_finds_it(name: str, city: Door) -> None:
    assert DOORS[name](city)


def test_hidden_rows_are_not_counted_and_hidden_columns_not_added_up(db: None, door: Door) -> None:
    fields = (
        layers.Field(name="name", type="string", title_vi="Tên", title_en="Name", role="title"),
        layers.Field(name="kw", type="number", title_vi="Công suất", title_en="Power"),
    )
    layers.define_collection(spec("masts", fields=fields, public=False), by=CLERK, now=NOW)
    rows = [
        layers.Feature(geometry=shapely.Point(106.7, 10.78), properties={"name": name, "kw": kw})
        for name, kw in (("open", 1.0), ("secret", 1000.0))
    ]
    layers.write_features("masts", rows, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.define_collection(spec("grounds", geometry_type="Polygon", fields=fields[:1]), by=CLERK, now=NOW)
    ground = layers.Feature(geometry=shapely.box(106.6, 10.7, 106.8, 10.9), properties={"name": "all"})
    layers.write_features("grounds", [ground], mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("masts", to="public", columns=["name"], row_filter={"name": ["open"]}, by=CLERK, now=NOW)

    def count(**more: str) -> Any:
        inputs = {"collection": "masts", "areas": "grounds"} | more
        return door.post("/processes/count-by-area/execution", {"inputs": inputs, "outputs": {"counts": {}}})

    assert [area["count"] for area in count().json()] == [1]
    assert count(field="kw").status_code == 400
    near = door.post(
        "/processes/within-distance/execution",
        {
            "inputs": {"collection": "masts", "geometry": AROUND, "distance_m": 5000},
            "outputs": {"features": {}},
        },
    ).json()
    assert [feature["properties"] for feature in near["features"]] == [{"name": "open"}]
    joined = join(door, "masts").json()
    assert [feature["properties"] for feature in joined["features"]] == [{"name": "open", "n": None}]


def test_a_job_runs_with_the_rights_of_the_one_who_asked(
    city: Door, door: Door, django_capture_on_commit_callbacks: Any
) -> None:
    body = {"inputs": {"collection": "bunkers", "geometry": AROUND, "distance_m": 100}, "outputs": {"count": {}}}
    states = []
    for asker in (city, door):
        with django_capture_on_commit_callbacks(execute=True):
            made = asker.post("/processes/within-distance/execution", body, prefer="respond-async").json()
        states.append(asker.json(f"/jobs/{made['jobID']}")["status"])
    assert states == ["successful", "failed"]
    assert door.get(f"/jobs/{made['jobID']}/results").status_code == 400
