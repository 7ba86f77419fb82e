"""The demo from end to end: a city is made, its changes found, explained and alerted, and nothing is made twice."""

import pytest

from geo_server.site.demo.run import MAKER, demo_report, run_demo
from geo_server.site.embedded.startup import Phases
from layers import api as layers
from ocm import api as ocm

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def own_folders(settings, tmp_path):
    """Storage and mail of this test alone; tasks run at once, in this process."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    settings.VAR_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def counts():
    return {one.id: (one.revision, one.count) for one in layers.list_collections(MAKER)}


@pytest.mark.usefixtures("own_folders")
def test_the_demo_finds_what_was_changed_and_makes_nothing_twice():
    lines = []
    demo = run_demo(Phases(tell=lines.append))
    report = demo.report
    assert not demo.was_there
    assert 150 <= report.true <= 250
    assert report.recall >= 0.8, report.lines()
    assert report.precision >= 0.8, report.lines()
    assert report.agreement >= 0.8, report.lines()

    alerts = sum(ocm.count_alerts(MAKER).values())
    assert alerts == counts()["findings"][1] > 0

    before = counts()
    again = run_demo(Phases(tell=lines.append))
    assert again.was_there
    assert again.logins == demo.logins
    assert counts() == before
    assert sum(ocm.count_alerts(MAKER).values()) == alerts
    assert demo_report() == report
