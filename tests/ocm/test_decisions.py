"""What a person does with an alert: seen, accepted, dismissed; who, when and why are kept."""

import json
from datetime import date, timedelta

import pytest

from change_detection import api as change_detection
from geo_server.core.models import AuditEntry
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from ocm import api as ocm
from ocm.errors import AlreadyDecided, NoteRequired, UnknownAlert, UnknownVerdict
from ocm.services.decisions import follow_verdict
from tests.factories.findings import MADE_AT, make_finding
from tests.factories.wards import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture
def alert(city) -> ocm.AlertRecord:
    raised = ocm.raise_alert(make_finding(), now=NOW)
    assert raised is not None
    return raised


def decide(alert, subject, verdict="accepted", note="Đang xây tầng 2, không phép."):
    return ocm.decide(alert.id, verdict=verdict, note=note, subject=subject, now=LATER)


def test_opening_an_alert_marks_it_seen_once(city, alert):
    for _ in range(2):
        ocm.mark_seen(alert.id, subject=city.inspector, now=LATER)
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "seen"
    steps = ocm.list_steps(city.inspector, alert_id=alert.id)
    assert [(step.state, step.by_name) for step in steps] == [("new", "alerts"), ("seen", "Lan Nguyễn Thị")]


def test_an_administrator_looking_in_does_not_count_as_seen(city, alert):
    ocm.mark_seen(alert.id, subject=city.admin, now=LATER)
    assert ocm.get_alert(city.admin, alert_id=alert.id).state == "new"


def test_accepting_keeps_who_when_and_why_and_opens_a_case(city, alert):
    decided = decide(alert, city.inspector)
    assert (decided.state, decided.decided_at) == ("accepted", LATER)
    last = ocm.list_steps(city.inspector, alert_id=alert.id)[-1]
    assert (last.by, last.at, last.note) == (city.inspector.key, LATER, "Đang xây tầng 2, không phép.")
    case = ocm.find_case(city.inspector, alert_id=alert.id)
    assert case and (case.organisation, case.due_on) == (alert.organisation, date(2026, 9, 19))
    assert AuditEntry.objects.filter(subject=city.inspector.key, act="alert.accepted").count() == 1


def test_dismissing_opens_no_case(city, alert):
    decide(alert, city.inspector, verdict="dismissed", note="Bạt che, không phải công trình.")
    assert ocm.find_case(city.inspector, alert_id=alert.id) is None


@pytest.mark.parametrize("ground", ["lawful", "no_change"])
def test_a_dismissal_that_says_why_tells_the_detector_too(city, alert, ground):
    """Only "nothing has changed" is a false alarm; both dismiss the alert."""
    decide(alert, city.inspector, verdict=ground, note="Đã kiểm tra tại chỗ.")
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "dismissed"
    total = change_detection.verdict_statistics(city.inspector).total
    assert (total.lawful, total.no_change) == ((1, 0) if ground == "lawful" else (0, 1))


def test_the_finding_carries_the_verdict_from_that_moment_on(city, alert):
    decide(alert, city.inspector)
    assert change_detection.get_finding(city.inspector, finding_id=alert.finding_id).status == "accepted"
    assert status_at(city.inspector, LATER - timedelta(hours=1)) == "new"
    assert status_at(city.inspector, LATER + timedelta(hours=1)) == "accepted"


def status_at(subject, moment):
    query = layers.ItemsQuery(at=layers.TimeSpan(moment, moment))
    [feature] = json.loads(b"[" + layers.find_items(subject, collection_id="findings", query=query).features + b"]")
    return feature["properties"]["status"]


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_decision_needs_a_note(city, alert, note):
    with pytest.raises(NoteRequired):
        decide(alert, city.inspector, note=note)
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "new"


def test_no_other_verdict_is_taken(city, alert):
    with pytest.raises(UnknownVerdict):
        decide(alert, city.inspector, verdict="perhaps")


def test_the_second_decision_is_told_of_the_first(city, alert):
    decide(alert, city.inspector, verdict="dismissed")
    with pytest.raises(AlreadyDecided):
        decide(alert, city.admin)
    assert len(change_detection.get_finding(city.admin, finding_id=alert.finding_id).verdicts) == 1


@pytest.mark.parametrize("who", ["neighbour", "clerk", "anonymous"])
def test_others_do_not_learn_that_it_exists(city, alert, who):
    subject = ANONYMOUS if who == "anonymous" else getattr(city, who)
    for attempt in (
        lambda: ocm.get_alert(subject, alert_id=alert.id),
        lambda: ocm.list_steps(subject, alert_id=alert.id),
        lambda: ocm.find_case(subject, alert_id=alert.id),
        lambda: ocm.list_deliveries(subject, alert_id=alert.id),
        lambda: ocm.mark_seen(alert.id, subject=subject, now=LATER),
        lambda: decide(alert, subject),
    ):
        with pytest.raises(UnknownAlert):
            attempt()
    assert ocm.list_alerts(subject).total == 0
    assert sum(ocm.count_alerts(subject).values()) == 0
    assert ocm.list_alert_areas(subject) == []


def test_an_administrator_may_decide(city, alert):
    assert decide(alert, city.admin).state == "accepted"


def test_a_verdict_given_elsewhere_is_followed(city, alert):
    note = "Kết luận từ QGIS"
    change_detection.set_verdict(alert.finding_id, verdict="dismissed", note=note, subject=city.inspector, now=LATER)
    follow_verdict(alert.finding_id, at=LATER)
    followed = ocm.get_alert(city.inspector, alert_id=alert.id)
    assert (followed.state, followed.decided_at) == ("dismissed", LATER)
    last = ocm.list_steps(city.inspector, alert_id=alert.id)[-1]
    assert (last.by_name, last.note) == ("Lan Nguyễn Thị", note)


def test_our_own_verdict_is_not_followed_twice(city, alert):
    decide(alert, city.inspector)
    follow_verdict(alert.finding_id, at=LATER)
    assert [s.state for s in ocm.list_steps(city.inspector, alert_id=alert.id)] == ["new", "accepted"]


def test_the_list_puts_what_is_due_first(city):
    from tests.factories.findings import FindingDraft

    later = ocm.raise_alert(make_finding(FindingDraft(x=106.645)), now=NOW)
    red_line = FindingDraft(
        x=106.655, reason="OUTSIDE_RED_LINE", numbers={"overlap_m2": 40.0, "overlap_percent": 42.0, "road": "Tô Ký"}
    )
    sooner = ocm.raise_alert(make_finding(red_line), now=NOW)
    decided = ocm.raise_alert(make_finding(FindingDraft(x=106.65)), now=MADE_AT)
    assert later and sooner and decided
    decide(decided, city.inspector)
    page = ocm.list_alerts(city.inspector)
    assert [alert.id for alert in page.alerts] == [sooner.id, later.id, decided.id]
    undecided = ocm.list_alerts(city.inspector, only=ocm.AlertFilter(states=("new", "seen")), limit=1)
    assert ([alert.id for alert in undecided.alerts], undecided.total) == ([sooner.id], 2)
