"""QGIS takes the action of our QML: a click on a feature leads to the card of its place."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from geo_server.ogc.styling.qml import as_qml
from geo_server.ogc.styling.rules import rules_of
from geo_server.ogc.styling.titles import Titles
from layers.styles import default_style
from tests.geo_server.ogc.styling.test_qgis_draws_the_same import PYTHON_OF_QGIS, has_qgis

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(PYTHON_OF_QGIS).exists() or not has_qgis(), reason="needs QGIS (apt: python3-qgis)"),
]


def test_the_action_opens_the_place_of_the_feature(tmp_path: Path) -> None:
    square = [[106.7, 10.78], [106.702, 10.78], [106.702, 10.782], [106.7, 10.782], [106.7, 10.78]]
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    (tmp_path / "data.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    rules = rules_of(default_style(theme="administration", geometry_type="Polygon")["layers"])
    qml = as_qml(
        rules, geometry_type="Polygon", titles=Titles("x"), place=("https://city.example/place", "Nơi này có gì")
    )
    (tmp_path / "style.qml").write_text(qml)
    order = {"data": str(tmp_path / "data.geojson"), "style": str(tmp_path / "style.qml")}
    (tmp_path / "order.json").write_text(json.dumps(order))
    command = [PYTHON_OF_QGIS, str(Path(__file__).with_name("qgis_action.py")), str(tmp_path / "order.json")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told.pop("name") == "Nơi này có gì"
    assert told == {"type": 5, "address": "https://city.example/place?at=106.701,10.781", "default": True}
