"""An edit by one process shows in the tiles of every process within a second, and only tiles there are made anew."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
import requests

from .client import Api
from .servers import run, served
from .tiled_city import city, real_environment

__all__ = ["city", "real_environment"]
pytestmark = [pytest.mark.slow, pytest.mark.conformance, pytest.mark.real]
LIMIT_S = 1.0
HERE, FAR = "16/30781/52206", "16/30793/52192"
PLACE = [106.7815, 10.8455]
ADD = """
import django; django.setup()
import shapely
from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers
row = layers.Feature(geometry=shapely.Point({place}), properties={{"code": "{code}", "name": "{code}"}})
by = system("tests")
layers.write_features("cameras", [row], mode="append", key=None, by=by, reason="test", now=clock.now())
"""


@pytest.fixture(scope="module")
def other(city: Api, real_environment: dict[str, str]) -> Iterator[Api]:
    """A second web process with a folder of tiles of its own, as on another host."""
    folder = f"{real_environment['DIABAN_VAR']}/other"
    with served(real_environment | {"DIABAN_VAR": folder}) as landing:
        yield Api(landing)


def tile(api: Api, address: str, kind: str = "tiles") -> requests.Response:
    return api.get(f"{api.landing}/collections/cameras/{kind}/WebMercatorQuad/{address}", "*/*")


def names(answer: requests.Response) -> set[str]:
    if answer.status_code == 204:
        return set()
    layer: dict[str, Any] = mapbox_vector_tile.decode(answer.content)["cameras"]
    return {feature["properties"]["code"] for feature in layer["features"]}


def written(folder: Path) -> dict[str, int]:
    """Zoom, column and row of every kept vector tile, and when it was written."""
    found = folder.glob("vector-*/*/*/*/*")
    return {"/".join(path.parts[-3:]): path.stat().st_mtime_ns for path in found}


def within_a_second(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        if holds():
            return True
    return False


def test_a_new_camera_is_in_every_process_within_a_second(
    city: Api, other: Api, real_environment: dict[str, str]
) -> None:
    for api in (city, other):
        for _ in range(3):  # the last ones from what the process remembers
            assert "NEW-1" not in names(tile(api, HERE))
    run("-c", ADD.format(place=PLACE, code="NEW-1"), environment=real_environment)
    for api in (city, other):
        assert within_a_second(lambda api=api: "NEW-1" in names(tile(api, HERE)))  # type: ignore[misc]
        found = api.items("cameras", bbox="106.781,10.845,106.782,10.846")["features"]
        assert "NEW-1" in {row["properties"]["code"] for row in found}


def test_only_tiles_of_that_place_were_made_anew(city: Api, real_environment: dict[str, str]) -> None:
    folder = Path(real_environment["DIABAN_VAR"]) / "tiles" / "cameras"
    for address in (HERE, FAR, "12/1923/3262"):
        tile(city, address)
    before = written(folder)
    run("-c", ADD.format(place=PLACE, code="NEW-2"), environment=real_environment)
    assert within_a_second(lambda: "NEW-2" in names(tile(city, HERE)))
    after = written(folder)
    assert {path for path, moment in before.items() if after.get(path) == moment} == {"16/52192/30793"}


def test_a_picture_of_the_place_follows_too(city: Api, other: Api, real_environment: dict[str, str]) -> None:
    before = {api: tile(api, HERE, "map/tiles").content for api in (city, other)}
    run("-c", ADD.format(place=[106.7800, 10.8450], code="NEW-3"), environment=real_environment)
    for api in (city, other):
        assert within_a_second(lambda api=api: tile(api, HERE, "map/tiles").content != before[api])  # type: ignore[misc]
