"""The invented city, made once for all tests of this folder."""

import pytest

from geo_server.site.demo.city.city import City


@pytest.fixture(scope="session")
def city():
    return City()
