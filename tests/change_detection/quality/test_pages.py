"""The pages of quality, asked by those who may and by those who may not."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.test import Client

from change_detection import api
from change_detection.errors import EmptyNote, UnknownGround
from change_detection.models import DetectorChoice, Run
from change_detection.quality.judgements import Tally
from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import NotAllowed
from tests.change_detection.quality.conftest import INSPECTOR, OFFICE, decide, signed_in

Place = tuple[Run, list[str]]


def test_what_was_concluded_is_counted_by_its_meaning(place: Place):
    statistics = api.verdict_statistics(INSPECTOR)
    assert statistics.total == Tally(accepted=1, lawful=1, no_change=1, dismissed_unsaid=1, undecided=1)
    assert statistics.total.true_change.value == pytest.approx(2 / 3)
    assert statistics.total.worth_a_case.value == pytest.approx(1 / 4)
    assert {group.key for group in statistics.groups["score"]} == {"0.6-0.7", "0.8-0.9", "0.9-1.0"}


def test_the_last_verdict_holds(place: Place):
    _, findings = place
    decide(findings[0], "dismissed", "no_change")
    assert api.verdict_statistics(INSPECTOR).total == Tally(lawful=1, no_change=2, dismissed_unsaid=1, undecided=1)


def test_those_who_see_no_findings_count_none(place: Place):
    planner = Subject(key="user:9", name="Lê Văn Xa", organisation="x", roles=frozenset({"planner"}))
    for stranger in (ANONYMOUS, planner):
        statistics = api.verdict_statistics(stranger)
        assert statistics.total == Tally()
        assert all(groups == [] for groups in statistics.groups.values())
        assert statistics.area_names == {}


def test_a_scene_that_is_hidden_is_not_named(place: Place, db: None):
    """Whoever sees findings but no imagery gets their count, without the scene."""
    blind = Subject(key="user:7", name="Võ Thị Mù", organisation="x", roles=frozenset({"blind"}))
    layers.grant_read("findings", to="role:blind", by=OFFICE, now=clock.now())
    statistics = api.verdict_statistics(blind)
    assert [(group.key, group.tally.findings) for group in statistics.groups["scene"]] == [("-", 5)]
    assert statistics.scene_days == {}


def test_a_ground_belongs_to_a_dismissal(place: Place):
    _, findings = place
    with pytest.raises(UnknownGround):
        decide(findings[4], "accepted", "lawful")
    with pytest.raises(UnknownGround):
        decide(findings[4], "dismissed", "rain")


def test_the_page_shows_figures_with_intervals_in_both_languages(place: Place, inspector: Client):
    page = inspector.get("/quality?lang=vi").content.decode()
    assert "Chất lượng phát hiện" in page
    assert "Phường Đông Hưng Thuận" in page
    assert "21–94 %" in page  # Wilson of 2 in 3: 0.2077 to 0.9385
    assert "Quality of findings" in inspector.get("/quality?lang=en").content.decode()


def test_the_same_figures_come_as_csv_and_json(place: Place, inspector: Client):
    rows = list(csv.DictReader(io.StringIO(inspector.get("/quality.csv").content.decode())))
    total = next(row for row in rows if row["dimension"] == "total")
    assert (total["findings"], total["accepted"], total["true_change"]) == ("5", "1", "0.6667")
    told = inspector.get("/quality.json").json()
    assert told["total"]["true_change"]["part"] == 2
    assert told["advice"][0]["needed"] == 30
    assert told["advice"][0]["choices"] == []


def test_older_findings_can_be_left_out_and_a_day_that_is_none_is_told(place: Place, inspector: Client):
    assert inspector.get("/quality.json?since=2026-08-21").json()["total"]["findings"] == 0
    for text in ("yesterday", "2026-02-30"):
        answer = inspector.get(f"/quality?since={text}&lang=en")
        assert answer.status_code == 400
        assert f"&#x27;{text}&#x27; is no day" in answer.content.decode()


def test_the_public_is_asked_to_sign_in_and_gets_no_figures(place: Place):
    assert Client().get("/quality").status_code == 302
    assert Client().get("/quality.json").json()["total"]["findings"] == 0


def test_only_an_administrator_chooses_the_detector(place: Place, inspector: Client):
    with pytest.raises(NotAllowed):
        api.choose_detector("difference", note="Thử", by=INSPECTOR, now=clock.now())
    answer = inspector.post("/quality/detector", {"model": "difference", "note": "Thử"})
    assert not DetectorChoice.objects.exists()
    assert 'id="detector"' not in inspector.get("/quality").content.decode()
    assert answer.status_code == 403


def test_a_chosen_detector_compares_from_then_on_and_the_choice_is_kept(place: Place):
    User.objects.create_superuser("root", password="a-long-password")
    client = Client(headers={"accept": "text/html"})
    client.force_login(User.objects.get(username="root"))
    baseline = next(card.id for card in api.list_models() if not card.files)
    assert api.chosen_model() != baseline
    answer = client.post("/quality/detector", {"model": baseline, "note": "So với phép trừ ảnh"})
    assert answer["Location"] == "/quality#detector"
    assert api.chosen_model() == baseline
    assert [choice.note for choice in api.list_detector_choices()] == ["So với phép trừ ảnh"]
    assert baseline in client.get("/quality").content.decode()
    assert client.post("/quality/detector", {"model": "none", "note": "x"}).status_code == 400
    assert client.post("/quality/detector", {"model": baseline, "note": " "}).status_code == 400
    with pytest.raises(EmptyNote):
        api.choose_detector(baseline, note="", by=OFFICE, now=clock.now())


def test_a_planner_sees_the_page_without_figures(place: Place):
    page = signed_in("planner").get("/quality?lang=en")
    assert page.status_code == 200
    assert "There is no finding yet that you may see." in page.content.decode()
