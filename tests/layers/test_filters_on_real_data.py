"""Filters, orders and words on real layers of the city; what must come back is worked out in Python and shapely."""

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from publishing import api as publishing
from tests.factories.collections import WRITER

pytestmark = [pytest.mark.real, pytest.mark.django_db]

Row = dict[str, Any]
Truth = Callable[[Row], Any]
WARD_1 = shapely.box(106.69, 10.77, 106.71, 10.79)
CROOKED = shapely.Polygon([(106.60, 10.70), (106.75, 10.72), (106.72, 10.85), (106.64, 10.80)])


def plain(text: str | None) -> str:
    """Without case and diacritics, by Unicode, not by PostgreSQL; some mappers wrote an Icelandic Ð for Đ."""
    bare = unicodedata.normalize("NFD", text or "").translate(str.maketrans("đĐðÐ", "dDdD"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).lower()


def wkt(shape: BaseGeometry) -> str:
    return str(shape.wkt)


ROADS: dict[str, Truth] = {
    "highway = 'trunk'": lambda r: r["highway"] == "trunk",
    "highway IN ('primary', 'secondary') AND name IS NOT NULL": lambda r: (
        r["highway"] in ("primary", "secondary") and r["name"] is not None
    ),
    "NOT (highway = 'residential')": lambda r: r["highway"] is not None and r["highway"] != "residential",
    "name LIKE 'Nguyễn%'": lambda r: (r["name"] or "").startswith("Nguyễn"),
    "CASEI(ACCENTI(name)) LIKE 'nguyen%'": lambda r: plain(r["name"]).startswith("nguyen"),
    "CASEI(name) LIKE CASEI('%ĐƯỜNG SỐ%')": lambda r: "đường số" in (r["name"] or "").lower(),
    "z_order BETWEEN 4 AND 6": lambda r: 4 <= r["z_order"] <= 6,
    "z_order * 2 + 1 > 13": lambda r: r["z_order"] * 2 + 1 > 13,
    "z_order % 2 = 1": lambda r: abs(r["z_order"]) % 2 == 1 and r["z_order"] > 0,
    "S_INTERSECTS(geometry, BBOX(106.69,10.77,106.71,10.79))": lambda r: shapely.intersects(r["shape"], WARD_1),
    f"S_WITHIN(geometry, {wkt(CROOKED)})": lambda r: shapely.within(r["shape"], CROOKED),
    f"S_CROSSES(geometry, {wkt(CROOKED)})": lambda r: shapely.crosses(r["shape"], CROOKED),
    f"S_DISJOINT(geometry, {wkt(CROOKED)}) AND railway IS NULL": lambda r: (
        shapely.disjoint(r["shape"], CROOKED) and r["railway"] is None
    ),
    "highway = 'trunk' OR S_INTERSECTS(geometry, POINT(106.7 10.77))": lambda r: r["highway"] == "trunk",
}
# the times in the file have no zone: they are those of the city
CAMERAS: dict[str, Truth] = {
    "cam_type = 'tth' AND NOT (status = 'success')": lambda r: r["cam_type"] == "tth" and r["status"] != "success",
    "ACCENTI(CASEI(name)) LIKE '%cau%'": lambda r: "cau" in plain(r["name"]),
    "updated_at > TIMESTAMP('2025-11-19T16:10:00+07:00')": lambda r: (
        r["updated_at"] > np.datetime64("2025-11-19T16:10:00")
    ),
    "T_DURING(updated_at, INTERVAL('2025-11-19T09:05:00Z', '2025-11-19T09:10:00Z'))": lambda r: bool(
        np.datetime64("2025-11-19T16:05:00") < r["updated_at"] < np.datetime64("2025-11-19T16:10:00")
    ),
    "latitude > 10.8 AND longitude < 106.7": lambda r: r["latitude"] > 10.8 and r["longitude"] < 106.7,
    "longitude - latitude > 95.95": lambda r: r["longitude"] - r["latitude"] > 95.95,
}
WARDS: dict[str, Truth] = {
    "areakm2 > 100": lambda r: r["areaKm2"] > 100,
    "areakm2 BETWEEN 2 AND 3 OR name = 'Sài Gòn'": lambda r: 2 <= r["areaKm2"] <= 3 or r["name"] == "Sài Gòn",
    "S_CONTAINS(geometry, POINT(106.7 10.777))": lambda r: shapely.contains(r["shape"], shapely.Point(106.7, 10.777)),
    f"S_OVERLAPS(geometry, {wkt(CROOKED)})": lambda r: shapely.overlaps(r["shape"], CROOKED),
    "name = codename": lambda r: r["name"] == r["codeName"],
}


AS_THEY_ARE = {
    "roads": {"spaces": "keep"},
    "hcmc_traffic_cameras_2025": {"junk": "keep", "spaces": "keep"},
}
"""What hygiene would put right, and GDAL does not."""


def publish(path: Path, layer: str | None, now: datetime) -> dict[int, Row]:
    """The published rows by fid, read from the file by GDAL; some names in it are decomposed, ours are not."""
    decisions = AS_THEY_ARE.get(layer or path.stem, {})
    publishing.publish_file(path, layer=layer, decisions=decisions, collection_id="real", by=WRITER, now=now)
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, force_2d=True)
    first = json.loads(_page(limit=1).features)["id"]
    geometries = shapely.from_wkb(shapes)
    shapely.prepare(geometries)
    return {
        first + n: {"shape": geometries[n]} | {f: _composed(c[n]) for f, c in zip(meta["fields"], columns, strict=True)}
        for n in range(len(shapes))
    }


def _composed(value: Any) -> Any:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _page(**query: Any) -> layers.ItemsPage:
    return layers.find_items(ANONYMOUS, collection_id="real", query=layers.ItemsQuery(**query))


def fids(**query: Any) -> list[int]:
    page = _page(limit=50_000, skip_geometry=True, properties=(), **query)
    assert page.matched == page.returned
    return [feature["id"] for feature in json.loads(b"[" + page.features + b"]")]


@pytest.mark.parametrize(
    ("file", "layer", "truths"),
    [
        ("osm/hcm_osm_2018_themes.gpkg", "roads", ROADS),
        ("cameras/hcmc_traffic_cameras_2025.geojson", None, CAMERAS),
        ("admin/hcmc_admin.gpkg", "wards_2025_168", WARDS),
    ],
)
def test_filters_find_what_python_finds(
    real_data: Path, now: datetime, file: str, layer: str | None, truths: dict[str, Truth]
) -> None:
    rows = publish(real_data / "vector" / file, layer, now)
    for text, truth in truths.items():
        expected = [fid for fid, row in rows.items() if truth(row)]
        assert fids(filter=layers.Filter(text)) == expected, text
        assert len(expected) < len(rows), text


def test_a_filter_in_vn2000_finds_the_same_as_in_degrees(real_data: Path, now: datetime) -> None:
    rows = publish(real_data / "vector/cameras/hcmc_traffic_cameras_2025.geojson", None, now)
    circle = layers.transform_geometry(shapely.Point(106.70, 10.78), source=layers.CRS84, target="EPSG:9210").buffer(
        2000
    )
    dense = shapely.segmentize(circle, 5)
    degrees = layers.transform_geometry(dense, source="EPSG:9210", target=layers.CRS84)
    expected = [fid for fid, row in rows.items() if shapely.intersects(row["shape"], degrees)]
    assert fids(filter=layers.Filter(f"S_INTERSECTS(geometry, {wkt(circle)})", crs="EPSG:9210")) == expected
    assert 50 < len(expected) < len(rows)


def test_roads_in_order_page_by_page(real_data: Path, now: datetime) -> None:
    rows = publish(real_data / "vector/osm/hcm_osm_2018_themes.gpkg", "roads", now)
    keys = (layers.SortKey("z_order", descending=True), layers.SortKey("highway"))
    expected = sorted(
        rows, key=lambda fid: (-rows[fid]["z_order"], rows[fid]["highway"] is None, rows[fid]["highway"] or "", fid)
    )
    seen: list[int] = []
    after: str | None = None
    while True:
        page = _page(limit=5000, skip_geometry=True, properties=(), sortby=keys, after=after)
        seen += [feature["id"] for feature in json.loads(b"[" + page.features + b"]")]
        after = page.next
        if after is None:
            break
    assert seen == expected


def test_words_find_every_road_of_a_name(real_data: Path, now: datetime) -> None:
    rows = publish(real_data / "vector/osm/hcm_osm_2018_themes.gpkg", "roads", now)
    for words in ("nguyen hue", "duong so 1", "cach mang thang"):
        texts = {fid: [plain(str(v)) for v in row.values() if isinstance(v, str)] for fid, row in rows.items()}
        expected = [fid for fid, values in texts.items() if any(words in value for value in values)]
        assert fids(q=words) == expected
        assert expected


def test_simplified_wards_are_valid_and_lighter(real_data: Path, now: datetime) -> None:
    rows = publish(real_data / "vector/admin/hcmc_admin.gpkg", "wards_2025_168", now)
    whole, light = _page(limit=200), _page(limit=200, tolerance=layers.tolerance_of_zoom(12, degrees=True))
    assert len(light.features) < len(whole.features) / 3
    for feature in json.loads(b"[" + light.features + b"]"):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.geom_type == "MultiPolygon" and shape.is_valid
        assert shapely.get_num_geometries(shape) == shapely.get_num_geometries(rows[feature["id"]]["shape"])
