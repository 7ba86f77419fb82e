"""The model on real layers of the city; expected numbers come from GDAL and shapely, not from us."""

import json
from datetime import date, datetime
from pathlib import Path

import pyogrio
import pyogrio.raw
import pytest
import shapely
from shapely.geometry import box

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from publishing import api as publishing
from tests.factories.collections import WRITER

pytestmark = [pytest.mark.real, pytest.mark.django_db]

BOXES = [
    (106.66, 10.74, 106.72, 10.80),
    (106.60, 10.84, 106.64, 10.88),
    (106.9, 10.3, 107.2, 10.6),
    (106.700, 10.7765, 106.7015, 10.778),
]
"""The centre, District 12, Vũng Tàu, two blocks around city hall."""
REFORM = date(2025, 7, 1)


def publish(path: Path, now: datetime, layer: str | None = None, **how: object) -> publishing.PublishReport:
    settings = {"collection_id": "real", "by": WRITER, "now": now} | how
    return publishing.publish_file(path, layer=layer, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "layer", "count"),
    [
        ("admin/hcmc_admin.gpkg", "wards_2025_168", 168),
        ("osm/hcm_osm_2018_themes.gpkg", "roads", 33_000),
        ("cameras/hcmc_traffic_cameras_2025.geojson", None, 721),
    ],
)
def test_every_row_arrives_and_every_box_finds_what_shapely_finds(
    real_data: Path, now: datetime, file: str, layer: str | None, count: int
) -> None:
    path = real_data / "vector" / file
    keep = {"decisions": {"junk": "keep"}} if layer is None else {}
    report = publish(path, now, layer, **keep)
    assert (report.rejected, report.left_out) == ((), 0)
    assert report.collection.count == report.rows == count == pyogrio.read_info(path, layer=layer)["features"]
    shapes = shapely.from_wkb(pyogrio.raw.read(path, layer=layer, columns=[], force_2d=True)[2])
    assert report.collection.extent == pytest.approx(tuple(shapely.total_bounds(shapes)))
    for bbox in BOXES:
        query = layers.ItemsQuery(bbox=bbox, limit=40_000)
        page = layers.find_items(ANONYMOUS, collection_id="real", query=query)
        fids = {feature["id"] for feature in json.loads(b"[" + page.features + b"]")}
        first = _first_fid()
        assert fids == {first + int(n) for n in shapely.intersects(shapes, box(*bbox)).nonzero()[0]}
        assert page.matched == len(fids)


def test_roads_come_in_seven_pages_of_five_thousand(real_data: Path, now: datetime) -> None:
    publish(real_data / "vector/osm/hcm_osm_2018_themes.gpkg", now, "roads")
    after, sizes = None, []
    while True:
        query = layers.ItemsQuery(limit=5000, after=after, with_matched=after is None)
        page = layers.find_items(ANONYMOUS, collection_id="real", query=query)
        sizes.append(page.returned)
        if page.next is None:
            break
        after = page.next
    assert sizes == [5000] * 6 + [3000]


def test_invalid_polygons_of_osm_are_repaired_or_named(real_data: Path, now: datetime) -> None:
    path = real_data / "vector/osm/hcm_osm_2018_themes.gpkg"
    report = publish(path, now, "landuse", leave_out_faulty=True)
    shapes = shapely.from_wkb(pyogrio.raw.read(path, layer="landuse", columns=[])[2])
    invalid = {f"row {n + 1}" for n in (~shapely.is_valid(shapes)).nonzero()[0]}
    assert report.collection is not None
    assert report.repaired.get("geometry", 0) + report.left_out == len(invalid)
    assert {fault.where for fault in report.rejected} <= invalid
    assert report.collection.count == len(shapes) - report.left_out


def test_people_of_2019_keep_their_number_in_the_wards_of_2025(real_data: Path, now: datetime) -> None:
    people = _define_wards(real_data / "vector/admin/hcmc_admin.gpkg", now)
    assert sum(people.values()) == 8_993_082  # the census
    moved: dict[str, float] = {}
    for old, new, weight in layers.crosswalk(from_day=date(2020, 1, 1), to_day=date(2026, 1, 1)):
        moved[new.code] = moved.get(new.code, 0.0) + weight * people[old.code]
    assert sum(moved.values()) == pytest.approx(8_993_082)
    assert layers.get_area("26740", day=date(2020, 1, 1)).name_vi == "Ben Nghe"
    assert layers.get_area("26740", day=date(2026, 1, 1)).name_vi == "Phường Sài Gòn"
    assert [hit.title for hit in layers.search(ANONYMOUS, text="phuong sai gon")][:1] == ["Phường Sài Gòn"]


def test_parcels_in_vn2000_have_the_area_that_the_register_says(real_data: Path, now: datetime) -> None:
    path = real_data / "vector/planning/cadastre_q9_longtruong/longtruong_q9_cadastre_fixed_epsg9210.gpkg"
    publish(path, now, "thua_dat", leave_out_faulty=True)
    page = layers.find_items(ANONYMOUS, collection_id="real", query=layers.ItemsQuery(crs="EPSG:9210", limit=10_000))
    ratios = sorted(
        shapely.from_geojson(json.dumps(feature["geometry"])).area / feature["properties"]["dientich"]
        for feature in json.loads(b"[" + page.features + b"]")
        if feature["properties"]["dientich"]
    )
    assert ratios[len(ratios) // 2] == pytest.approx(1, abs=1e-3)


def _define_wards(path: Path, now: datetime) -> dict[str, float]:
    """Both divisions of the city; returns the people of 2019 by old code."""
    old = publishing.rows_of(path, layer="wards_2019_322_pop")
    new = publishing.rows_of(path, layer="wards_2025_168")
    people: dict[str, float] = {}
    units = []
    for feature in old:
        p = feature.properties
        people[p["Com_ID"]] = p["Pop_2019"]
        unit = layers.AreaUnit(p["Com_ID"], p["Com_Name"], p["Com_Name"], "ward", date(2019, 1, 1), REFORM)
        units.append((unit, feature.geometry))
    for feature in new:
        p = feature.properties
        units.append((layers.AreaUnit(p["code"], p["fullName"], p["fullNameEn"], "ward", REFORM), feature.geometry))
    layers.define_areas(units, by=WRITER, now=now)  # type: ignore[arg-type]
    return people


def _first_fid() -> int:
    page = layers.find_items(ANONYMOUS, collection_id="real", query=layers.ItemsQuery(limit=1))
    return int(json.loads(page.features)["id"])
