"""Flow B, second half: a finding is made > alert > one e-mail with both pictures > inspector > decision > map.

Events, jobs and tasks run as in the server (tasks at once, without a broker); the mail server is a real one on the
loopback interface; the pages are asked through Django's test client.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from geo_server.core import clock
from geo_server.core.models import Job, JobState
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from ocm import api as ocm
from ocm import tasks
from ocm.models import Alert, Delivery
from tests.factories.findings import FindingDraft, make_finding
from tests.factories.mail_server import Mailbox, running_mail_server
from tests.factories.wards import SINCE, WEST, City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path: Path) -> City:
    """Two wards with their people; pictures go into a storage of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    return make_city()


@pytest.fixture
def mail_server(settings) -> Iterator[Mailbox]:
    """A real SMTP server that the settings point to."""
    with running_mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", port, False
        yield mailbox


@pytest.fixture
def made(city: City, mail_server, django_capture_on_commit_callbacks) -> str:
    """A finding that was just made, with two addresses subscribed; everything it sets off has happened."""
    ocm.subscribe(address="ubnd@example.vn", organisation=f"ward_{WEST}", by=city.admin, now=clock.now())
    ocm.subscribe(address="doi.quan.ly@example.vn", area=(WEST, SINCE), by=city.admin, now=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        return make_finding()


def test_one_alert_and_one_message_for_each_address_with_both_pictures(made, mail_server):
    alert = Alert.objects.get()
    assert (alert.finding_id, alert.organisation) == (made, f"ward_{WEST}")
    assert sorted(mail_server.recipients) == ["doi.quan.ly@example.vn", "ubnd@example.vn"]
    for message in mail_server.messages:
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds.count("image/png") == 2
    assert Job.objects.get(kind=tasks.RAISE_ALERT).state == JobState.SUCCEEDED


def test_whatever_runs_again_nobody_is_told_twice(made, city, mail_server, django_capture_on_commit_callbacks):
    job = Job.objects.get(kind=tasks.RAISE_ALERT)
    Job.objects.update(state=JobState.QUEUED)  # as if the broker had delivered the task twice
    with django_capture_on_commit_callbacks(execute=True):
        tasks.raise_alert(str(job.pk))
        tasks.deliver_due()
        for delivery in Delivery.objects.all():
            tasks.deliver(delivery_id=delivery.pk)
    assert Alert.objects.count() == 1
    assert len(mail_server.messages) == 2


def test_what_the_mail_server_refused_goes_out_with_the_sweep(city, mail_server, django_capture_on_commit_callbacks):
    ocm.subscribe(address="ubnd@example.vn", organisation=f"ward_{WEST}", by=city.admin, now=clock.now())
    mail_server.answer = "451 4.3.2 try later"
    with django_capture_on_commit_callbacks(execute=True):
        make_finding()
    assert mail_server.messages == []
    mail_server.answer = ""
    Delivery.objects.update(next_attempt_at=clock.now() - timedelta(seconds=1))
    tasks.deliver_due()
    assert mail_server.recipients == ["ubnd@example.vn"]


def test_the_inspector_follows_the_link_decides_and_the_map_shows_it(
    made, city, mail_server, settings, django_capture_on_commit_callbacks
):
    text = mail_server.messages[0].get_body(("plain",)).get_content()
    link = next(word for word in text.split() if word.startswith(settings.PUBLIC_URL)).removeprefix(settings.PUBLIC_URL)
    client = Client(headers={"accept": "text/html"})
    client.force_login(city.users["inspector"])
    assert "Không tìm thấy giấy phép" in client.get(link).content.decode()

    before = clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{link}/decision", {"verdict": "accepted", "note": "Xây không phép, đã lập biên bản."})
    after = clock.now()

    alert = ocm.list_alerts(city.inspector).alerts[0]
    assert (alert.state, alert.decided_at and before <= alert.decided_at <= after) == ("accepted", True)
    steps = [(step.state, step.by) for step in ocm.list_steps(city.inspector, alert_id=alert.id)]
    assert steps == [("new", "system:alerts"), ("seen", city.inspector.key), ("accepted", city.inspector.key)]
    assert finding_at(city.inspector, before)["status"] == "new"
    assert finding_at(city.inspector, after)["status"] == "accepted"


def finding_at(subject: Subject, moment):
    """The properties of the only finding as of a moment, through the door of layers."""
    query = layers.ItemsQuery(at=layers.TimeSpan(moment, moment))
    page = layers.find_items(subject, collection_id="findings", query=query)
    return json.loads(page.features)["properties"]


def test_the_public_learns_nothing_of_it(made):
    assert ocm.list_alerts(ANONYMOUS).total == 0
    assert "findings" not in {collection.id for collection in layers.list_collections(ANONYMOUS)}


def test_findings_of_two_wards_come_before_two_inspectors(made, city, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_finding(FindingDraft(x=106.67))
    assert [ocm.list_alerts(subject).total for subject in (city.inspector, city.neighbour, city.admin)] == [1, 1, 2]
