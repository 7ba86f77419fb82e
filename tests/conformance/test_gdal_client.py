"""GDAL as a client: its OAPIF driver pages through collections, its readers open what is downloaded.

The command line tools are the system's GDAL, another and older one than writes the files.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import requests
import shapely

from tests.bench.real_layers import DATA

from .client import Api

WARDS, ROADS = 168, 33_000
CENTRE = (106.66, 10.74, 106.72, 10.80)

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs GDAL's command line tools (apt: gdal-bin)"),
]


def ogrinfo(source: str, *options: str, page: int = 5_000) -> str:
    """What ogrinfo says of a source."""
    command = ["ogrinfo", "-ro", "-oo", f"PAGE_SIZE={page}", source, *options]
    if not source.startswith("OAPIF:"):
        command = ["ogrinfo", "-ro", source, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stderr[-2000:]
    return done.stdout


def count_of(told: str) -> int:
    """The feature count in the words of ogrinfo."""
    return int(re.search(r"Feature Count: (\d+)", told)[1])  # type: ignore[index]


def ids_of(told: str) -> list[int]:
    """The ids of the features that ogrinfo prints."""
    return [int(fid) for fid in re.findall(r"^OGRFeature\(\w+\):(\d+)", told, re.MULTILINE)]


def test_gdal_lists_what_the_public_may_see(api: Api) -> None:
    listed = ogrinfo(f"OAPIF:{api.landing}")
    assert {"places", "blocks", "lanes"} <= set(re.findall(r"\d+: (\w+)", listed)) and "vaults" not in listed


@pytest.mark.parametrize("page", [70, 400, 5_000])
def test_gdal_meets_every_lane_once(api: Api, page: int) -> None:
    ids = ids_of(ogrinfo(f"OAPIF:{api.landing}", "lanes", page=page))
    assert len(ids) == len(set(ids)) == 400


@pytest.mark.real
@pytest.mark.slow
def test_gdal_meets_every_road_and_ward(city: Api) -> None:
    for collection, count in (("roads", ROADS), ("wards", WARDS)):
        assert count_of(ogrinfo(f"OAPIF:{city.landing}", "-so", collection)) == count
        ids = ids_of(ogrinfo(f"OAPIF:{city.landing}", "-geom=NO", collection))
        assert len(ids) == len(set(ids)) == count


@pytest.mark.real
@pytest.mark.slow
def test_gdal_finds_in_a_box_what_the_source_file_has_there(city: Api) -> None:
    box = [str(number) for number in CENTRE]
    served_ids = ids_of(ogrinfo(f"OAPIF:{city.landing}", "-geom=NO", "-spat", *box, "roads"))
    source = pyogrio.raw.read(DATA / "osm/hcm_osm_2018_themes.gpkg", layer="roads", columns=[], force_2d=True)[2]
    inside = shapely.intersects(shapely.from_wkb(source), shapely.box(*CENTRE))
    assert len(served_ids) == inside.sum()


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("name", ["gpkg", "fgb", "csv", "json", "jsonfg"])
@pytest.mark.parametrize(("collection", "count"), [("wards", WARDS), ("roads", ROADS)])
def test_gdal_opens_what_is_downloaded(city: Api, tmp_path: Path, name: str, collection: str, count: int) -> None:
    file = download(city, tmp_path, collection, name)
    layers = [] if name in ("json", "jsonfg") else [collection]
    assert count_of(ogrinfo(str(file), "-so", *layers, *(["-al"] if not layers else []))) == count


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("name", ["gpkg", "fgb", "parquet"])
def test_what_is_downloaded_is_what_was_stored(city: Api, tmp_path: Path, name: str) -> None:
    layer = "roads"
    _, _, source, _ = pyogrio.raw.read(DATA / "osm/hcm_osm_2018_themes.gpkg", layer=layer, columns=[], force_2d=True)
    found = shapes_by_id(download(city, tmp_path, layer, name))
    expected = shapely.from_wkb(source)
    assert shapely.equals_exact(found, expected, tolerance=1e-9).all()


def download(city: Api, folder: Path, collection: str, name: str) -> Path:
    """The whole collection as a file."""
    extension = {"json": "geojson", "jsonfg": "json"}.get(name, name)
    file = folder / f"{collection}.{extension}"
    answer = requests.get(f"{city.landing}/collections/{collection}/download", params={"f": name}, timeout=120)
    assert answer.status_code == 200, answer.text[:500]
    file.write_bytes(answer.content)
    return file


def shapes_by_id(file: Path) -> Any:
    """The shapes of a file in the order of the ids."""
    if file.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(file).sort_by("fid")
        return shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    facts, fids, wkb, columns = pyogrio.raw.read(file, return_fids=True)
    if file.suffix == ".fgb":
        fids = columns[list(facts["fields"]).index("fid")]
    return shapely.from_wkb(wkb)[np.argsort(fids)]


def test_geojson_of_a_download_is_one_document(api: Api) -> None:
    answer = requests.get(f"{api.landing}/collections/lanes/download", params={"f": "json"}, timeout=60)
    document = json.loads(answer.content)
    assert document["type"] == "FeatureCollection" and len(document["features"]) == 400
