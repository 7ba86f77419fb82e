"""OWSLib, the client inside QGIS MetaSearch, against a real server."""

from typing import Any

import pytest
from owslib.ogcapi.records import Records

from tests.factories.places import define_places


@pytest.fixture
def records(transactional_db: None, live_server: Any) -> Records:
    """The client at our landing page."""
    define_places()
    return Records(f"{live_server.url}/ogc")


def test_owslib_finds_the_catalogue_and_searches_it(records: Records) -> None:
    [catalogue] = records.records()
    assert records.collection(catalogue)["itemType"] == "record"
    found = records.collection_items(catalogue, q="dia diem")
    assert [one["id"] for one in found["features"]] == ["places"] and found["numberMatched"] == 1
    assert records.collection_items(catalogue, bbox=[0, 0, 1, 1])["numberMatched"] == 0
    assert records.collection_item(catalogue, "places")["properties"]["title"] == "Địa điểm"
    assert set(records.collection_queryables(catalogue)["properties"]) >= {"type", "keywords"}
