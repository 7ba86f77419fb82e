"""An error of the program itself: the client hears that it failed, the log hears why."""

import pytest
from django.test import Client
from structlog.testing import capture_logs

from geo_server.ogc.landing import Conformance

SECRET = "password=xyz"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resource with a mistake in it."""

    def get(self: Conformance, request: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Conformance, "get", get)


def test_a_failure_is_a_problem_without_its_cause(db: None, broken: None) -> None:
    client = Client(raise_request_exception=False)
    with capture_logs() as logged:
        answer = client.get("/ogc/conformance", headers={"accept": "application/json"})
    problem = answer.json()
    assert answer.status_code == problem["status"] == 500
    assert answer["Content-Type"] == "application/problem+json" and SECRET not in answer.content.decode()
    [line] = [line for line in logged if line["event"] == "unexpected failure"]
    assert line["reference"] in problem["detail_vi"] and line["reference"] in problem["detail_en"]
    assert SECRET in repr(line["exc_info"])


def test_tests_still_see_what_failed(db: None, broken: None) -> None:
    with pytest.raises(RuntimeError, match=SECRET):
        Client().get("/ogc/conformance")
