"""Whoever may not see a row cannot learn by any way of changing that it is there, whatever else he may do.

Each grant kind that hides the row meets each method; the answer must be that for a row that never was, word for word.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core import clock, tokens
from layers import api as layers
from tests.factories.places import CLERK, NOW, define_places, spec

NEVER = 10**9
CENTRE = {
    "type": "Polygon",
    "coordinates": [[[106.69, 10.77], [106.70, 10.77], [106.70, 10.78], [106.69, 10.78], [106.69, 10.77]]],
}
BODY = {"type": "Feature", "geometry": None, "properties": {"name": "A"}}
GEOJSON, PATCH = "application/geo+json", "application/merge-patch+json"
METHODS: dict[str, tuple[str, Any, str]] = {
    "GET": ("GET", None, GEOJSON),
    "OPTIONS": ("OPTIONS", None, GEOJSON),
    "PUT": ("PUT", BODY, GEOJSON),
    "PATCH": ("PATCH", BODY, PATCH),
    "PATCH of a part of the place": ("PATCH", {"geometry": {"coordinates": [1, 2]}}, PATCH),
    "DELETE": ("DELETE", None, GEOJSON),
}
HIDING: dict[str, dict[str, Any]] = {
    "row filter": {"row_filter": {"kind": ["museum"]}},
    "area": {"area": CENTRE},
    "row filter and columns": {"row_filter": {"kind": ["museum"]}, "columns": ["name"]},
    "past": {"valid": (None, NOW - timedelta(days=400))},
}


@pytest.fixture
def hidden(db: None) -> int:
    """The far market of `places`, which no grant of HIDING shows; returns its fid."""
    define_places()
    layers.define_collection(spec("places", editable=True), by=CLERK, now=NOW)
    query = layers.ItemsQuery(equals=(("name", "Chợ Bình Tây"),))
    page = layers.find_items(CLERK, collection_id="places", query=query)
    grants = layers.grant_read("places", to="public", by=CLERK, now=NOW)
    layers.revoke(grants, by=CLERK, now=NOW)
    return int(json.loads(page.features)["id"])


@pytest.fixture
def writer(hidden: int) -> User:
    """Somebody who may change all that he sees."""
    user = User.objects.create_user("binh")
    layers.grant_write("places", to=f"user:{user.pk}", by=CLERK, now=NOW)
    return user


def told(user: User, fid: int, asked: str, **headers: str) -> tuple[int, str]:
    """Status and text of the answer, the number of the row taken out."""
    method, body, kind = METHODS[asked]
    token = tokens.issue_token(user, name="t", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.WRITE)
    data = b"" if body is None else json.dumps(body).encode()
    sent = {"Authorization": f"Bearer {token}", **headers}
    answer = Client().generic(method, f"/ogc/collections/places/items/{fid}", data, content_type=kind, headers=sent)
    return answer.status_code, answer.content.decode().replace(str(fid), "N")


@pytest.mark.parametrize("asked", METHODS)
@pytest.mark.parametrize("kind", HIDING)
def test_a_hidden_row_answers_as_one_that_never_was(hidden: int, writer: User, kind: str, asked: str) -> None:
    layers.grant_read("places", to=f"user:{writer.pk}", by=CLERK, now=NOW, **HIDING[kind])
    assert told(writer, hidden, asked) == told(writer, NEVER, asked)
    assert told(writer, hidden, asked)[0] == 404
    for tag in ('"CRS84-000000000000000000000000-00000000"', "*"):
        assert told(writer, hidden, asked, **{"If-Match": tag})[0] == 404
    assert layers.get_item(CLERK, collection_id="places", fid=hidden).fid == hidden


@pytest.mark.parametrize("asked", METHODS)
def test_who_sees_the_row_may_change_it(hidden: int, writer: User, asked: str) -> None:
    layers.grant_read("places", to=f"user:{writer.pk}", row_filter={"kind": ["market"]}, by=CLERK, now=NOW)
    status, _ = told(writer, hidden, asked)
    assert status in (200, 204, 403)  # 403: a body without a kind would take the row out of his sight
    assert (status == 403) == (asked == "PUT")


WAYS: dict[str, Callable[[int], str]] = {
    "history": lambda fid: f"/ogc/collections/places/items/{fid}/history",
    "history page": lambda fid: f"/ogc/collections/places/items/{fid}/history?f=html",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["row filter", "area"])
def test_its_history_is_hidden_and_its_changes_are_not_told(hidden: int, writer: User, kind: str, way: str) -> None:
    layers.grant_read("places", to="public", by=CLERK, now=NOW, **HIDING[kind])
    assert Client().get(WAYS[way](hidden)).status_code == 404
    begun = Client().get("/ogc/collections/places/changes").json()["revision"]
    edit = layers.Edit(subject=CLERK, collection_id="places", reason="", now=NOW + timedelta(hours=1))
    layers.update_item(edit, fid=hidden, patch={"properties": {"name": "B"}})
    layers.delete_item(edit, fid=hidden)
    found = Client().get("/ogc/collections/places/changes", {"since": begun}).json()
    assert found["inserted"] == found["updated"] == found["deleted"] == []
    assert Client().get(WAYS[way](hidden)).status_code == 404


def test_a_hidden_collection_takes_nothing_from_anybody(hidden: int, writer: User) -> None:
    token = tokens.issue_token(writer, name="t", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.WRITE)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    said = []
    for name in ("places", "placez"):
        answer = client.generic("POST", f"/ogc/collections/{name}/items", json.dumps(BODY), content_type=GEOJSON)
        said.append((answer.status_code, answer.content.decode().replace(name, "N")))
        assert client.generic("OPTIONS", f"/ogc/collections/{name}/items").status_code == 404
    assert said[0] == said[1] and said[0][0] == 404
