"""A source is asked when its time has come; what is new goes the way of every file, and its health is known."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from geo_server.core.errors import DomainError
from geo_server.core.models import AuditEntry, Job
from geo_server.core.outside import ForbiddenAddress, NoAnswer
from geo_server.core.subject import ANONYMOUS, Subject, system
from layers import api as layers
from layers.errors import NotSignedIn, ReadOnlyToken
from publishing import api as publishing
from publishing.errors import BadSource, MayNotHandIn, UnknownSource
from publishing.models import Submission
from publishing.services.advance import advance
from publishing.services.harvesting import follow, start_due
from publishing.states import State
from tests.factories.submissions import ENGINEER, MANAGER, STRANGER

from .remote import Remote, as_file, points

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Make = Callable[..., str]


@pytest.fixture
def source(remote: Remote, now: datetime) -> Make:
    """Add a source of wells; returns its id."""

    def make(**said: Any) -> str:
        plain: dict[str, Any] = {
            "title": "Giếng", "kind": "file", "url": remote.url("/wells.geojson"), "collection": "wells", "key": "code",
        }  # fmt: skip
        return publishing.add_source(publishing.SourceOrder(**plain | said), by=ENGINEER, now=now)

    return make


def get(source_id: str) -> publishing.SourceInfo:
    return publishing.get_source(ENGINEER, source_id=source_id)


def worked(submission_id: str, now: datetime) -> State:
    """What the worker makes of a submission."""
    advance(submission_id, clock=lambda: now)
    return publishing.get_submission(system("test"), submission_id=submission_id).state


def wells() -> dict[str, float]:
    page = layers.find_items(system("test"), collection_id="wells", query=layers.ItemsQuery(limit=1000))
    return {f["properties"]["code"]: f["properties"]["height"] for f in json.loads(b"[" + page.features + b"]")}


def test_what_is_new_becomes_a_draft_of_its_owner(remote: Remote, source: Make, now: datetime) -> None:
    remote.serve_version("/wells.geojson", as_file(points(5)), etag='"1"')
    source_id = source()
    submission_id = publishing.harvest(source_id, now=now)
    assert worked(submission_id, now) is State.DRAFTED
    row = Submission.objects.get(pk=submission_id)
    assert (row.owner, row.collection, row.created_by) == ("water", "wells", f"source:{source_id}")
    told = get(source_id)
    assert (told.health, told.submission, told.submission_state) == ("good", submission_id, "drafted")
    assert (told.succeeded_at, told.changed_at, told.next_at) == (now, now, now + DAY)
    follow(now=now)
    assert publishing.get_submission(ENGINEER, submission_id=submission_id).state is State.DRAFTED


def test_nothing_new_makes_no_draft(remote: Remote, source: Make, now: datetime) -> None:
    remote.serve_version("/wells.geojson", as_file(points(5)), etag='"1"')
    source_id = source()
    publishing.harvest(source_id, now=now)
    assert publishing.harvest(source_id, now=now + DAY) == ""
    assert remote.asked[-1][2]["if-none-match"] == '"1"'
    remote.serve("/wells.geojson", as_file(points(5)))  # the host tells no version: the content is compared
    assert publishing.harvest(source_id, now=now + 2 * DAY) == ""
    assert Submission.objects.count() == 1
    told = get(source_id)
    assert (told.succeeded_at, told.changed_at, told.next_at) == (now + 2 * DAY, now, now + 3 * DAY)


def test_a_direct_source_publishes_and_then_only_what_changed(remote: Remote, source: Make, now: datetime) -> None:
    source_id = source(directly=True)
    first = points(5)
    for day, features in enumerate([first, [*points(2, height=9.5), *first[2:4], *points(1, first=7)]]):
        moment = now + day * DAY
        remote.serve("/wells.geojson", as_file(features))
        submission_id = publishing.harvest(source_id, now=moment)
        assert worked(submission_id, moment) is State.DRAFTED
        assert follow(now=moment) == 1
        assert worked(submission_id, moment) is State.PUBLISHED
        assert follow(now=moment) == 0
    assert wells() == {"P-0": 9.5, "P-1": 9.5, "P-2": 1.5, "P-3": 1.5, "P-7": 1.5}
    [latest, _] = publishing.list_publications(ENGINEER, collection_id="wells")
    assert (latest.added, latest.changed, latest.removed, latest.unchanged) == (1, 2, 1, 2)


def test_where_the_owner_wants_another_person_it_waits_for_him(remote: Remote, source: Make, now: datetime) -> None:
    publishing.set_rule(publishing.Rule("water", approval_needed=True), by=MANAGER, now=now)
    remote.serve("/wells.geojson", as_file(points(5)))
    submission_id = publishing.harvest(source(directly=True), now=now)
    worked(submission_id, now)
    follow(now=now)
    assert worked(submission_id, now) is State.IN_REVIEW
    publishing.approve(submission_id, by=MANAGER, now=now)


def test_a_failure_is_told_and_tried_again_ever_later(remote: Remote, source: Make, now: datetime) -> None:
    remote.fail("/wells.geojson", 503)
    source_id = source()
    pauses = []
    for _ in range(12):
        with pytest.raises(NoAnswer):
            publishing.harvest(source_id, now=now)
        told = get(source_id)
        assert told.next_at is not None
        pauses.append((told.next_at - now) / timedelta(minutes=1))
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]
    assert (told.health, told.failures, told.succeeded_at) == ("failing", 12, None)
    assert "503" in told.error_en and "không trả lời" in told.error_vi
    remote.serve("/wells.geojson", as_file(points(5)))
    publishing.harvest(source_id, now=now)
    told = get(source_id)
    assert (told.health, told.failures, told.error_en) == ("good", 0, "")


def test_what_will_not_pass_waits_for_the_planned_time(remote: Remote, source: Make, now: datetime) -> None:
    source_id = source()
    with pytest.raises(NoAnswer, match="404"):
        publishing.harvest(source_id, now=now)
    assert get(source_id).next_at == now + DAY


def test_a_file_that_cannot_be_read_is_a_failure_of_the_source(remote: Remote, source: Make, now: datetime) -> None:
    remote.serve("/wells.geojson", b'{"type": "FeatureCollection", "features": [')
    source_id = source()
    submission_id = publishing.harvest(source_id, now=now)
    with pytest.raises(DomainError):
        worked(submission_id, now)
    assert follow(now=now) == 1
    told = get(source_id)
    assert (told.health, told.failures, told.submission_state) == ("failing", 1, "failed")
    assert told.error_vi and told.error_en


def test_what_is_due_gets_one_job(
    remote: Remote, source: Make, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    remote.serve("/wells.geojson", as_file(points(5)))
    source_id = source()
    source(collection="resting", enabled=False)
    assert start_due(now=now) == 1
    assert start_due(now=now) == 0, "its job is under way"
    Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert start_due(now=now) == 1
    [job] = Job.objects.filter(kind="publishing.harvest")
    assert (job.state, job.result) == ("succeeded", {"submission": get(source_id).submission})


def test_it_can_be_asked_at_once(
    remote: Remote, source: Make, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    source_id = source(enabled=False)
    with django_capture_on_commit_callbacks(execute=True):
        job_id = publishing.ask_now(source_id, by=ENGINEER, now=now)
    job = Job.objects.get(pk=job_id)
    assert (job.state, "404" in job.reason_en) == ("failed", True)


def test_another_address_is_another_content(remote: Remote, source: Make, now: datetime) -> None:
    remote.serve_version("/wells.geojson", as_file(points(5)), etag='"1"')
    remote.serve_version("/other.geojson", as_file(points(6)), etag='"1"')
    source_id = source()
    publishing.harvest(source_id, now=now)
    publishing.change_source(source_id, {"url": remote.url("/other.geojson")}, by=ENGINEER, now=now)
    assert publishing.harvest(source_id, now=now)


def test_a_source_can_be_forgotten(remote: Remote, source: Make, now: datetime) -> None:
    remote.serve("/wells.geojson", as_file(points(5)))
    source_id = source()
    submission_id = publishing.harvest(source_id, now=now)
    publishing.remove_source(source_id, by=ENGINEER, now=now)
    assert publishing.list_sources(ENGINEER) == []
    assert Submission.objects.filter(pk=submission_id).exists()
    assert AuditEntry.objects.filter(act="remove_source", subject=ENGINEER.key).exists()


READER = Subject(key="user:9", name="Reader", organisation="water", read_only=True)


def test_it_belongs_to_the_house_that_owns_the_collection(source: Make, now: datetime) -> None:
    source_id = source()
    assert [one.id for one in publishing.list_sources(MANAGER)] == [source_id]
    for nobody in (STRANGER, ANONYMOUS):
        assert publishing.list_sources(nobody) == []
        for act in (
            lambda by: publishing.get_source(by, source_id=source_id),
            lambda by: publishing.change_source(source_id, {"title": "x"}, by=by, now=now),
            lambda by: publishing.remove_source(source_id, by=by, now=now),
            lambda by: publishing.ask_now(source_id, by=by, now=now),
        ):
            with pytest.raises(UnknownSource):
                act(nobody)
    with pytest.raises(ReadOnlyToken):
        publishing.remove_source(source_id, by=READER, now=now)


@pytest.mark.parametrize(
    ("by", "refusal"),
    [(STRANGER, MayNotHandIn), (ANONYMOUS, NotSignedIn), (READER, ReadOnlyToken)],
    ids=["stranger", "anonymous", "reader"],
)
def test_only_who_may_hand_in_adds_one(remote: Remote, now: datetime, by: Subject, refusal: type[DomainError]) -> None:
    order = publishing.SourceOrder(
        title="x", kind="file", url=remote.url("/wells.geojson"), collection="wells", owner="water"
    )
    with pytest.raises(refusal):
        publishing.add_source(order, by=by, now=now)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "ftp"}, BadSource),
        ({"mode": "append"}, BadSource),
        ({"mode": "upsert", "key": ""}, BadSource),
        ({"every_minutes": 1}, BadSource),
        ({"title": " "}, BadSource),
        ({"url": "file:///etc/passwd"}, ForbiddenAddress),
        ({"url": "http://169.254.169.254/latest"}, ForbiddenAddress),
    ],
    ids=["kind", "mode", "key", "every_minutes", "title", "file", "metadata"],
)
def test_a_source_that_cannot_be_asked_is_refused(source: Make, said: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        source(**said)
