"""Processes and joins on the real city: what they count and join is what Shapely and the files say."""

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import pytest
import requests
import shapely

from .client import Api
from .test_processes import execute

pytestmark = [pytest.mark.conformance, pytest.mark.real, pytest.mark.slow]

DIRECT = "http://www.opengis.net/spec/ogcapi-joins-1/1.0/conf/output/geojson-direct"


@pytest.fixture(scope="module")
def wards(real_data: Path) -> tuple[list[str], np.ndarray]:
    """Codes and shapes of the 168 wards."""
    path = real_data / "vector" / "admin" / "hcmc_admin.gpkg"
    _, _, shapes, [codes] = pyogrio.raw.read(path, layer="wards_2025_168", columns=["code"])
    return [str(code) for code in codes], shapely.from_wkb(shapes)


def test_the_cameras_of_each_ward_are_those_that_shapely_finds(
    city: Api, real_data: Path, wards: tuple[list[str], np.ndarray]
) -> None:
    path = real_data / "vector" / "cameras" / "hcmc_traffic_cameras_2025.geojson"
    cameras = shapely.from_wkb(pyogrio.raw.read(path, columns=[])[2])
    tree = shapely.STRtree(wards[1])
    camera, ward = tree.query(cameras, predicate="intersects")
    expected = np.bincount(ward, minlength=len(wards[1]))
    assert len(set(camera)) == len(camera), "no camera stands on a border, so each counts once"
    body = {"inputs": {"collection": "cameras", "areas": "wards"}, "outputs": {"counts": {}}}
    answer = execute(city, body, process="count-by-area")
    assert answer.status_code == 200, answer.text
    counts = [area["count"] for area in answer.json()]
    assert sorted(counts) == sorted(expected.tolist())
    assert sum(counts) == len(camera) > 600


def test_every_road_counts_once(city: Api) -> None:
    body = {"inputs": {"collection": "roads", "areas": "wards"}, "outputs": {"counts": {}}}
    answer = execute(city, body, process="count-by-area", Prefer="respond-async, wait=5")
    assert answer.status_code == 200, answer.text
    assert 30_000 < sum(area["count"] for area in answer.json()) <= 33_000


def test_a_table_with_the_codes_of_the_wards_fits_them_all(city: Api, wards: tuple[list[str], np.ndarray]) -> None:
    lines = [f"{code};{number / 4:.2f}".replace(".", ",") for number, code in enumerate(wards[0])]
    table = "\ufeffmã;tỷ lệ\r\n" + "\r\n".join([*lines, "99999;1,5"])
    form = {
        "collection-id": "wards",
        "collection-key": "code",
        "right-dataset-key": "mã",
        "output-formats": DIRECT,
        "include-join-metadata": "true",
    }
    files = {"right-dataset-file": ("ty-le.csv", table.encode(), "text/csv")}
    answer = requests.post(f"{city.landing}/joins", form, files=files, timeout=60)
    assert answer.status_code == 200, answer.text
    joined: dict[str, Any] = answer.json()
    told = joined["joinInformation"]
    assert (told["numberOfMatchedCollectionKeys"], told["numberOfUnmatchedCollectionKeys"]) == (168, 0)
    assert told["additionalAttributeKeys"] == ["99999"]
    values = {feature["properties"]["code"]: feature["properties"]["tỷ lệ"] for feature in joined["features"]}
    assert values == {code: number / 4 for number, code in enumerate(wards[0])}
