"""The place card: page, JSON and process; what is hidden is not there."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER, make_spots, spot
from tests.factories.places import define_bunkers, define_places

pytestmark = pytest.mark.django_db
HERE = "106.7,10.78"


@pytest.fixture
def things(now: datetime) -> None:
    rows = [spot(106.7, 10.78, name="Cây me", code="C1", height=12.5, phone="bí mật")]
    make_spots(rows, now=now, theme="environment/trees")


def card(client: Client, query: str) -> Any:
    return client.get(f"/place?{query}&f=json").json()


def test_it_tells_things_by_theme_with_dates_and_owners(client: Client, things: None, now: datetime) -> None:
    [theme] = card(client, f"at={HERE}")["themes"]
    assert theme["theme"] == "environment/trees"
    [layer] = theme["layers"]
    [thing] = layer["things"]
    assert (thing["title"], thing["since"], thing["distance_m"]) == ("Cây me", now.isoformat(), 0)
    assert {(fact["title_vi"], fact["value_vi"]) for fact in thing["facts"]} == {("Mã", "C1"), ("Cao", "12,5")}


def test_the_page_reads_in_both_languages(client: Client, things: None) -> None:
    page = client.get(f"/place?at={HERE}", headers={"accept": "text/html"}).content.decode()
    assert "Cây me" in page
    assert "bí mật" not in page
    english = client.get(f"/place?at={HERE}&lang=en", headers={"accept": "text/html"}).content.decode()
    assert "since 01/07/2026" in english


def test_a_feature_names_its_own_place(client: Client, things: None) -> None:
    assert card(client, "collection=spots&fid=1")["themes"][0]["layers"][0]["collection"] == "spots"


def test_the_reach_is_metres(client: Client, things: None) -> None:
    near, far = "106.70005,10.78", "106.7005,10.78"  # 5.5 m and 55 m east
    assert card(client, f"at={near}")["themes"]
    assert not card(client, f"at={far}")["themes"]
    assert card(client, f"at={far}&reach=60")["themes"]


def test_the_address_is_that_of_the_nearest(client: Client, now: datetime) -> None:
    fields = (layers.Field("address", "string", "Địa chỉ", "Address"),)
    rows = [spot(106.70005, 10.78, address="7 Lê Lợi"), spot(106.70001, 10.78, address="5 Lê Lợi")]
    make_spots(rows, now=now, fields=fields)
    assert card(client, f"at={HERE}")["address"] == "5 Lê Lợi"


@pytest.mark.parametrize(
    "query",
    [
        "", "at=", "at=x", "at=1", "at=106.7,95", "at=106.7,10.78&reach=9999", "at=106.7,10.78&reach=nan", "geometry={",
        "at=106.7,10.78&reach=x", "collection=spots&fid=x", "collection=spots",
        "collection=spots&fid=99999999999999999999",
        "geometry=" + json.dumps({"type": "Point", "coordinates": []}),
    ],
    ids=[
        "nothing", "empty", "no numbers", "one number", "off the earth", "too far", "nan", "half a geometry",
        "no reach",
        "no fid", "missing fid", "huge fid", "empty geometry",
    ],
)  # fmt: skip
def test_what_is_no_place_is_told_in_words(client: Client, things: None, query: str) -> None:
    answer = client.get(f"/place?{query}&f=json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["detail_vi"]


def test_a_hidden_collection_is_not_there(client: Client) -> None:
    define_places()
    user = define_bunkers()
    page = layers.find_items(WRITER, collection_id="bunkers", query=layers.ItemsQuery())
    longitude, latitude = json.loads(b"[" + page.features + b"]")[0]["geometry"]["coordinates"]
    query = f"at={longitude},{latitude}&reach=500"
    assert "bunkers" not in client.get(f"/place?{query}&f=json").content.decode()
    insider = Client()
    insider.force_login(user)
    assert "bunkers" in insider.get(f"/place?{query}&f=json").content.decode()
    hidden, absent = (client.get(f"/place?collection={name}&fid=1&f=json") for name in ("bunkers", "absent"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(b"bunkers", b"absent") == absent.content


def test_the_process_says_the_same(client: Client, things: None) -> None:
    body = {"inputs": {"geometry": {"value": {"type": "Point", "coordinates": [106.7, 10.78]}}}}
    made = client.post("/ogc/processes/place-card/execution", json.dumps(body), content_type="application/json")
    assert made.status_code == 200, made.content
    assert made.json()["themes"] == card(client, f"at={HERE}")["themes"]


def test_the_public_cannot_run_a_dig_check(client: Client) -> None:
    description = client.get("/ogc/processes/dig-check?f=json").json()
    example = description["example"]
    made = client.post("/ogc/processes/dig-check/execution", json.dumps(example), content_type="application/json")
    assert made.status_code == 401, made.content
    assert layers.list_collections(ANONYMOUS) == []
