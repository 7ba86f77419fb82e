"""pystac-client, as an analyst would use it, against a real server: open, search, turn pages, fetch a picture."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
import rasterio
import requests
from pystac_client import Client

from change_detection import api as change_detection
from geo_server.core import storage as files

from .conftest import register


@pytest.fixture
def scenes(transactional_db: None, storage: Any) -> list[change_detection.SceneInfo]:
    """Three public scenes, one a year."""
    return [register(storage, seed=seed, year=2020 + seed, east_m=100 * seed) for seed in (1, 2, 3)]


@pytest.fixture
def client(scenes: list[change_detection.SceneInfo], live_server: Any) -> Client:
    """The client at our landing page."""
    return Client.open(f"{live_server.url}/ogc/stac")


def test_the_client_finds_scenes_by_place_and_day(client: Client, scenes: list[change_detection.SceneInfo]) -> None:
    assert client.conforms_to("ITEM_SEARCH") and [one.id for one in client.get_collections()] == ["scenes"]
    search = client.search(bbox=[106, 10, 107, 11], datetime="2022-01-01/2022-12-31")
    [item] = search.items()
    assert (item.id, search.matched()) == (scenes[1].id, 1)
    assert item.common_metadata.gsd == 0.5


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_client_turns_the_pages(client: Client, scenes: list[change_detection.SceneInfo], method: str) -> None:
    found = client.search(method=method, limit=1, collections=["scenes"])
    assert [item.id for item in found.items()] == [scene.id for scene in reversed(scenes)]


def test_the_asset_is_the_picture_of_the_scene(client: Client, scenes: list[change_detection.SceneInfo]) -> None:
    [item] = client.search(ids=[scenes[0].id]).items()
    answer = requests.get(item.assets["data"].href, timeout=30)
    with rasterio.open(BytesIO(answer.content)) as got, rasterio.open(files.path_of(scenes[0].asset_key)) as kept:
        assert got.crs.to_epsg() == 9210
        assert np.array_equal(got.read(), kept.read())
