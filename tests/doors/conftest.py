"""The five places and the hidden bunkers, asked through every door."""

import pytest
from django.test import Client

from layers import api as layers
from tests.factories.places import Door, define_bunkers, define_places


@pytest.fixture
def places(db: None) -> layers.Collection:
    """Collection `places`: five points, public."""
    return define_places()


@pytest.fixture
def door(client: Client) -> Door:
    """The door as the public finds it."""
    return Door(client)


@pytest.fixture
def insider(places: layers.Collection) -> Door:
    """The door as a member of the power company finds it, who may see `bunkers` too."""
    client = Client()
    client.force_login(define_bunkers())
    return Door(client)
