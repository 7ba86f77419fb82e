"""The door for programs: a utility's script hands in, decides, publishes and takes back with nothing but HTTP."""

import base64
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from geo_server.core import clock, tokens
from geo_server.core.subject import system
from layers import api as layers
from publishing import api as publishing
from publishing.urls import urlpatterns
from tests.factories.submissions import write_pipes

pytestmark = pytest.mark.django_db

SUBMISSIONS = "/publishing/submissions"


def token_of(user: User, scope: str) -> str:
    return tokens.issue_token(user, name="script", lifetime=timedelta(days=1), now=clock.now(), scope=scope)


@pytest.fixture
def engineer() -> User:
    layers.create_organisation("water", title_vi="Cấp nước", title_en="Water")
    user = User.objects.create_user("engineer", password="a long enough password")
    layers.add_member(user.pk, organisation="water", role="utility")
    return user


@pytest.fixture
def script(engineer: User) -> Client:
    """The engineer's program."""
    return Client(headers={"Authorization": f"Bearer {token_of(engineer, tokens.WRITE)}"})


@pytest.fixture
def works(django_capture_on_commit_callbacks: Any) -> Any:
    """Do something, and what the worker does because of it."""

    def run(do: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return do()

    return run


def pipes(folder: Path, diameters: dict[str, int] | None = None) -> bytes:
    return write_pipes(folder / "pipes.geojson", diameters or {"P-1": 200, "P-2": 150}).read_bytes()


def send(client: Client, body: bytes, **query: str) -> Any:
    asked = urlencode({"file_name": "pipes.geojson", "collection": "pipes", "key": "code"} | query)
    return client.post(f"{SUBMISSIONS}?{asked}", body, content_type="application/octet-stream")


def act(client: Client, address: str, name: str, **body: Any) -> Any:
    return client.post(f"{address}/{name}", json.dumps(body), content_type="application/json")


def test_a_script_takes_a_file_to_its_publication(tmp_path: Path, script: Client, works: Any) -> None:
    made = works(lambda: send(script, pipes(tmp_path)))
    assert made.status_code == 201, made.content
    address = made["Location"]
    assert script.get(address).json()["state"] == "drafted"
    assert script.get(f"{address}/report").json()["good"] == 2
    assert [m["field"] for m in script.get(f"{address}/mapping").json()["matches"]] == ["code", "diameter_mm"]
    page = script.get(f"{address}/difference", {"kind": "added", "limit": "1"}).json()
    assert (page["counts"]["added"], len(page["rows"])) == (2, 1)
    following = script.get(f"{address}/difference", {"after": str(page["next"])}).json()
    assert [row["after"]["code"] for row in (*page["rows"], *following["rows"])] == ["P-1", "P-2"]
    drawn = script.get(f"{address}/difference.geojson").json()
    assert [f["properties"]["kind"] for f in drawn["features"]] == ["added", "added"]
    assert act(script, address, "submit").json()["state"] == "approved"
    assert works(lambda: act(script, address, "publish")).status_code == 200
    assert script.get(address).json()["state"] == "published"
    [line] = script.get("/publishing/collections/pipes/publications").json()["publications"]
    assert (line["kind"], line["added"]) == ("publish", 2)
    assert Client().get("/ogc/collections/pipes/items?f=json").json()["numberMatched"] == 2


def test_a_form_hands_in_as_well(tmp_path: Path, script: Client, works: Any) -> None:
    file = SimpleUploadedFile("Ống nước.geojson", pipes(tmp_path))
    made = works(lambda: script.post(SUBMISSIONS, {"file": file, "collection": "pipes", "reason": "tháng 7"}))
    assert made.status_code == 201, made.content
    one = script.get(made["Location"]).json()
    assert (one["file_name"], one["reason"], one["state"]) == ("Ống nước.geojson", "tháng 7", "drafted")


def test_rejected_rows_come_back_as_a_file_and_may_be_left_out(tmp_path: Path, script: Client, works: Any) -> None:
    body = pipes(tmp_path, {"P-1": 200, "P-2": -5})
    made = works(lambda: send(script, body, contract="water_links", mapping=json.dumps({"diameter_mm": "diameter_mm"})))
    address = made["Location"]
    one = script.get(address).json()
    assert (one["state"], one["report"]["rejected"] > 0) == ("checked", True), one["failed_en"]
    rejects = script.get(f"{address}/rejects")
    rows = json.loads(b"".join(rejects))["features"]
    assert len(rows) == one["report"]["rejected"]
    assert all(row["properties"]["reason_vi"] for row in rows)


def test_everything_is_refused_to_the_public_and_to_read_only_tokens(
    tmp_path: Path, engineer: User, works: Any
) -> None:
    for method, path in (("get", SUBMISSIONS), ("post", SUBMISSIONS), ("get", "/publishing/rules")):
        assert getattr(Client(), method)(path).status_code == 401
    reader = Client(headers={"Authorization": f"Bearer {token_of(engineer, tokens.READ)}"})
    assert send(reader, pipes(tmp_path)).status_code == 403
    assert reader.get(SUBMISSIONS).status_code == 200


def test_another_organisation_finds_nothing(tmp_path: Path, script: Client, works: Any) -> None:
    made = works(lambda: send(script, pipes(tmp_path)))
    stranger = User.objects.create_user("stranger", password="a long enough password")
    other = Client(headers={"Authorization": f"Bearer {token_of(stranger, tokens.WRITE)}"})
    address = made["Location"]
    for part in ("", "/report", "/mapping", "/rejects", "/difference", "/difference.geojson"):
        assert other.get(address + part).status_code == 404
    assert act(other, address, "withdraw").status_code == 404
    assert other.get(SUBMISSIONS).json() == {"submissions": []}
    assert send(other, pipes(tmp_path)).status_code == 403


def test_a_session_needs_our_own_page(tmp_path: Path, engineer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(engineer)
    answer = send(browser, pipes(tmp_path))
    assert (answer.status_code, answer.json()["title"]) == (403, "FromAnotherSite")


def test_a_password_opens_it_too(tmp_path: Path, engineer: User, works: Any) -> None:
    login = base64.b64encode(b"engineer:a long enough password").decode()
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Basic {login}"})
    assert works(lambda: send(client, pipes(tmp_path))).status_code == 201


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"mode": "merge"}, 400),
        ({"collection": "Ống"}, 400),
        ({"collection": "a b"}, 400),
        ({"decisions": "{"}, 400),
        ({"mapping": "[1]"}, 400),
        ({"since": "soon"}, 400),
        ({"colour": "red"}, 400),
        ({"owner": "telecom"}, 403),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    tmp_path: Path, script: Client, query: dict[str, str], status: int
) -> None:
    answer = send(script, pipes(tmp_path), **query)
    assert answer.status_code == status, answer.content
    assert answer.json()["detail_vi"]
    assert answer.json()["detail_en"]


def test_wrong_bodies_are_refused(tmp_path: Path, script: Client, works: Any) -> None:
    address = works(lambda: send(script, pipes(tmp_path)))["Location"]

    def put(part: str, body: str) -> int:
        return int(script.put(f"{address}/{part}", body, content_type="application/json").status_code)

    assert put("decisions", "[]") == put("decisions", "{}") == put("decisions", '{"decisions": {"crs": 5}}') == 400
    assert put("decisions", '{"decisions": {"colour": "red"}}') == 400
    assert put("mapping", '{"mapping": 5}') == 400
    assert act(script, address, "schedule", at="yesterday").status_code == 400
    assert act(script, address, "schedule", at="2020-01-01").status_code == 400
    assert act(script, address, "publish").status_code == 409
    assert act(script, address, "explode").status_code == 404
    assert script.get(f"{SUBMISSIONS}/5a6e7b4e-0000-4000-8000-000000000000").status_code == 404
    assert script.get(f"{address}/difference", {"after": "x"}).status_code == 400
    assert script.get(SUBMISSIONS, {"state": "lost"}).status_code == 400


def test_an_empty_upload_is_no_file(script: Client) -> None:
    answer = send(script, b"")
    assert (answer.status_code, answer.json()["title"]) == (400, "EmptyFile")


def test_a_collection_is_rolled_back_and_retired(tmp_path: Path, script: Client, works: Any) -> None:
    for diameters in ({"P-1": 200}, {"P-1": 300}):
        address = works(lambda d=diameters: send(script, pipes(tmp_path, d)))["Location"]
        act(script, address, "submit")
        works(lambda a=address: act(script, a, "publish"))
    lines = script.get("/publishing/collections/pipes/publications").json()["publications"]
    assert [line["changed"] for line in lines] == [1, 0]
    back = act(script, "/publishing/collections/pipes", "rollback", to=lines[1]["revision_after"], reason="sai")
    assert back.json()["changed"] == 1
    assert act(script, "/publishing/collections/pipes", "rollback", to=True, reason="x").status_code == 400
    assert act(script, "/publishing/collections/pipes", "retire", reason="").status_code == 400
    assert act(script, "/publishing/collections/pipes", "retire", reason="hết dùng").status_code == 204
    assert Client().get("/ogc/collections/pipes?f=json").status_code == 404


def test_rules_are_set_by_managers(script: Client, engineer: User) -> None:
    rule = {"organisation": "water", "approval_needed": True}

    def put() -> int:
        answer = script.put("/publishing/rules", json.dumps(rule), content_type="application/json")
        return int(answer.status_code)

    assert put() == 403
    layers.add_member(engineer.pk, organisation="water", role="manager")
    assert put() == 200
    [found] = script.get("/publishing/rules").json()["rules"]
    assert found["approval_needed"] is True


def test_the_definition_names_every_address(client: Client) -> None:
    document = client.get("/publishing/api").json()
    assert document["openapi"].startswith("3.0")
    described = {re.sub(r"\{\w+\}", "*", path) for path in document["paths"]} | {"/publishing/api"}
    served = {"/" + re.sub(r"<[^>]+>|\(\?P.*?\)(?=/|$)", "*", str(p.pattern).strip("^$")) for p in urlpatterns}
    ours = {path for path in served if not path.endswith("/desk")}
    assert {path for path in described if path not in served} == set()
    assert {"/publishing/submissions/*/difference", "/publishing/collections/*/rollback"} <= ours


def test_a_system_sees_every_submission(tmp_path: Path, script: Client, works: Any) -> None:
    works(lambda: send(script, pipes(tmp_path)))
    assert len(publishing.list_submissions(system("test"))) == 1
