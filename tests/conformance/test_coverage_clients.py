"""Coverages and data retrieval by the clients that people have: OWSLib and GDAL, over HTTP."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from owslib.ogcapi.coverages import Coverages
from owslib.ogcapi.edr import EnvironmentalDataRetrieval
from rasterio.io import MemoryFile

from tests.factories.coverages import CELL_M, ORIGIN, define_heights, heights

GDAL = """
import json, rasterio, sys
with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR"), rasterio.open(sys.argv[1]) as found:
    values = found.read(1, window=((100, 110), (200, 220))).tolist()
    print(json.dumps({"crs": found.crs.to_epsg(), "overviews": found.overviews(1), "values": values}))
"""
pytestmark = [pytest.mark.conformance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def landing(settings: Any, tmp_path: Path, live_server: Any) -> str:
    """The landing page of a server with heights in VN-2000."""
    settings.STORAGE_URL = tmp_path.as_uri()
    define_heights()
    return f"{live_server.url}/ogc/"


def test_owslib_finds_the_coverage_and_cuts_it(landing: str) -> None:
    client = Coverages(landing)
    assert client.coverages() == ["heights"]
    east, north = ORIGIN
    wanted = {"E": (east + 20 * CELL_M, east + 30 * CELL_M), "N": (north - 50 * CELL_M, north - 40 * CELL_M)}
    with MemoryFile(client.coverage("heights", subset=wanted)).open() as found:
        assert np.array_equal(found.read(1), heights()[40:50, 20:30])
    with MemoryFile(client.coverage("heights", scale_size=[("E", 40), ("N", 30)])).open() as found:
        assert found.shape == (30, 40)


def test_owslib_asks_for_the_value_at_a_place(landing: str) -> None:
    client = EnvironmentalDataRetrieval(landing)
    assert client.data() == ["heights"]
    answer = client.query_data("heights", "position", coords="POINT(106.6690 10.7620)")
    assert answer["ranges"]["height"]["values"][0] > 0


def test_gdal_reads_the_file_by_ranges(landing: str) -> None:
    """In a process of its own: GDAL waits for the server with Python locked."""
    address = f"/vsicurl/{landing}collections/heights/coverage?f=geotiff"
    found = json.loads(
        subprocess.run([sys.executable, "-c", GDAL, address], check=True, capture_output=True, timeout=60).stdout
    )
    assert found == {"crs": 9210, "overviews": [2, 4], "values": heights()[100:110, 200:220].tolist()}
