"""One vertex moved in QGIS (Part 4): topology and errors are right in the same transaction; nothing is refreshed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from geo_server.core import clock, tokens
from layers import api as layers
from tests.factories.networks import WRITER, at, errors_of, make_network, node, pipe, sql

from .from_scratch import draw, read

ITEMS = "/ogc/collections/net_links/items"
ERRORS = "/ogc/collections/net_errors/items"

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(now: Any) -> None:
    nodes = [node(0, 0, "source"), node(100, 0), node(200, 0, "customer")]
    make_network(nodes, [pipe((0, 0), (100, 0)), pipe((100, 0), (200, 0))], now=now)


@pytest.fixture
def qgis(network: None, now: Any) -> Client:
    """The program of an engineer of the owner, who may edit the links and read the errors."""
    layers.create_organisation("water", title_vi="Cấp nước", title_en="Water")
    user = User.objects.create_user("engineer")
    layers.add_member(user.pk, organisation="water", role="utility")
    for suffix in ("links", "nodes"):
        layers.grant_read(f"net_{suffix}", to="water", by=WRITER, now=now)
        layers.grant_write(f"net_{suffix}", to="water", by=WRITER, now=now)
    token = tokens.issue_token(user, name="QGIS", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.WRITE)
    return Client(headers={"Authorization": f"Bearer {token}"})


def put(client: Client, fid: int, *places: tuple[float, float]) -> int:
    """Give a link another course, as QGIS does: GET, change a vertex, PUT; returns the status."""
    feature = client.get(f"{ITEMS}/{fid}").json()
    feature["geometry"] = {"type": "LineString", "coordinates": [list(at(x, y)) for x, y in places]}
    body = json.dumps(feature).encode()
    status: int = client.put(f"{ITEMS}/{fid}", body, content_type="application/geo+json").status_code
    return status


def shown(client: Client) -> set[tuple[str, str, int]]:
    """The errors that the door shows: rule, severity, feature."""
    features = client.get(ERRORS, {"limit": 100}).json()["features"]
    return {(f["properties"]["rule"], f["properties"]["severity"], f["properties"]["feature"]) for f in features}


def test_one_vertex_moves_and_the_errors_are_there(qgis: Client) -> None:
    assert shown(qgis) == set()
    assert put(qgis, 2, (100, 3), (200, 0)) == 204
    assert shown(qgis) == {("dangling_end", "warning", 2), ("no_source", "error", 3)}
    drawn, kept = draw(), read()
    assert kept.ties == drawn.ties
    assert len(kept.parts) == 2
    [error] = [f for f in qgis.get(ERRORS).json()["features"] if f["properties"]["rule"] == "dangling_end"]
    assert error["geometry"]["coordinates"] == pytest.approx(at(100, 3), abs=1e-6)
    assert "Điểm đầu" in error["properties"]["text_vi"] and error["properties"]["fix_en"]


def test_mended_by_a_patch_the_errors_are_gone_and_their_history_stays(qgis: Client) -> None:
    put(qgis, 2, (100, 3), (200, 0))
    kept = {fid for (fid,) in sql("SELECT fid FROM feature.net_errors")}
    patch = {"geometry": {"type": "LineString", "coordinates": [at(100, 0), at(150, 5), at(200, 0)]}}
    answer = qgis.patch(f"{ITEMS}/2", json.dumps(patch).encode(), content_type="application/merge-patch+json")
    assert answer.status_code == 204
    assert shown(qgis) == set()
    assert {fid for (fid,) in sql("SELECT fid FROM history.net_errors")} == kept
    assert read().ties == draw().ties


def test_an_error_that_stays_keeps_its_number(qgis: Client) -> None:
    put(qgis, 2, (100, 3), (200, 0))
    before = dict(sql("SELECT key, fid FROM feature.net_errors"))
    put(qgis, 1, (0, 0), (50, 2), (100, 0))
    assert dict(sql("SELECT key, fid FROM feature.net_errors WHERE rule <> 'orphan_node'")) == before


def test_what_is_rolled_back_takes_topology_and_errors_with_it(network: None) -> None:
    before, errors = read(), errors_of()
    with pytest.raises(RuntimeError, match="changed his mind"), transaction.atomic():
        sql("DELETE FROM feature.net_links WHERE fid = 1")
        assert read() != before and errors_of() != errors
        raise RuntimeError("changed his mind")
    assert read() == before
    assert errors_of() == errors


def test_a_file_that_replaces_the_links_is_followed_as_well(network: None, now: Any) -> None:
    rows = [pipe((0, 0), (100, 0)), pipe((100, 0), (150, 50)), pipe((150, 50), (200, 0))]
    layers.write_features("net_links", rows, mode="replace", by=WRITER, reason="new survey", now=now)
    assert read().ties == draw().ties
    assert errors_of() == set()
    layers.restore("net_links", revision=1, by=WRITER, reason="back", now=now)
    assert read().ties == draw().ties and len(read().ties) == 4


def test_strangers_do_not_see_the_errors(qgis: Client) -> None:
    put(qgis, 2, (100, 3), (200, 0))
    assert Client().get(ERRORS).status_code == 404
    stranger = User.objects.create_user("stranger")
    token = tokens.issue_token(stranger, name="x", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.READ)
    assert Client(headers={"Authorization": f"Bearer {token}"}).get(ERRORS).status_code == 404


def test_nobody_edits_the_errors_themselves(qgis: Client) -> None:
    put(qgis, 2, (100, 3), (200, 0))
    [(fid, *_)] = sql("SELECT fid FROM feature.net_errors LIMIT 1")
    assert qgis.delete(f"{ERRORS}/{fid}").status_code == 405
