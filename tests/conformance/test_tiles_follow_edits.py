"""A Part 4 write shows in items, counts, tiles and maps of all processes in a second; only its tiles are made anew."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
import requests

from .client import GEOJSON, Api
from .servers import run, served

pytestmark = [pytest.mark.slow, pytest.mark.conformance, pytest.mark.real]
LIMIT_S = 1.0
HERE, FAR, ABOVE = "16/30781/52206", "16/30793/52192", "12/1923/3262"
BESIDE = {"16/52206/30781", "16/52192/30793", "12/3262/1923"}  # the three above as zoom/column/row
PLACE = (106.7815, 10.8455)
BOX = "106.781,10.845,106.782,10.846"
KINDS = {"tiles": "tiles", "map tiles": "map/tiles"}
GIVE_TOKEN = """
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from geo_server.core import clock, tokens
from geo_server.core.subject import system
from layers import api as layers
user, now = User.objects.create_user("keeper"), clock.now()
layers.grant_write("cameras", to=f"user:{user.pk}", by=system("tests"), now=now)
print(tokens.issue_token(user, name="edits", lifetime=timedelta(days=1), now=now, scope=tokens.WRITE))
"""


@pytest.fixture(scope="module")
def other(city: Api, real_environment: dict[str, str]) -> Iterator[Api]:
    """A second web server with a folder of tiles of its own, as on another host."""
    folder = f"{real_environment['DIABAN_VAR']}/other"
    with served(real_environment | {"DIABAN_VAR": folder}) as landing:
        yield Api(landing)


@pytest.fixture(scope="module")
def token(real_environment: dict[str, str]) -> str:
    """Of somebody who may change cameras."""
    return run("-c", GIVE_TOKEN, environment=real_environment).split()[-1]


@contextmanager
def camera(api: Api, token: str, code: str, place: tuple[float, float] = PLACE) -> Iterator[str]:
    """A new camera, sent to one server; its address. It is deleted there at the end."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": GEOJSON}
    feature: dict[str, Any] = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {"code": code, "name": code},
    }
    made = requests.post(f"{api.landing}/collections/cameras/items", json=feature, headers=headers, timeout=30)
    assert made.status_code == 201, made.text
    try:
        yield made.headers["Location"]
    finally:
        gone = requests.delete(made.headers["Location"], headers=headers, timeout=30)
        assert gone.status_code == 204, gone.text


def tile(api: Api, address: str, kind: str = "tiles") -> requests.Response:
    return api.get(f"{api.landing}/collections/cameras/{kind}/WebMercatorQuad/{address}", "*/*")


def codes(answer: requests.Response) -> set[str]:
    if answer.status_code == 204:
        return set()
    layer: dict[str, Any] = mapbox_vector_tile.decode(answer.content)["cameras"]
    return {feature["properties"]["code"] for feature in layer["features"]}


def picture(api: Api) -> bytes:
    """The map of the place, as OGC API Maps draws it."""
    return api.get(f"{api.landing}/collections/cameras/map", "*/*", bbox=BOX, width=128, height=128).content


def written(folder: Path) -> dict[str, int]:
    """Zoom, column and row of every kept vector tile, packed or not, and when it was written."""
    found = folder.glob("vector-*/*/*/*/*")
    return {"/".join(path.with_suffix("").parts[-3:]): path.stat().st_mtime_ns for path in found}


def within_a_second(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        if holds():
            return True
    return False


def test_a_new_camera_is_in_every_process_within_a_second(city: Api, other: Api, token: str) -> None:
    for api in (city, other) * 3:  # the last ones from what the processes remember
        assert "NEW-1" not in codes(tile(api, HERE))
    counted = [api.items("cameras", limit=1)["numberMatched"] for api in (city, other)]
    assert counted == [721, 721]
    with camera(city, token, "NEW-1"):
        for _ in range(4):  # some by each process of the first server
            for api in (city, other):
                assert within_a_second(lambda api=api: "NEW-1" in codes(tile(api, HERE)))  # type: ignore[misc]
                found = api.items("cameras", bbox=BOX)["features"]
                assert "NEW-1" in {row["properties"]["code"] for row in found}
                assert api.items("cameras", limit=1)["numberMatched"] == 722
                assert api.collection("cameras")["itemCount"] == 722
    for api in (city, other):
        assert within_a_second(lambda api=api: "NEW-1" not in codes(tile(api, HERE)))  # type: ignore[misc]
        assert api.items("cameras", limit=1)["numberMatched"] == 721


def test_only_tiles_of_that_place_were_made_anew(city: Api, real_environment: dict[str, str], token: str) -> None:
    folder = Path(real_environment["DIABAN_VAR"]) / "tiles" / "cameras"
    for address in (HERE, FAR, ABOVE):
        tile(city, address)
    before = written(folder)
    with camera(city, token, "NEW-2"):
        assert within_a_second(lambda: "NEW-2" in codes(tile(city, HERE)))
        tile(city, ABOVE)
        after = written(folder)
    assert BESIDE <= before.keys()
    assert {path for path, moment in before.items() if after.get(path) == moment} & BESIDE == {"16/52192/30793"}


@pytest.mark.parametrize("show", [lambda api: tile(api, HERE, "map/tiles").content, picture], ids=["map tile", "map"])
def test_a_picture_of_the_place_follows_too(city: Api, other: Api, token: str, show: Callable[[Api], bytes]) -> None:
    before = {api: show(api) for api in (city, other)}
    with camera(city, token, "NEW-3"):
        for api in (city, other):
            assert within_a_second(lambda api=api: show(api) != before[api])  # type: ignore[misc]
    for api in (city, other):
        assert within_a_second(lambda api=api: show(api) == before[api])  # type: ignore[misc]
