"""Networks behind the door of OGC API Processes: what comes out, what is refused, and what stays hidden."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers import api as layers
from tests.factories.collections import WRITER
from tests.factories.places import Door
from tests.factories.small_networks import define_small_networks, place, start, state_what_feeds_what

pytestmark = pytest.mark.django_db
PLACE = {"value": {"type": "Point", "coordinates": list(place("A"))}}


@pytest.fixture
def door() -> Door:
    """The public."""
    return Door(Client())


@pytest.fixture
def open_city(now: datetime) -> None:
    """Both networks, for everybody."""
    define_small_networks(now=now)
    state_what_feeds_what(now=now)


@pytest.fixture
def hidden_city(now: datetime) -> None:
    """Both networks, for nobody."""
    define_small_networks(now=now, public=False)
    state_what_feeds_what(now=now)


def run(door: Door, process: str, **inputs: Any) -> Any:
    """The answer to an execution."""
    return door.post(f"/processes/{process}/execution", {"inputs": inputs, "response": "document"})


def outputs(answer: Any) -> dict[str, Any]:
    """The outputs of a document; objects come wrapped."""
    assert answer.status_code == 200, answer.content
    return {name: value["value"] if isinstance(value, dict) else value for name, value in answer.json().items()}


def titles(document: Any, role: str) -> set[str]:
    """Numbers of the features with this role, by collection."""
    features = document["features"]["features"]
    return {feature["id"] for feature in features if feature["properties"]["role"] == role}


def ids(collection: str, *codes: str) -> set[str]:
    return {f"{collection}.{start(collection, code).fid}" for code in codes}


@pytest.mark.usefixtures("open_city")
def test_a_trace_comes_as_geojson_with_its_sums(door: Door) -> None:
    found = outputs(run(door, "network-trace", network="water", kind="downstream", collection="water_links",
                feature=start("water_links", "w2").fid))  # fmt: skip
    assert titles(found, "link") == ids("water_links", "w2", "w3", "w4")
    assert found["summary"]["customers"] == 1
    assert found["summary"]["people"] == 4
    assert found["summary"]["whole"] is True


@pytest.mark.usefixtures("open_city")
def test_an_isolation_names_what_to_shut(door: Door) -> None:
    fid = start("water_links", "w4").fid
    found = outputs(run(door, "network-isolation", network="water", collection="water_links", feature=fid))
    assert [valve["feature"] for valve in found["shut"]] == [start("water_nodes", "V").fid]
    assert titles(found, "section") == ids("water_links", "w3", "w4")


@pytest.mark.usefixtures("open_city")
def test_an_outage_goes_from_network_to_network(door: Door) -> None:
    fid = start("power_nodes", "T").fid
    found = outputs(run(door, "network-outage", network="power", collection="power_nodes", feature=fid))
    assert [part["network"] for part in found["summary"]["networks"]] == ["power", "water"]
    assert found["summary"]["dark"] == {"eyes": 1}


@pytest.mark.usefixtures("open_city")
def test_a_way_leads_from_place_to_place(door: Door) -> None:
    end = {"value": {"type": "Point", "coordinates": list(place("D"))}}
    found = outputs(run(door, "network-trace", network="water", kind="shortest", place=PLACE, to_place=end))
    assert ids("water_links", "w5", "w6") <= titles(found, "link")


@pytest.mark.usefixtures("open_city")
@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"network": "water"}, 400),
        ({"network": "water", "collection": "water_links"}, 400),
        ({"network": "water", "place": PLACE, "collection": "water_links", "feature": 1}, 400),
        ({"network": "water", "collection": "water_links", "feature": 10**9}, 404),
        ({"network": "water", "collection": "no_such", "feature": 1}, 404),
        ({"network": "wazer", "place": PLACE}, 404),
        ({"network": "water", "place": {"value": {"type": "Point", "coordinates": [106.0, 10.0]}}}, 400),
        ({"network": "water", "place": {"value": {"type": "Point", "coordinates": [500.0, 10.0]}}}, 400),
        ({"network": "water", "place": PLACE, "max_links": 1}, 400),
    ],
)
@pytest.mark.parametrize("process", ["network-trace", "network-isolation", "network-outage"])
def test_what_does_not_hold_is_refused_in_words(process: str, inputs: dict[str, Any], status: int, door: Door) -> None:
    answer = run(door, process, **inputs)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail_vi"]


@pytest.mark.usefixtures("hidden_city")
@pytest.mark.parametrize("process", ["network-trace", "network-isolation", "network-outage"])
def test_the_public_cannot_tell_a_hidden_network_from_none(process: str, door: Door) -> None:
    hidden, absent = (run(door, process, network=name, place=PLACE) for name in ("water", "wazer"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content.replace(b"water", b"wazer") == absent.content
    assert door.client.get("/networks.json").json() == {"networks": []}


@pytest.mark.usefixtures("hidden_city")
def test_who_sees_one_network_hears_nothing_of_the_other(now: datetime, door: Door) -> None:
    user = User.objects.create_user("lan")
    for name in ("power_links", "power_nodes"):
        layers.grant_read(name, to=f"user:{user.pk}", by=WRITER, now=now)
    door.client.force_login(user)
    fid = start("power_nodes", "T").fid
    answer = run(door, "network-outage", network="power", collection="power_nodes", feature=fid)
    assert answer.status_code == 200
    assert b"water" not in answer.content
    assert b"eye" not in answer.content
    [network] = door.client.get("/networks.json").json()["networks"]
    assert (network["id"], network["collections"]) == ("power", ["power_nodes", "power_links"])


@pytest.mark.usefixtures("open_city")
@pytest.mark.parametrize("process", ["water-pressure", "drainage-flooding"])
def test_a_run_is_a_job(process: str, door: Door) -> None:
    rain = {} if process == "water-pressure" else {"rain": [30.0]}
    answer = run(door, process, network="water", **rain)
    assert answer.status_code == 201
    job = door.client.get(answer.headers["Location"], headers={"accept": "application/json"}).json()
    assert job["status"] in ("accepted", "failed")  # `water` has no model: it fails in words as soon as it runs
