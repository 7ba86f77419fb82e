"""Coverages of real scenes: a Google Earth picture of Texas in degrees, an aerial one of France in EPSG:2154."""

import itertools
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
import rasterio
from django.test import Client
from rasterio.io import MemoryFile

from geo_server.core.subject import Subject
from tests.factories.coverages import define_heights
from tests.factories.places import Door
from tiles import api as tiles

SCENES = {"texas": "imagery/levir_cd/A/test_20.tif", "france": "imagery/fotbcd/A/fotbcd_train_13825.tif"}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path, db: None) -> None:
    settings.STORAGE_URL = tmp_path.as_uri()


@pytest.fixture(params=sorted(SCENES))
def scene(request: pytest.FixtureRequest, real_data: Path, administrator: Subject, now: datetime) -> tuple[str, Path]:
    name, path = request.param, real_data / SCENES[request.param]
    tiles.publish_coverage(path, collection_id=name, by=administrator, now=now, public=True)
    return name, path


@pytest.mark.real
def test_a_part_of_a_scene_is_what_the_original_file_holds(scene: tuple[str, Path], client: Client) -> None:
    name, path = scene
    with rasterio.open(path) as original:
        bounds = original.window_bounds(((100, 180), (200, 320)))
        expected = original.read(window=((100, 180), (200, 320)))
        axes = ("Lon", "Lat") if original.crs.is_geographic else ("E", "N")
        shrink = original.transform.a / 4
    subset = (
        f"{axes[0]}({bounds[0] + shrink}:{bounds[2] - shrink}),{axes[1]}({bounds[1] + shrink}:{bounds[3] - shrink})"
    )
    answer = client.get(f"/ogc/collections/{name}/coverage", {"subset": subset, "f": "geotiff"})
    assert answer.status_code == 200, answer.content
    with MemoryFile(answer.content).open() as found:
        assert np.array_equal(found.read(), expected)


@pytest.mark.real
def test_the_value_at_a_place_is_that_of_the_original_file(scene: tuple[str, Path], client: Client) -> None:
    name, path = scene
    file = tiles.open_coverage(tiles_subject(), collection_id=name)
    longitude, latitude = tiles.middle_of(file)
    found = client.get(f"/ogc/collections/{name}/position", {"coords": f"POINT({longitude} {latitude})"}).json()
    with rasterio.open(path) as original:
        [x], [y] = rasterio.warp.transform("EPSG:4326", original.crs, [longitude], [latitude])
        row, column = original.index(x, y)
        expected = original.read(window=((row, row + 1), (column, column + 1)))[:, 0, 0].tolist()
    assert [found["ranges"][band]["values"][0] for band in ("red", "green", "blue")] == expected


@pytest.mark.real
def test_a_crs_that_does_not_reach_there_is_refused(scene: tuple[str, Path], client: Client) -> None:
    answer = client.get(f"/ogc/collections/{scene[0]}/coverage", {"crs": "EPSG:9210", "f": "covjson"})
    assert answer.status_code in (400, 413), answer.content[:300]


def tiles_subject() -> Subject:
    return Subject(key="anonymous", name="anonymous")


NUMBERS = ("0", "-1", "1e308", "-1e308", "nan", "inf", "*", "106.667", "10.762", "600100", "1190300", "9" * 40, "")
CRS = ("EPSG:9210", "EPSG:4326", "EPSG:3857", "OGC:CRS84", "EPSG:5896", "EPSG:32648", "EPSG:4756", "x", "")


def hostile(chance: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Requests made of what should and should not stand in them."""

    def number() -> str:
        return chance.choice(NUMBERS)

    def box() -> str:
        return ",".join(number() for _ in range(chance.choice((2, 4, 4, 4, 6))))

    while True:
        crs = {"crs": chance.choice(CRS)} if chance.random() < 0.5 else {}
        yield (
            "coverage",
            crs
            | chance.choice(
                (
                    {"bbox": box(), "bbox-crs": chance.choice(CRS)},
                    {"subset": f"E({number()}:{number()}),N({number()}:{number()})"},
                    {"subset": f"Lat({number()}:{number()})", "subset-crs": chance.choice(CRS)},
                    {"scale-factor": number(), "f": chance.choice(("covjson", "geotiff", "png"))},
                    {"scale-size": f"E({number()}),N({number()})"},
                    {"properties": chance.choice(("height", "height,height", ",", "x"))},
                )
            ),
        )
        yield "cube", crs | {"bbox": box()}
        yield "position", crs | {"coords": f"POINT({number()} {number()})"}
        yield "radius", crs | {"coords": f"POINT({number()} {number()})", "within": number()}
        corners = ",".join(f"{number()} {number()}" for _ in range(4))
        yield "area", crs | {"coords": f"POLYGON(({corners},{corners.partition(',')[0]}))"}
        yield "area", crs | {"coords": "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"}


def test_hostile_requests_never_break_the_server(client: Client) -> None:
    define_heights()
    door = Door(client)
    seen = set()
    for name, query in itertools.islice(hostile(random.Random(7)), 600):
        answer = door.get(f"/collections/heights/{name}?{urlencode(query)}")
        seen.add(answer.status_code)
        assert answer.status_code in (200, 400, 404, 413), (name, query, answer.content[:300])
    assert {200, 400, 404} <= seen
