"""Whatever is sent to the doors of publishing and works is answered with a sentence, never with a failure of ours."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core import clock, tokens
from layers import api as layers
from tests.factories.submissions import write_pipes

pytestmark = pytest.mark.django_db

SUBMISSIONS, SOURCES, RULES = "/publishing/submissions", "/publishing/sources", "/publishing/rules"
HUGE, LONG, LONE, NUL = 10**30, "x" * 301, "\ud800", "a\x00b"
NEVER = ("0001-01-01", "9999-12-31T23:59:59-14:00")
SOURCE = {"title": "t", "kind": "file", "url": "https://example.org/x.csv", "collection": "drains"}
WORKS = {"title": "Sửa ống", "purpose": "x", "contractor": "x", "contact_name": "x", "contact_phone": "x"}
BODIES = [
    ("patch", "{one}", {"since": NEVER[0]}),
    ("patch", "{one}", {"since": NEVER[1]}),
    ("patch", "{one}", {"layer": LONG}),
    ("patch", "{one}", {"key": LONG}),
    ("patch", "{one}", {"contract_id": LONG}),
    ("patch", "{one}", {"reason": LONE}),
    ("patch", "{one}", {"reason": 5}),
    ("put", "{one}/decisions", {"decisions": {"crs": NUL}}),
    ("put", "{one}/decisions", {"decisions": {LONE: "x"}}),
    ("put", "{one}/decisions", {"decisions": [1]}),
    ("put", "{one}/mapping", {"mapping": {NUL: None}}),
    ("put", "{one}/mapping", {"mapping": {"code": {"a": 1}}}),
    ("post", "{one}/submit", {"reason": NUL}),
    ("post", "{one}/schedule", {"at": NEVER[1]}),
    ("post", "{one}/schedule", {"at": HUGE}),
    ("post", "/publishing/collections/pipes/rollback", {"to": HUGE, "reason": "x"}),
    ("post", "/publishing/collections/pipes/rollback", {"to": -HUGE, "reason": "x"}),
    ("post", "/publishing/collections/pipes/rollback", {"to": NEVER[0], "reason": "x"}),
    ("post", "/publishing/collections/pipes/rollback", {"to": float("nan"), "reason": "x"}),
    ("put", RULES, {"organisation": "water", "collection": LONG}),
    ("put", RULES, {"organisation": "water", "approver_role": LONG}),
    ("put", RULES, {"organisation": LONE}),
    ("post", SOURCES, SOURCE | {"title": LONG}),
    ("post", SOURCES, SOURCE | {"key": LONG}),
    ("post", SOURCES, SOURCE | {"every_minutes": HUGE}),
    ("post", SOURCES, SOURCE | {"decisions": {"crs": LONE}}),
    ("post", "/works/requests", WORKS | {"title": LONE}),
    ("post", "/works/requests", WORKS | {"area": {"type": "Polygon", "coordinates": [[[float("inf"), 1]]]}}),
    ("post", "/works/requests", WORKS | {"area": {"type": NUL}}),
    ("post", "/works/requests", WORKS | {"depth_m": HUGE}),
    ("post", "/works/requests", [WORKS]),
]
RAW = [
    b"\xff\xfe", b"[" * 100_000, b"{" * 9, b'{"a":1' + b"0" * 6000 + b"}", b"x" * 3_000_000, b'{"a":NaN}', b"null",
]  # fmt: skip
PLACES = ["{one}/submit", SOURCES, "/works/requests"]
QUERIES = [
    (SUBMISSIONS, {"collection": NUL}),
    (SUBMISSIONS, {"before": NEVER[0]}),
    (SUBMISSIONS, {"before": "0235-09-09T18:38:20+99:99"}),
    ("{one}/difference", {"after": "9" * 30}),
    ("{one}/difference.geojson", {"bbox": "nan,1,2,3"}),
    ("/place", {"at": "1e400 1"}),
    ("/place", {"collection": NUL, "fid": "1"}),
]


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def manager() -> Client:
    """A program of a manager of the water company; failures come back as 500, as on the server."""
    layers.create_organisation("water", title_vi="Cấp nước", title_en="Water")
    user = User.objects.create_user("manager")
    layers.add_member(user.pk, organisation="water", role="manager")
    secret = tokens.issue_token(user, name="x", lifetime=timedelta(days=1), now=clock.now(), scope=tokens.WRITE)
    headers = {"Authorization": f"Bearer {secret}"}
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers=headers)


@pytest.fixture
def one(manager: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> str:
    """Address of a draft."""
    body = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200}).read_bytes()
    asked = urlencode({"file_name": "pipes.geojson", "collection": "pipes", "key": "code"})
    with django_capture_on_commit_callbacks(execute=True):
        made = manager.post(f"{SUBMISSIONS}?{asked}", body, content_type="application/octet-stream")
    assert made.status_code == 201, made.content
    return str(made["Location"])


def _basic(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def refused(answer: Any) -> bool:
    """True for a 4xx with a sentence in both languages."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.content[:200])
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content[:200]
    return bool(answer.json()["detail_vi"] and answer.json()["detail_en"])


def test_no_body_makes_the_server_fail(manager: Client, one: str) -> None:
    for method, path, body in BODIES:
        answer = getattr(manager, method)(path.format(one=one), json.dumps(body), content_type="application/json")
        assert refused(answer), (method, path, body)
    assert manager.get(SUBMISSIONS).status_code == 200, "nothing was stored that cannot be read"


def test_what_is_no_json_is_refused(manager: Client, one: str) -> None:
    for path in PLACES:
        for body in RAW:
            assert refused(manager.post(path.format(one=one), body, content_type="application/json")), (path, body[:9])


def test_no_query_makes_the_server_fail(manager: Client, one: str) -> None:
    for path, query in QUERIES:
        assert refused(manager.get(path.format(one=one), query)), (path, query)
    assert manager.get(SUBMISSIONS, {"before": "0235-09-09T18:38:20-20:06"}).status_code == 200
    assert manager.get("/works?page=" + "9" * 30).status_code == 200


@pytest.mark.parametrize("asked", [
    {"layer": LONG}, {"key": LONG}, {"contract": LONG}, {"owner": LONG}, {"since": NEVER[0]}, {"reason": NUL},
    {"decisions": '{"crs": "\\ud800"}'}, {"decisions": "[" * 50_000}, {"mapping": '{"a": NaN}'},
    {"collection": "x" * 99},
], ids=lambda asked: f"{next(iter(asked))} {str(next(iter(asked.values())))[:3]!r}")  # fmt: skip
def test_what_cannot_be_kept_is_not_taken_in(manager: Client, asked: dict[str, str]) -> None:
    query = urlencode({"file_name": "pipes.geojson"} | asked)
    assert refused(manager.post(f"{SUBMISSIONS}?{query}", b"{}", content_type="application/octet-stream"))
    assert manager.get(SUBMISSIONS).json() == {"submissions": []}


def test_a_form_that_is_none_is_refused(manager: Client) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        assert refused(manager.post(SUBMISSIONS, b"garbage", content_type=kind))
    length = manager.post(f"{SUBMISSIONS}?file_name=a", b"", content_type="text/csv", CONTENT_LENGTH="abc")
    assert refused(length)


@pytest.mark.parametrize("act", ["submit", "harvest"], ids=str)
def test_an_id_that_is_none_is_an_unknown_address(manager: Client, act: str) -> None:
    dashes = "-" * 36
    path = f"{SUBMISSIONS}/{dashes}/{act}" if act == "submit" else f"/publishing/harvest/{dashes}/ask"
    assert manager.post(path).status_code == 404


def test_a_name_that_no_database_keeps_opens_nothing() -> None:
    client = Client(raise_request_exception=False)
    for path in ("/works/requests", SUBMISSIONS, "/ogc/collections"):
        assert refused(client.get(path, headers={"Authorization": f"Basic {_basic(NUL + ':x')}"}))


@pytest.mark.parametrize("path", [SUBMISSIONS, RULES, "/works/requests", "/works/new", "/publishing", "/works/rules"])
def test_another_site_cannot_act_for_who_is_signed_in(path: str) -> None:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(User.objects.create_user("lan"))
    headers = {"origin": "https://evil.example"}
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        method = browser.put if path == RULES else browser.post
        answer = method(path, b"{}", content_type=kind, headers=headers)
        assert refused(answer)
        assert (answer.status_code, answer.json()["title"]) == (403, "FromAnotherSite")
    page = browser.post(path, headers=headers | {"accept": "text/html"})
    assert page.status_code in (403, 405)
