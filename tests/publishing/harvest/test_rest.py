"""The door for programs: add, look at, change, ask and forget a source."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from layers import api as layers

from .remote import Remote

pytestmark = pytest.mark.django_db

SOURCES = "/publishing/sources"


def client_of(organisation: str) -> Client:
    """Somebody of an organisation who has signed in."""
    user = get_user_model().objects.create_user(username=organisation)
    layers.create_organisation(organisation, title_vi=organisation, title_en=organisation)
    layers.add_member(user.pk, organisation=organisation, role="utility")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def engineer() -> Client:
    return client_of("water")


def send(client: Client, method: str, path: str, said: Any = None) -> Any:
    return client.generic(method, path, json.dumps(said) if said is not None else "", "application/json")


def order(remote: Remote, **changes: Any) -> dict[str, Any]:
    plain = {"title": "Giếng", "kind": "file", "url": remote.url("/wells.csv"), "collection": "wells"}
    return plain | changes


def test_a_source_from_its_addition_to_its_end(engineer: Client, remote: Remote) -> None:
    made = send(engineer, "POST", SOURCES, order(remote, every_minutes=60, directly=True))
    assert made.status_code == 201
    address = made["Location"]
    assert address == f"{SOURCES}/{made.json()['id']}"
    assert [one["title"] for one in engineer.get(SOURCES).json()["sources"]] == ["Giếng"]
    changed = send(engineer, "PATCH", address, {"title": "Giếng khoan", "enabled": False}).json()
    assert (changed["title"], changed["health"], changed["every_minutes"]) == ("Giếng khoan", "resting", 60)
    asked = send(engineer, "POST", f"{address}/ask")
    assert (asked.status_code, list(asked.json())) == (202, ["job"])
    assert send(engineer, "DELETE", address).status_code == 204
    assert engineer.get(address).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "ftp"},
        {"url": "http://10.0.0.1/x"},
        {"every_minutes": "daily"},
        {"directly": "yes"},
        {"colour": "red"},
        {"title": None},
        {"decisions": [1]},
        {"collection": "No Name"},
    ],
    ids=["kind", "address", "number", "flag", "unknown", "null", "object", "id"],
)
def test_what_cannot_be_a_source_is_refused_with_a_sentence(
    engineer: Client, remote: Remote, changes: dict[str, Any]
) -> None:
    answer = send(engineer, "POST", SOURCES, order(remote, **changes))
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_nobody_else_learns_of_it(engineer: Client, remote: Remote) -> None:
    address = send(engineer, "POST", SOURCES, order(remote))["Location"]
    other = client_of("telecom")
    assert other.get(SOURCES).json() == {"sources": []}
    for method, path in (("GET", address), ("PATCH", address), ("DELETE", address), ("POST", f"{address}/ask")):
        assert send(other, method, path, {} if method == "PATCH" else None).status_code == 404
    assert Client().get(address).status_code == 401
    assert send(other, "POST", SOURCES, order(remote, owner="water")).status_code == 403
