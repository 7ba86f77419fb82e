"""QGIS itself reads our vector tiles with their style, our map tiles, and WMS and WMTS of a real city."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conformance.servers import ROOT, run, scratch_database, served

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.django_db]

CLIENT = ROOT.parent / "shared" / "tools" / "qgis_client.py"
QGIS_PYTHON = Path("/usr/bin/python3")
CITY = "106.6,10.7,106.8,10.85"
LOAD = "import django; django.setup(); from tests.bench import real_layers as r; r.load(r.ROADS); r.load(r.WARDS)"
PORT = 18_731
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def qgis() -> None:
    found = QGIS_PYTHON.exists() and subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True)
    if not CLIENT.exists() or not found or found.returncode:
        pytest.skip("QGIS (python3-qgis) or ../shared/tools/qgis_client.py is not on this machine")


def answers(address: str) -> bool:
    try:
        urlopen(address, timeout=5).close()
    except (URLError, TimeoutError):
        return False
    return True


@contextmanager
def mapproxy(environment: dict[str, str]) -> Iterator[str]:
    """The MapProxy process; yields its address."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT)]
    process = subprocess.Popen([*command, "geo_server.site.mapproxy_wsgi:application"], cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{PORT}"
        deadline = time.monotonic() + PATIENCE_S
        while not answers(f"{address}/healthz"):
            assert process.poll() is None, "the MapProxy process ended by itself"
            assert time.monotonic() < deadline, "the MapProxy process did not answer"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_qgis_draws_every_kind_of_tile_and_map(qgis: None, real_data: Path, tmp_path: Path) -> None:
    with scratch_database("maps", tmp_path / "var") as environment:
        run("-c", LOAD, environment=environment)
        with served(environment) as landing, mapproxy(environment) as maps:
            roads = f"{landing}/collections/roads"
            report = tmp_path / "report.json"
            command: list[str | Path] = [
                QGIS_PYTHON, CLIENT, "--bbox", CITY, "--out", tmp_path, "--json", report,
                "--wms", f"{maps}/service", "--wms-layers", "roads,wards",
                "--wmts", f"{maps}/service", "--wmts-layers", "roads,wards",
                "--xyz", f"{roads}/map/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}",
                "--vt", f"{roads}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}", "--vt-style", f"{roads}/styles/default",
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    checks = {check["name"]: check for check in json.loads(report.read_text(encoding="utf-8"))["checks"]}
    assert {"wms/roads", "wms/wards", "wmts/roads", "wmts/wards", "xyz", "vector_tiles"} <= set(checks)
    assert checks["vector_tiles"]["style"]["warnings"] == []
