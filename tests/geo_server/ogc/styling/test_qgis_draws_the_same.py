"""QGIS with our QML and our SLD shows each class in the colour in which MapLibre Native shows it."""

import json
import os
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from pyproj import Transformer

from geo_server.ogc.styling.plain_maplibre import as_plain_style
from geo_server.ogc.styling.qml import as_qml
from geo_server.ogc.styling.rules import rules_of
from geo_server.ogc.styling.sld import Version, as_sld
from geo_server.ogc.styling.titles import Titles
from geo_server.site.demo.catalogue import looks
from layers.styles import default_style
from warehouse.definitions import get_indicator
from warehouse.styles import BORDER_COLOUR, NO_DATA_COLOUR

PYTHON_OF_QGIS = "/usr/bin/python3"
SIDE, ZOOM, CENTRE = 512, 15.3, (106.706, 10.774)
METRES_PER_PIXEL = 40_075_016.68557849 / (512 * 2**ZOOM)
TOLERANCE = 3  # of 255: two programs round the mixing with the ground differently
to_metres = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform
to_degrees = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True).transform
Picture = npt.NDArray[np.int16]


def has_qgis() -> bool:
    done = subprocess.run([PYTHON_OF_QGIS, "-c", "import qgis.core"], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(PYTHON_OF_QGIS).exists() or not has_qgis(), reason="needs QGIS (apt: python3-qgis)"),
]
ZONES = [{"use": use} for use in [*looks.ZONE_COLOURS, "something else", None]]
ROADS = [{"class": name} for name in ("motorway", "primary", "secondary", "tertiary", "residential", "alley")]
PALETTE = get_indicator("population_density").palette


def choropleth() -> dict[str, Any]:
    """A choropleth as the warehouse draws it."""
    classes = [part for number, colour in enumerate(PALETTE, 1) for part in (number, colour)]
    colours = ["match", ["get", "class"], *classes, NO_DATA_COLOUR]
    fill = {"id": "fill", "type": "fill", "paint": {"fill-color": colours, "fill-opacity": 0.78}}
    return {"layers": [fill, {"id": "edge", "type": "line", "paint": {"line-color": BORDER_COLOUR, "line-width": 0.6}}]}


CASES: dict[str, tuple[dict[str, Any], str, list[dict[str, Any]]]] = {
    "zoning": (looks.ZONING, "Polygon", ZONES),
    "choropleth": (choropleth(), "Polygon", [{"class": number} for number in range(len(PALETTE) + 1)]),
    "buildings": (looks.BUILDINGS, "Polygon", [{"no": 1}]),
    "water": (looks.WATER, "Polygon", [{"name": "x"}]),
    "parcels": (looks.PARCELS, "Polygon", [{"code": "x"}]),
    "wards": (default_style(theme="administration", geometry_type="MultiPolygon"), "Polygon", [{"no": 1}]),
    "roads": (looks.ROADS, "LineString", ROADS),
    "pipes": (default_style(theme="network/water", geometry_type="LineString"), "LineString", [{"no": 1}]),
    "cameras": (default_style(theme="cameras", geometry_type="Point"), "Point", [{"no": 1}]),
}


def at(column: float, row: float) -> list[float]:
    """Longitude and latitude of a pixel."""
    x, y = to_metres(*CENTRE)
    return list(to_degrees(x + (column - SIDE / 2) * METRES_PER_PIXEL, y - (row - SIDE / 2) * METRES_PER_PIXEL))


def places(count: int) -> list[tuple[int, int]]:
    """Pixels far enough from each other."""
    return [(64 + 128 * (number % 4), 64 + 128 * (number // 4)) for number in range(count)]


def feature(kind: str, place: tuple[int, int], properties: dict[str, Any]) -> dict[str, Any]:
    column, row = place
    corners = [at(column + a, row + b) for a, b in ((-40, -40), (40, -40), (40, 40), (-40, 40), (-40, -40))]
    shapes: dict[str, Any] = {
        "Polygon": [corners],
        "LineString": [at(column - 40, row), at(column + 40, row)],
        "Point": at(column, row),
    }
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": shapes[kind]}}


def drawn_by_maplibre(layers: list[dict[str, Any]], data: dict[str, Any]) -> Picture:
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    from pymgl import Map

    ground = {"id": "paper", "type": "background", "paint": {"background-color": "#ffffff"}}
    style = {
        "version": 8,
        "sources": {"s": {"type": "geojson", "data": data}},
        "layers": [ground, *({**layer, "source": "s"} for layer in layers)],
    }
    with Map(json.dumps(style), SIDE, SIDE, 1, *CENTRE, ZOOM) as picture:
        return np.array(Image.open(BytesIO(picture.renderPNG())).convert("RGB"), dtype=np.int16)


def drawn_by_qgis(style: Path, data: Path, out: Path) -> Picture:
    x, y = to_metres(*CENTRE)
    half = SIDE / 2 * METRES_PER_PIXEL
    order = {"data": str(data), "style": str(style), "extent": [x - half, y - half, x + half, y + half], "side": SIDE}
    told = out.with_suffix(".json")
    told.write_text(json.dumps(order | {"out": str(out)}))
    command = [PYTHON_OF_QGIS, str(Path(__file__).with_name("qgis_draw.py")), str(told)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert out.exists(), done.stderr[-1000:]
    return np.array(Image.open(out).convert("RGB"), dtype=np.int16)


def across(picture: Picture, place: tuple[int, int]) -> int:
    """How many pixels above and below a place are not paper: the width of a line, the height of an area."""
    column, row = place
    return int((picture[row - 60 : row + 60, column] < 250).any(axis=1).sum())


@pytest.mark.parametrize("name", CASES)
def test_each_class_has_the_colour_that_maplibre_gives_it(name: str, tmp_path: Path) -> None:
    style, kind, classes = CASES[name]
    layers = [layer for layer in style["layers"] if layer["type"] != "symbol"]
    where = places(len(classes))
    shapes = [feature(kind, place, properties) for place, properties in zip(where, classes, strict=True)]
    data = {"type": "FeatureCollection", "features": shapes}
    (tmp_path / "data.geojson").write_text(json.dumps(data))
    rules = [replace(rule, layer=name) for rule in rules_of(layers)]
    wanted = drawn_by_maplibre(layers, data)
    assert all(across(wanted, place) for place in where), "MapLibre draws each of them"
    documents = {"qml": as_qml(rules, geometry_type=kind, titles=Titles(name))}
    versions: tuple[Version, ...] = ("1.0.0", "1.1.0")
    for version in versions:
        documents[f"{version}.sld"] = as_sld(rules, name=name, version=version, titles=Titles(name))
    for form, text in documents.items():
        file = tmp_path / f"style.{form}"
        file.write_text(text)
        got = drawn_by_qgis(file, tmp_path / "data.geojson", tmp_path / f"{form}.png")
        for properties, (column, row) in zip(classes, where, strict=True):
            difference = np.abs(got[row, column] - wanted[row, column]).max()
            assert difference <= TOLERANCE, (form, properties, got[row, column], wanted[row, column])
            widths = across(got, (column, row)), across(wanted, (column, row))
            assert abs(widths[0] - widths[1]) <= 2, (form, properties, widths)


def test_the_plain_style_gives_vector_tiles_in_qgis_a_colour_for_each_class(tmp_path: Path) -> None:
    layers = [layer | {"source": "s", "source-layer": "zoning"} for layer in looks.ZONING["layers"][:1]]
    style = {"version": 8, "sources": {"s": {"type": "vector", "url": ""}}, "layers": layers}
    file = tmp_path / "style.json"

    def colours(document: dict[str, Any]) -> list[list[str]]:
        file.write_text(json.dumps(document))
        command = [PYTHON_OF_QGIS, str(Path(__file__).with_name("qgis_convert.py")), str(file)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        found: list[list[str]] = json.loads(done.stdout)
        return found

    plain = colours(as_plain_style(style, rules_of(layers)))
    assert [colour for _, colour in plain] == [*looks.ZONE_COLOURS.values(), "#e5e5e5"]
    assert all(f"'{use}'" in told for use, (told, _) in zip(looks.ZONE_COLOURS, plain, strict=False))
