"""Loading observations: all or nothing, corrections counted, every fault named."""

from datetime import date

import pytest

from tests.warehouse.conftest import LOADER, NEW, NOW, OLD
from warehouse import api as warehouse
from warehouse.errors import RejectedObservations, UnknownIndicator
from warehouse.models import Dataset, Observation

pytestmark = pytest.mark.usefixtures("redrawn_wards")


def test_a_load_is_stored_with_its_origin(load):
    report = load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    assert (report.added, report.changed, report.unchanged, report.total) == (2, 0, 0, 1500.0)
    assert Dataset.objects.get().loaded_by == LOADER.key


def test_the_same_load_again_changes_nothing(load):
    load({("26740", OLD): 1000.0})
    report = load({("26740", OLD): 1000.0})
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert Dataset.objects.count() == 1


def test_a_corrected_value_replaces_the_old_one(load):
    load({("26740", OLD): 1000.0, ("26743", OLD): 500.0})
    report = load({("26740", OLD): 1001.0, ("26743", OLD): 500.0})
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert Observation.objects.get(area_code="26740").value == 1001.0


def test_the_same_code_is_another_area_after_the_reform(load):
    load({("26740", OLD): 1000.0, ("26740", NEW): 400.0})
    assert Observation.objects.filter(area_code="26740").count() == 2


def test_a_bad_load_never_replaces_a_good_one(load):
    load({("26740", OLD): 1000.0})
    with pytest.raises(RejectedObservations) as caught:
        load({("26740", OLD): 900.0, ("99999", OLD): 5.0, ("26743", OLD): -3.0, ("26743", date(1999, 1, 1)): 1.0})
    assert [fault.where for fault in caught.value.faults] == ["row 3", "row 4", "row 5"]
    assert Observation.objects.get().value == 1000.0


def test_one_area_and_period_twice_in_a_load_is_refused():
    period = warehouse.Period.of_year(2024)
    rows = [warehouse.ObservationRow(("26740", OLD), period, value, where=f"row {value}") for value in (1, 2)]
    with pytest.raises(RejectedObservations, match="1 faults"):
        warehouse.load_observations("population", rows=rows, origin=warehouse.Origin("x"), by=LOADER, now=NOW)


def test_an_unknown_indicator_loads_nothing():
    with pytest.raises(UnknownIndicator):
        warehouse.load_observations("joy", rows=[], origin=warehouse.Origin("x"), by=LOADER, now=NOW)
