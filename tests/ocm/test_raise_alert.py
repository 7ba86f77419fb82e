"""A finding becomes one alert before the organisation that answers for the place."""

from datetime import date

import pytest

from change_detection import api as change_detection
from change_detection.errors import UnknownFinding
from ocm import api as ocm
from ocm.models import Alert, DeadlineRule
from ocm.services.alerts import raise_missing
from tests.factories.findings import DEGREE_M, FindingDraft, make_finding
from tests.factories.wards import EAST, NOW, SINCE, WEST

pytestmark = pytest.mark.django_db


def raised(draft: FindingDraft | None = None) -> ocm.AlertRecord:
    alert = ocm.raise_alert(make_finding(draft), now=NOW)
    assert alert is not None
    return alert


def test_a_finding_without_permit_comes_before_the_ward(city):
    alert = raised()
    assert alert.organisation == f"ward_{WEST}"
    assert (alert.area_code, alert.area_valid_from) == (WEST, SINCE)
    assert alert.rule and alert.rule.code == "area_committee"
    assert (alert.state, alert.reason, alert.area_m2) == ("new", "NO_PERMIT", 96.0)


def test_across_a_border_the_larger_share_decides(city):
    six_of_twelve_metres_less_one = 106.66 - 5 * DEGREE_M
    assert raised(FindingDraft(x=six_of_twelve_metres_less_one)).organisation == f"ward_{EAST}"


def test_inside_a_zone_the_board_answers(city):
    alert = raised(FindingDraft(y=10.852))
    assert alert.organisation == "board_iz"
    assert alert.rule and alert.rule.legal_act == "Quyết định 25/2025/QĐ-UBND"


def test_a_permit_of_the_department_brings_it_before_the_department(city):
    assert raised(FindingDraft(permit_no="77/GPXD")).organisation == "construction"


def test_outside_every_unit_the_alert_waits_for_an_administrator(city):
    alert = raised(FindingDraft(x=107.5))
    assert (alert.organisation, alert.rule, alert.area_code) == ("", None, "")
    assert ocm.list_alerts(city.admin).total == 1
    assert ocm.list_alerts(city.inspector).total == 0


def test_the_term_follows_the_reason(city):
    red_line = {"overlap_m2": 40.0, "overlap_percent": 42.0, "road": "Tô Ký"}
    assert raised(FindingDraft(reason="OUTSIDE_RED_LINE", numbers=red_line)).due_on == date(2026, 8, 23)
    assert raised(FindingDraft(x=106.645)).due_on == date(2026, 8, 27)


def test_the_term_is_counted_in_the_days_of_the_city(city):
    late_evening_in_utc = NOW.replace(hour=18)  # already 1 o'clock of 21 August in the city
    alert = ocm.raise_alert(make_finding(), now=late_evening_in_utc)
    assert alert and alert.due_on == date(2026, 8, 28)


def test_raising_twice_is_raising_once(city):
    finding = make_finding()
    first, second = ocm.raise_alert(finding, now=NOW), ocm.raise_alert(finding, now=NOW)
    assert first == second
    assert Alert.objects.count() == 1
    assert first and len(ocm.list_steps(city.admin, alert_id=first.id)) == 1


def test_the_id_of_an_alert_is_made_from_its_finding(city):
    alert = raised()
    assert alert.id == str(ocm.alert_id_of(alert.finding_id))


def test_a_reason_that_nobody_is_told_of_raises_nothing(city):
    DeadlineRule.objects.create(
        code="quiet", step="decide", reason="NO_PERMIT", priority=1, valid=(SINCE, None), legal_act="A", title_vi="B"
    )
    assert ocm.raise_alert(make_finding(), now=NOW) is None
    assert Alert.objects.count() == 0


def test_a_finding_that_somebody_has_decided_on_already_raises_nothing(city):
    finding = make_finding()
    change_detection.set_verdict(finding, verdict="dismissed", note="Bạt che.", subject=city.inspector, now=NOW)
    assert ocm.raise_alert(finding, now=NOW) is None


def test_the_sweep_raises_what_was_missed_and_nothing_else(city):
    told, missed = make_finding(), make_finding(FindingDraft(x=106.645))
    ocm.raise_alert(told, now=NOW)
    assert raise_missing(now=NOW) == 1
    assert raise_missing(now=NOW) == 0
    assert set(Alert.objects.values_list("finding_id", flat=True)) == {told, missed}


def test_an_unknown_finding_raises_nothing(city):
    with pytest.raises(UnknownFinding):
        ocm.raise_alert("no-such-finding", now=NOW)
