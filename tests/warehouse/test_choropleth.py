"""A choropleth shows the areas of one day with the values of one period."""

import pytest
from django.test import Client

from geo_server.core.subject import ANONYMOUS
from tests.warehouse.conftest import LOADER, NEW, NOW, OLD
from warehouse import api as warehouse
from warehouse.errors import NoAreas, NoObservations, NotPublished

pytestmark = pytest.mark.usefixtures("redrawn_wards")
YEAR = warehouse.Period.of_year(2024)


def publish(day, *, public=True):
    return warehouse.publish_choropleth("population_density", period=YEAR, day=day, by=LOADER, now=NOW, public=public)


def rows(day=None):
    return {row.code: row for row in warehouse.table_of(ANONYMOUS, indicator_id="population_density").rows}


def test_density_is_people_over_surface(load):
    load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    publish(OLD)
    table = rows()
    assert table["26740"].value == pytest.approx(1000 / table["26740"].surface_km2)
    assert table["26740"].value == pytest.approx(2 * table["26743"].value)
    assert not table["26740"].estimated


def test_people_move_to_the_new_wards_and_are_marked_estimated(load):
    load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    report = publish(NEW)
    table = rows()
    assert {code: row.amount for code, row in table.items()} == {
        "26740": pytest.approx(500, rel=1e-3),
        "26750": pytest.approx(500, rel=1e-3),
        "26743": pytest.approx(500, rel=1e-3),
    }
    assert sum(row.amount for row in table.values()) == pytest.approx(1500)
    assert {code for code, row in table.items() if row.estimated} == {"26740", "26750"}
    assert report.estimated == 2


def test_an_area_without_a_value_is_no_data(load):
    load({("26740", OLD): 1000.0})
    report = publish(OLD)
    assert report.no_data == 1
    assert (rows()["26743"].value, rows()["26743"].number) == (None, 0)


def test_publishing_again_writes_nothing(load):
    load({("26740", OLD): 1000.0})
    assert publish(OLD).revision == publish(OLD).revision


def test_another_area_version_replaces_the_map(load):
    load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    publish(OLD)
    publish(NEW)
    assert {row.valid_from for row in rows().values()} == {"2025-07-01"}


def test_nothing_is_published_without_numbers_or_areas(load):
    with pytest.raises(NoObservations):
        publish(OLD)
    load({("26740", OLD): 1000.0})
    with pytest.raises(NoAreas):
        publish(OLD.replace(year=1990))
    with pytest.raises(NotPublished):
        rows()


def test_a_map_that_is_not_public_is_hidden_from_the_public(load):
    load({("26740", OLD): 1000.0})
    publish(OLD, public=False)
    with pytest.raises(NotPublished):
        rows()
    assert warehouse.published_indicators(ANONYMOUS) == []
    assert [one.id for one in warehouse.published_indicators(LOADER)] == ["population_density"]


def test_the_legend_says_unit_period_areas_method_and_no_data(load):
    load({("26740", OLD): 1000.0})
    publish(OLD)
    legend = warehouse.table_of(ANONYMOUS, indicator_id="population_density").legend
    assert legend["unit"]["vi"] == "người/km²"
    assert legend["period"] == "2024"
    assert "01/01/2020" in legend["area_version"]["vi"]
    assert legend["method"]["vi"].startswith("Phân vị")
    assert legend["no_data"]["count"] == 1
    assert sum(entry["count"] for entry in legend["classes"]) == 1


def test_the_page_and_the_file_show_the_same_rows(load):
    load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    publish(OLD)
    page = Client().get("/indicators/population_density", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Phường Tây" in page.content.decode()
    file = Client().get("/indicators/population_density.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("26740,2020-01-01,Phường Tây,")


def test_an_unknown_indicator_page_is_404():
    assert Client().get("/indicators/joy").status_code == 404
    assert Client().get("/indicators/population_density").status_code == 404
    assert Client().get("/indicators").status_code == 200
