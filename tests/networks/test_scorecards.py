"""Scorecards count what the caller sees, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core.subject import Subject
from layers import api as layers
from networks.errors import NotAccepted, UnknownNetworkError
from networks.selectors.scorecards import scorecards
from networks.services.exceptions import accept_error
from tests.factories.networks import WRITER, make_network, node, pipe, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(now: Any) -> None:
    links = [pipe((0, 0), (1000, 0), year=2016), pipe((1000, 0), (1500, 0), year=None, material=None, kind="branch")]
    make_network([node(0, 0, "source")], links, now=now)


def test_figures_are_those_of_the_rows(network: None, now: Any) -> None:
    [card] = scorecards(WRITER, today=now.date())
    assert (card.links, card.length_km) == (2, pytest.approx(1.5, rel=0.01))
    assert dict(card.filled) == {"kind": 1, "owner": 1, "material": 0.5, "year": 0.5, "diameter": 0}
    assert card.age == pytest.approx(10), "the link without a year has no age"
    assert card.completeness == pytest.approx(3 / 5)
    assert card.errors is not None
    assert dict(card.errors) == {"error": 0, "warning": 1, "note": 2}
    assert card.per_km("note") == pytest.approx(2 / card.length_km)


def test_who_sees_some_rows_and_columns_gets_a_card_of_those(network: None, now: Any) -> None:
    layers.grant_read("net_links", to="public", columns=["kind"], row_filter={"kind": ["branch"]}, by=WRITER, now=now)
    [card] = scorecards(Subject("anonymous", "anonymous"), today=now.date())
    assert (card.links, card.length_km) == (1, pytest.approx(0.5, rel=0.01))
    assert dict(card.filled) == {"kind": 1}
    assert card.age is None and card.errors is None


def test_the_page_names_networks_only_to_those_who_may_know(network: None) -> None:
    assert "Mạng thử" not in Client().get("/networks/scorecards").content.decode()
    assert Client().get("/networks/scorecards", {"f": "json"}).json() == {"networks": []}
    admin = Client()
    admin.force_login(User.objects.create_superuser("chief"))
    page = admin.get("/networks/scorecards").content.decode()
    assert "Mạng thử" in page and "Độ đầy đủ" in page
    [card] = admin.get("/networks/scorecards", {"f": "json"}).json()["networks"]
    assert card["errors"] == {"error": 0, "warning": 1, "note": 2}


def test_an_accepted_error_stands_with_its_reason_and_counts_no_more(network: None, now: Any) -> None:
    [(fid,)] = sql("SELECT fid FROM feature.net_errors WHERE rule = 'missing_material'")
    engineer = Subject("user:7", "engineer", organisation="water")
    stranger = Subject("user:8", "stranger", organisation="power", roles=frozenset({"planner"}))
    for one in ("water", "role:planner"):
        layers.grant_read("net_links", to=one, by=WRITER, now=now)
    with pytest.raises(NotAccepted):
        accept_error("net", fid, why="it is ours", by=stranger, now=now)
    accept_error("net", fid, why="laid before 1975, no papers", by=engineer, now=now)
    stood = sql(
        "SELECT fid, accepted, accepted_by, accepted_why FROM feature.net_errors WHERE rule = 'missing_material'"
    )
    assert stood == [(fid, True, "user:7", "laid before 1975, no papers")]
    [card] = scorecards(engineer, today=now.date())
    assert dict(card.errors or ()) == {"error": 0, "warning": 1, "note": 1}
    sql("UPDATE feature.net_links SET owner = 'other' WHERE fid = 2")
    sql("SELECT topology.check_all('net')")
    assert sql("SELECT accepted FROM feature.net_errors WHERE fid = %s", [fid]) == [(True,)]
    sql("UPDATE feature.net_links SET material = 'steel' WHERE fid = 2")
    with pytest.raises(UnknownNetworkError):
        accept_error("net", fid, why="late", by=engineer, now=now)
