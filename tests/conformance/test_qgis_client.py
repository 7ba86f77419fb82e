"""A planner's QGIS, headless, against a running server: the client script of the project drives its real providers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .client import Api
from .servers import ROOT, run

CLIENT = ROOT.parent / "shared" / "tools" / "qgis_client.py"
PYTHON_OF_QGIS = "/usr/bin/python3"
MOST_PAGES = 8
OFFERED = {"EPSG:9210", "EPSG:3405", "EPSG:4326", "EPSG:3857"}
GIVE_TOKEN = """
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from geo_server.core import clock, tokens
from layers import api as layers
from tests.factories.places import CLERK, NOW
user = User.objects.create_user("lan")
layers.create_organisation("evn", title_vi="Điện lực", title_en="Power company")
layers.add_member(user.pk, organisation="evn", role="reader")
layers.grant_read("vaults", to="evn", by=CLERK, now=NOW)
print(tokens.issue_token(user, name="QGIS", lifetime=timedelta(days=1), now=clock.now()))
"""


def has_qgis() -> bool:
    """True where the system's Python can drive QGIS and the script is there."""
    if not (CLIENT.exists() and Path(PYTHON_OF_QGIS).exists()):
        return False
    return subprocess.run([PYTHON_OF_QGIS, "-c", "import qgis.core"], capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.conformance,
    pytest.mark.skipif(not has_qgis(), reason="needs QGIS with Python (apt: python3-qgis) and ../shared/tools"),
]


def toured(landing: str, tmp_path: Path, *options: str) -> dict[str, dict[str, Any]]:
    """The checks of a tour by name; none may have failed."""
    report = tmp_path / "report.json"
    command = [PYTHON_OF_QGIS, str(CLIENT), landing, "--json", str(report), "--out", str(tmp_path), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert report.exists(), done.stderr[-2000:]
    checks = {check["name"]: check for check in json.loads(report.read_text())["checks"]}
    failed = {name: check for name, check in checks.items() if check["ok"] is False}
    assert failed == {}, json.dumps(failed, ensure_ascii=False, indent=1)[:4000]
    return checks


@pytest.mark.real
def test_a_planner_opens_the_real_layers(city: Api, tmp_path: Path) -> None:
    checks = toured(city.landing, tmp_path)
    for name, count in {"wards": 168, "roads": 33_000, "cameras": 721}.items():
        read = checks[f"oapif/{name}/read_all"]
        assert (read["read"], read["distinct_ids"], read["reported"]) == (count, count, count)
        on_the_wire = checks[f"oapif/{name}/crs_on_the_wire"]["crs"]
        assert OFFERED <= on_the_wire.keys()
        assert all(found["difference_m"] < 0.02 for found in on_the_wire.values()), on_the_wire
    pages = [entry for entry in checks["oapif/roads/read_all"]["requests"]["first"] if "limit=5000" in entry["url"]]
    assert 0 < len(pages) <= MOST_PAGES, len(pages)


def test_a_token_in_the_address_opens_a_layer_of_his_own(api: Api, environment: dict[str, str], tmp_path: Path) -> None:
    token = run("-c", GIVE_TOKEN, environment=environment).split()[-1]
    assert api.get(f"{api.landing}/collections/vaults").status_code == 404
    for options in (["--query-auth", f"token={token}"], ["--user", "lan", "--password", token]):
        checks = toured(api.landing, tmp_path, "--collections", "vaults", *options)
        assert checks["oapif/vaults/read_all"]["read"] == 12
