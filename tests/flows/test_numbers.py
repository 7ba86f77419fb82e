"""Flow D on real data: the census of 2019 by ward becomes a map, and moves to the areas of 2025."""

import csv
import json
from datetime import UTC, date, datetime

import pyogrio
import pytest
import shapely
from django.test import Client
from pyproj import Transformer

from geo_server.core.subject import ANONYMOUS, system
from layers import api as layers
from warehouse import api as warehouse

pytestmark = [pytest.mark.real, pytest.mark.django_db]

CENSUS, REFORM = date(2019, 4, 1), date(2025, 7, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
LOADER = system("test")
YEAR_2019 = warehouse.Period.of_year(2019)
PRINTED_TOTAL = 8_993_082
"""Population of the city in the census of 1 April 2019, as the statistics office printed it."""


def read_units(real_data, layer):
    _, _, wkb, columns = pyogrio.raw.read(real_data / "vector/admin/hcmc_admin.gpkg", layer=layer)
    names = pyogrio.read_info(real_data / "vector/admin/hcmc_admin.gpkg", layer=layer)["fields"]
    return shapely.from_wkb(wkb), dict(zip(names, columns, strict=True))


def define(codes, names, shapes, *, since, until=None, kind="ward"):
    units = [
        layers.AreaUnit(code=code, name_vi=name, name_en=name, kind=kind, valid_from=since, valid_to=until)
        for code, name in zip(codes, names, strict=True)
    ]
    layers.define_areas(zip(units, shapely.make_valid(shapes), strict=True), by=LOADER, now=NOW)


@pytest.fixture
def census(real_data):
    """The 322 wards of 2019 with their people, as the file has them."""
    shapes, columns = read_units(real_data, "wards_2019_322_pop")
    codes = [str(int(code)) for code in columns["Com_ID"]]
    define(codes, columns["Com_Name"], shapes, since=CENSUS, until=REFORM)
    rows = warehouse.read_wide_csv(
        real_data / "vector/stats/hcmc_ward_population_2009_2019.csv",
        indicator_id="population",
        code="Com_ID",
        valid_from=CENSUS,
        columns={"Pop_2019": YEAR_2019},
    )
    origin = warehouse.Origin("Tổng điều tra dân số 2019", source="hcmc_ward_population_2009_2019.csv")
    return warehouse.load_observations("population", rows=rows, origin=origin, by=LOADER, now=NOW)


def publish(day):
    return warehouse.publish_choropleth("population_density", period=YEAR_2019, day=day, by=LOADER, now=NOW)


def density_by_hand(real_data):
    """People per km² by ward, from the files alone: surface in an equal-area projection, not by our code."""
    shapes, columns = read_units(real_data, "wards_2019_322_pop")
    project = Transformer.from_crs(4326, "+proj=laea +lat_0=10.8 +lon_0=106.7 +datum=WGS84", always_xy=True)
    flat = shapely.transform(shapes, lambda xy: shapely.get_coordinates(shapely.points(*project.transform(*xy.T))))
    with (real_data / "vector/stats/hcmc_ward_population_2009_2019.csv").open(encoding="utf-8-sig") as file:
        people = {row["Com_ID"]: float(row["Pop_2019"]) for row in csv.DictReader(file)}
    codes = [str(int(code)) for code in columns["Com_ID"]]
    return {code: people[code] / (ground.area / 1e6) for code, ground in zip(codes, flat, strict=True)}


def test_the_census_total_is_the_printed_one(census):
    assert census.added == 322
    assert census.total == PRINTED_TOTAL


def test_density_agrees_with_an_equal_area_projection(census, real_data):
    publish(CENSUS)
    by_hand = density_by_hand(real_data)
    rows = warehouse.table_of(ANONYMOUS, indicator_id="population_density").rows
    assert len(rows) == 322
    assert {row.code: row.value for row in rows} == pytest.approx(by_hand, rel=2e-4)
    assert sum(row.amount for row in rows) == pytest.approx(PRINTED_TOTAL)


def test_quantile_classes_hold_a_fifth_of_the_wards_each(census):
    publish(CENSUS)
    legend = warehouse.table_of(ANONYMOUS, indicator_id="population_density").legend
    counts = [entry["count"] for entry in legend["classes"]]
    assert sum(counts) == 322
    assert max(counts) - min(counts) <= 2


def test_the_map_is_an_ogc_collection_like_any_other(census):
    publish(CENSUS)
    answer = Client().get("/ogc/collections/population_density/items", {"limit": 400, "f": "json"})
    features = json.loads(answer.content)["features"]
    assert len(features) == 322
    assert {"code", "name", "value", "class", "period_start", "status"} <= set(features[0]["properties"])


def test_people_moved_to_the_areas_of_2025_are_all_there_and_marked(census, real_data):
    shapes, columns = read_units(real_data, "wards_2025_168")
    define([str(code) for code in columns["code"]], columns["fullName"], shapes, since=REFORM)
    report = publish(date(2026, 1, 1))
    rows = warehouse.table_of(ANONYMOUS, indicator_id="population_density").rows
    assert report.areas == len(rows) == 168
    assert sum(row.amount or 0 for row in rows) == pytest.approx(PRINTED_TOTAL, abs=1)
    outside = [row for row in rows if row.value is None]
    assert len(outside) == report.no_data > 50  # the former Bình Dương and Bà Rịa–Vũng Tàu were not in this census file
    assert all(row.estimated for row in rows if row.value is not None and row.code == "26740")


def test_districts_loaded_beside_their_wards_are_not_counted_twice(census, real_data):
    shapes, columns = read_units(real_data, "districts_24_pop_2009_2019")
    codes = [str(int(code)) for code in columns["Dist_ID"]]
    define(codes, columns["Dist_Name"], shapes, since=CENSUS, until=REFORM, kind="district")
    rows = [
        warehouse.ObservationRow((code, CENSUS), YEAR_2019, float(people), where=code)
        for code, people in zip(codes, columns["Pop_2019"], strict=True)
    ]
    report = warehouse.load_observations(
        "population", rows=rows, origin=warehouse.Origin("Quận, huyện"), by=LOADER, now=NOW
    )
    assert report.total == pytest.approx(PRINTED_TOTAL, rel=1e-3)
    publish(CENSUS)
    shown = warehouse.table_of(ANONYMOUS, indicator_id="population_density").rows
    assert len(shown) == 322
    assert sum(row.amount for row in shown) == PRINTED_TOTAL
