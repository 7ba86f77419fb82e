"""Provisional, then confirmed: by a third scene or by a person, not by asking the same pair again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from change_detection import api
from change_detection.drafts import Draft
from change_detection.engine.outline import outline
from change_detection.models import Certainty, Change, Finding, Run
from change_detection.services.matching import judge
from change_detection.services.pairs import store_of
from change_detection.services.recognition import name_findings, recognise
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def scene(db: None, tmp_path: Path) -> Callable[..., str]:
    def register(month: int, *, built: bool) -> str:
        path = write_tiny_scene(tmp_path / f"{month}.tif", built=built, grain=month)
        taken = datetime(2026, month, 1, tzinfo=UTC)
        return api.register_scene(path, acquired=taken, by=OFFICE, now=clock.now()).id

    return register


@pytest.fixture
def compare(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., str]:
    """Compare two scenes to the end; returns the id of the run."""

    def run(before: str, after: str, **more: Any) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return api.detect(before, after_id=after, by=OFFICE, now=clock.now(), model="difference", **more).id

    return run


def test_one_pair_tells_of_a_provisional_finding(scene: Callable[..., str], compare: Callable[..., str]):
    compare(scene(2, built=False), scene(8, built=True))
    [finding] = api.list_findings(OFFICE)
    assert finding.certainty == Certainty.PROVISIONAL


def test_a_third_scene_confirms_it(scene: Callable[..., str], compare: Callable[..., str]):
    empty = scene(2, built=False)
    compare(empty, scene(8, built=True))
    again = compare(empty, scene(10, built=True))
    [finding] = api.list_findings(OFFICE)
    assert (finding.certainty, finding.confirmed_by) == (Certainty.CONFIRMED, again)


def test_the_same_pair_with_another_threshold_does_not(scene: Callable[..., str], compare: Callable[..., str]):
    empty, built = scene(2, built=False), scene(8, built=True)
    first = compare(empty, built)
    second = compare(empty, built, threshold=0.6)
    assert first != second
    [finding] = api.list_findings(OFFICE)
    assert finding.certainty == Certainty.PROVISIONAL


def test_a_person_confirms_it(scene: Callable[..., str], compare: Callable[..., str]):
    compare(scene(2, built=False), scene(8, built=True))
    [finding] = api.list_findings(OFFICE)
    told = api.set_verdict(finding.id, verdict="accepted", note="Đã đến xem", subject=OFFICE, now=clock.now())
    assert (told.certainty, told.confirmed_by) == (Certainty.CONFIRMED, OFFICE.key)


def test_a_dismissed_finding_is_not_confirmed_by_a_third_scene(scene: Callable[..., str], compare: Callable[..., str]):
    empty = scene(2, built=False)
    compare(empty, scene(8, built=True))
    [finding] = api.list_findings(OFFICE)
    api.set_verdict(finding.id, verdict="dismissed", note="Mái tôn mới", subject=OFFICE, now=clock.now())
    compare(empty, scene(10, built=True))
    [after] = api.list_findings(OFFICE)
    assert (after.id, after.status, after.certainty) == (finding.id, "dismissed", Certainty.PROVISIONAL)


def drafts_of(run: Run) -> list[Draft]:
    """The changes of a run as they are before anybody has named them."""
    regions = outline(store_of(run), threshold=run.threshold, min_area_m2=run.min_area_m2)
    return [one.draft for one in judge(run, regions)]


def test_the_id_of_a_finding_tells_nothing_of_model_or_threshold(
    scene: Callable[..., str], compare: Callable[..., str]
):
    empty, built = scene(2, built=False), scene(8, built=True)
    first, second = (
        Run.objects.select_related("before", "after").get(pk=compare(empty, built, threshold=share))
        for share in (0.5, 0.6)
    )
    [finding_id] = Finding.objects.values_list("pk", flat=True)
    assert list(name_findings(second, drafts_of(second)).values()) != [finding_id]  # the name is taken
    Change.objects.update(finding=None, represents=False)
    Finding.objects.all().delete()
    names = [list(name_findings(run, drafts_of(run)).values()) for run in (first, second)]
    assert names == [[finding_id], [finding_id]]


def test_known_things_are_recognised_in_one_question(scene: Callable[..., str], compare: Callable[..., str]):
    empty, built = scene(2, built=False), scene(8, built=True)
    compare(empty, built)
    other = Run.objects.select_related("before", "after").get(pk=compare(empty, built, threshold=0.6))
    drafts = drafts_of(other)
    with CaptureQueriesContext(connection) as asked:
        known = recognise(other, drafts)
    assert len(asked) == 1
    assert list(known.values()) == list(Finding.objects.values_list("pk", flat=True))
