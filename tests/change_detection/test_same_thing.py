"""One thing, one finding: what is merged with an earlier finding, and what is new because the place changed again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from change_detection import api
from geo_server.core import clock
from geo_server.core.subject import system
from tests.factories.tiny_scene import write_tiny_scene

OFFICE = system("tests")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def scene(db: None, tmp_path: Path) -> Callable[..., str]:
    """Register a scene of a month of 2026, with or without the roof; returns its id."""

    def register(month: int, *, built: bool) -> str:
        path = write_tiny_scene(tmp_path / f"{month}.tif", built=built, grain=month)
        taken = datetime(2026, month, 1, tzinfo=UTC)
        return api.register_scene(path, acquired=taken, by=OFFICE, now=clock.now()).id

    return register


@pytest.fixture
def compare(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., list[api.ChangeInfo]]:
    """Compare two scenes to the end; returns the changes."""

    def run(before: str, after: str) -> list[api.ChangeInfo]:
        with django_capture_on_commit_callbacks(execute=True):
            started = api.detect(before, after_id=after, by=OFFICE, now=clock.now(), model="difference")
        return api.list_changes(OFFICE, run_id=started.id)

    return run


def test_an_earlier_scene_before_the_same_building_leads_to_the_same_finding(
    scene: Callable[..., str], compare: Callable[..., list[api.ChangeInfo]]
):
    built = scene(8, built=True)
    [first] = compare(scene(2, built=False), built)
    [second] = compare(scene(4, built=False), built)
    assert first.finding_id is not None
    assert second.id != first.id
    assert second.finding_id == first.finding_id
    assert len(api.list_findings(OFFICE)) == 1


def test_a_dismissed_place_that_changes_again_is_a_new_finding(
    scene: Callable[..., str], compare: Callable[..., list[api.ChangeInfo]]
):
    empty, built = scene(2, built=False), scene(8, built=True)
    [first] = compare(empty, built)
    assert first.finding_id is not None
    api.set_verdict(first.finding_id, verdict="dismissed", note="Nhà tạm", subject=OFFICE, now=clock.now())
    [again] = compare(built, scene(10, built=False))
    assert again.finding_id not in {None, first.finding_id}
    statuses = {finding.id: finding.status for finding in api.list_findings(OFFICE)}
    assert statuses == {first.finding_id: "dismissed", again.finding_id: "new"}
