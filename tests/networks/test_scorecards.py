"""Scorecards count what the caller sees, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core.subject import Subject
from layers import api as layers
from networks.selectors.scorecards import scorecards
from tests.factories.networks import WRITER, make_network, node, pipe

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
