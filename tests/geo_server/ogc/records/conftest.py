"""The five places, a hidden collection, an indicator-like theme: what the catalogue is asked for."""

import pytest
from django.test import Client

from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, define_bunkers, define_places, spec

RECORDS = "/collections/city-catalogue"


@pytest.fixture
def city(db: None) -> None:
    """Public places and pipes of the city; bunkers that only a member of the power company may see."""
    layers.create_organisation("city", title_vi="Thành phố", title_en="The city")
    define_places()
    pipes = spec(
        "pipes", title_vi="Đường ống cấp nước", title_en="Water mains", theme="network/water",
        geometry_type="LineString", description_vi="Ống chính & nhánh", description_en="Mains & branches",
        licence="CC-BY-4.0",
    )  # fmt: skip
    layers.define_collection(pipes, by=CLERK, now=NOW)


@pytest.fixture
def door(city: None, client: Client) -> Door:
    """The door as the public finds it."""
    return Door(client)


@pytest.fixture
def insider(city: None) -> Door:
    """The door as one finds it who may see `bunkers` too."""
    client = Client()
    client.force_login(define_bunkers())
    return Door(client)
