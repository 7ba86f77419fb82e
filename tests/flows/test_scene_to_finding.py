"""Flow B, first half: two pictures become findings with reasons, pictures and a public face."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from shapely.geometry import shape

from change_detection import api
from change_detection.errors import UnknownFinding
from change_detection.events import FindingMade, finding_made
from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject, system
from layers import api as layers
from tests.factories import small_place

OFFICE = system("tests")
INSPECTOR = Subject(key="user:5", name="Trần Thị Hoa", organisation="ward", roles=frozenset({"inspector"}))
BEFORE_AT = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
AFTER_AT = datetime(2026, 8, 15, 3, 30, tzinfo=UTC)


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    return tmp_path


@pytest.fixture
def run(db: None, own_folder: Path, django_capture_on_commit_callbacks: Any) -> Iterator[api.RunInfo]:
    """Scenes registered, registers loaded, detection done by eager tasks."""
    place = small_place.draw_small_place(own_folder)
    small_place.publish_registers()
    now = clock.now()
    before = api.register_scene(place.before, acquired=BEFORE_AT, by=OFFICE, now=now)
    after = api.register_scene(place.after, acquired=AFTER_AT, by=OFFICE, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        started = api.detect(before.id, after_id=after.id, by=OFFICE, now=now)
    yield api.get_run(started.id)


def reasons_by_plot(changes: list[api.ChangeInfo]) -> dict[tuple[int, int], str]:
    """The reason said of the house on each plot, where a change covers at least half of it."""
    said = {}
    for place in [*small_place.TRUTH, small_place.DEMOLISHED]:
        house = layers.transform_geometry(small_place.house(*place), source=small_place.CRS_NAME, target="EPSG:4326")
        for change in changes:
            if shape(change.polygon).intersection(house).area >= 0.5 * house.area:
                said[place] = change.reason
    return said


@pytest.fixture
def news() -> Iterator[list[FindingMade]]:
    """What was announced while the test ran."""
    heard: list[FindingMade] = []

    def listen(event: FindingMade) -> None:
        if active:
            heard.append(event)

    active = True
    finding_made.connect(listen)
    yield heard
    active = False


def test_what_was_built_is_found_and_each_house_gets_its_reason(news: list[FindingMade], run: api.RunInfo):
    assert run.state == "succeeded"
    changes = api.list_changes(OFFICE, run_id=run.id)
    assert reasons_by_plot(changes) == small_place.TRUTH | {small_place.DEMOLISHED: "EXEMPT"}
    # A change that fits, or needs no permit, stays a change; every other one is a finding, announced once.
    expected = {change.finding_id for change in changes if change.reason not in {"MATCH_OK", "EXEMPT"}}
    assert {finding.id for finding in api.list_findings(INSPECTOR)} == expected
    assert sorted(event.finding_id for event in news) == sorted(expected)


def test_a_finding_shows_both_dates_in_pictures_and_its_numbers_in_words(run: api.RunInfo):
    [finding] = api.list_findings(INSPECTOR, reason="WRONG_PARCEL")
    assert (finding.parcel, finding.permit_no, finding.address) == ("12/405", "GP-OTHER", "405 đường Số 1")
    assert "GP-OTHER cấp cho thửa 12/407" in finding.reasons[0].vi
    assert (finding.before.acquired, finding.after.acquired) == (BEFORE_AT, AFTER_AT)
    chips = api.chips(finding.id)
    sizes = {Image.open(path).size for path in (chips.before, chips.after)}
    assert sizes == {(512, 512)}
    assert chips.before.read_bytes() != chips.after.read_bytes()


def test_the_public_sees_neither_findings_nor_scenes(run: api.RunInfo):
    assert api.list_findings(ANONYMOUS) == []
    assert api.list_scenes(ANONYMOUS) == []
    [finding, *_] = api.list_findings(INSPECTOR)
    with pytest.raises(UnknownFinding):
        api.get_finding(ANONYMOUS, finding_id=finding.id)
    assert "findings" not in {collection.id for collection in layers.list_collections(ANONYMOUS)}


def test_asking_the_same_again_answers_the_same_run(run: api.RunInfo, django_capture_on_commit_callbacks: Any):
    ids = {finding.id for finding in api.list_findings(OFFICE)}
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        again = api.detect(run.before.id, after_id=run.after.id, by=OFFICE, now=clock.now())
    assert (again.id, again.job_id) == (run.id, run.job_id)
    assert callbacks == []
    assert {finding.id for finding in api.list_findings(OFFICE)} == ids


def test_a_dismissed_finding_stays_dismissed_when_the_pair_is_compared_anew(
    run: api.RunInfo, news: list[FindingMade], django_capture_on_commit_callbacks: Any
):
    [finding] = api.list_findings(INSPECTOR, reason="NO_PERMIT")
    verdict = {"verdict": "dismissed", "note": "Nhà tạm của công trường, đã kiểm tra", "subject": INSPECTOR}
    api.set_verdict(finding.id, **verdict, now=clock.now())
    with django_capture_on_commit_callbacks(execute=True):  # another threshold is another run
        other = api.detect(run.before.id, after_id=run.after.id, by=OFFICE, now=clock.now(), threshold=0.6)
    assert other.id != run.id
    again = [change for change in api.list_changes(OFFICE, run_id=other.id) if change.finding_id == finding.id]
    assert len(again) == 1
    assert again[0].id != finding.id
    assert api.get_finding(INSPECTOR, finding_id=finding.id).status == "dismissed"
    assert news == []


def test_a_verdict_says_who_and_when_and_the_day_before_still_shows_the_old_state(run: api.RunInfo):
    [finding] = api.list_findings(INSPECTOR, reason="NO_PERMIT")
    decided = finding.made_at + timedelta(days=2)
    after = api.set_verdict(finding.id, verdict="accepted", note="Đã đến hiện trường", subject=INSPECTOR, now=decided)
    assert after.status == "accepted"
    [verdict] = after.verdicts
    assert (verdict.by_name, verdict.note, verdict.at) == ("Trần Thị Hoa", "Đã đến hiện trường", decided)
    assert published_status(finding.id, at=decided - timedelta(days=1)) == "new"
    assert published_status(finding.id, at=decided) == "accepted"


def published_status(finding_id: str, *, at: datetime) -> str:
    """The status in the collection `findings` as of a moment, read as an inspector does."""
    query = layers.ItemsQuery(at=layers.TimeSpan(at, at), equals=(("finding", finding_id),))
    page = layers.find_items(INSPECTOR, collection_id="findings", query=query)
    [feature] = json.loads(b"[" + page.features + b"]")
    return str(feature["properties"]["status"])
