"""Diaban as one more server of the harness: how it runs and which addresses answer the harness's workloads."""

import base64
import sys
from pathlib import Path
from typing import Any

from geo_server.site.embedded.runtime import ROOT

PORT = 9300
NAME = "diaban"
NO_CACHE = "diaban, no tile kept"
ON_GRID = "diaban, image on the grid"
WARPED = "diaban, image in UTM"
ITEMS = "/ogc/collections/buildings/items?f=json"
NETWORK = "/ogc/collections/network/items?f=json&limit=10000"
TILE = "/ogc/collections/buildings/tiles/WebMercatorQuad/{z}/{y}/{x}"
IMAGE = "/ogc/collections/%s/map/tiles/WebMercatorQuad/{z}/{y}/{x}?f=jpg"
FEATURES = {
    "F1": ITEMS + "&bbox={bbox}&limit=100",
    "F2": ITEMS + "&bbox={bbox}&limit=1000",
    "F2n": ITEMS + "&limit=1000",
    "F3": ITEMS + "&bbox={bbox}&limit=10000",
    "F4": "/ogc/collections/buildings/items/{id}?f=json",
    "F5": ITEMS + "&ward_code={ward}&limit=100",
    "F5c": ITEMS + "&filter=ward_code%3D%27{ward}%27%20AND%20floors%3E%3D5&limit=100",
    "F6": ITEMS + "&limit=100&after={mark}",
    "F6a": ITEMS + "&limit=100",
    "F7": NETWORK + "&after={mark}",
    "FE": ITEMS + "&bbox=0,0,0.001,0.001&limit=10",
}


def services(folder: Path, *, database_url: str) -> dict[str, dict[str, Any]]:
    """Our web server as it is always run, with and without kept tiles, in the harness's words."""
    return {
        NAME: _service(folder, database_url, port=PORT, cache_mb=1024),
        NO_CACHE: _service(folder, database_url, port=PORT + 1, cache_mb=0),
    }


def targets() -> dict[str, dict[str, Any]]:
    """The addresses: features and kept tiles from the one server, tiles made anew for each request from the other."""
    image = {name: IMAGE % name for name in ("ortho_on_grid", "ortho_utm")}
    return {
        NAME: _target(NAME, FEATURES | {"TC": TILE, "R3": IMAGE % "ortho_utm"}),
        NO_CACHE: _target(NO_CACHE, {"T": TILE}, port=PORT + 1),
        ON_GRID: _target(NO_CACHE, dict.fromkeys(("R1", "R2"), image["ortho_on_grid"]), port=PORT + 1),
        WARPED: _target(NO_CACHE, dict.fromkeys(("R1", "R2"), image["ortho_utm"]), port=PORT + 1),
    }


def page_mark(fid: int) -> str:
    """The mark of the page that begins after a feature, as a `next` link carries it; no client makes one by itself."""
    return base64.urlsafe_b64encode(f"fid:{fid}".encode()).decode().rstrip("=")


def environment(folder: Path, *, database_url: str, port: int = PORT, cache_mb: int = 1024) -> dict[str, str]:
    """The settings of our server in the run; the harness's data folder is its storage, for the orthophotos."""
    return {
        "DIABAN_VAR": str(folder / "diaban"),
        "DIABAN_SECRET_KEY": "only-for-a-benchmark-on-loopback-0123456789",
        "DIABAN_DATABASE_URL": database_url,
        "DIABAN_REDIS_URL": "memory://",
        "DIABAN_STORAGE_URL": (folder / "data").as_uri(),
        "DIABAN_PORT": str(port),
        "DIABAN_TILE_CACHE_MB": str(cache_mb),
        "DJANGO_SETTINGS_MODULE": "geo_server.site.settings",
    }


def _target(service: str, urls: dict[str, str], *, port: int = PORT) -> dict[str, Any]:
    return {"base": f"http://127.0.0.1:{port}", "accounts": [service], "urls": urls}


def _service(folder: Path, database_url: str, *, port: int, cache_mb: int) -> dict[str, Any]:
    granian = str(Path(sys.executable).parent / "granian")
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    command += [
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
        "geo_server.site.wsgi:application",
    ]
    made = environment(folder, database_url=database_url, port=port, cache_mb=cache_mb)
    return {"cmd": command, "cwd": str(ROOT), "env": made, "port": port, "ready": "/healthz"}
