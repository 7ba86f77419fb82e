"""The pages and the REST door: what people and programs get, and what others do not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from shapely.geometry import mapping

from geo_server.core import clock, tokens
from geo_server.core.subject import system
from layers import api as layers
from tests.factories import digs
from tests.factories.digs import lay, line, show
from works import api as works
from works.errors import WrongDeviation
from works.models import AnswerView

pytestmark = pytest.mark.django_db
PLACE = "{} {}".format(*digs.at(10, 6))
FORM: dict[str, str] = {
    "title": "Sửa ống <b>", "purpose": "Sửa chữa", "depth_m": "1,5", "starts_on": "2026-07-05", "ends_on": "2026-07-20",
    "contractor": "Công ty Đào", "contact_name": "Đào", "contact_phone": "0900", "area": digs.area_text(digs.pit()),
}  # fmt: skip


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    settings.STORAGE_URL, settings.VAR_DIR = tmp_path.as_uri(), tmp_path


def member(organisation: str, *, role: str = "engineer") -> Client:
    """A browser in which somebody of an organisation is signed in."""
    layers.create_organisation(organisation, title_vi=f"Đơn vị {organisation}", title_en=f"Office {organisation}")
    user = get_user_model().objects.create_user(f"{organisation}-{role}")
    layers.add_member(user.pk, organisation=organisation, role=role)
    client = Client(headers={"accept": "text/html"})
    client.force_login(user)
    return client


@pytest.fixture
def pipes(now: datetime) -> None:
    lay("water", (line((-50, 5), (70, 5)), {"code": "W1", "depth_m": 1.0, "kind": "main"}), now=now)
    show("water_lines", "code", "depth_m", now=now)
    works.set_contact("water", phone="028 1111", by=system("test"), now=now)


def ask(client: Client) -> str:
    """Send the form; the address of the request."""
    answer = client.post("/works/new", FORM)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_the_form_leads_to_the_answer(pipes: None) -> None:
    client = member("builder")
    assert client.get("/works/new").status_code == 200
    address = ask(client)
    page = client.get(address).content.decode()
    for words in ("W1", "028 1111", "Trước khi đào", "<svg", "Sửa ống &lt;b&gt;"):
        assert words in page, words
    assert address in client.get("/works").content.decode()


def test_a_form_that_does_not_hold_says_so_beside_the_field() -> None:
    client = member("builder")
    answer = client.post("/works/new", FORM | {"depth_m": "-3", "title": ""})
    assert answer.status_code == 400
    assert 'id="depth_m-fault"' in answer.content.decode()
    assert 'value="Công ty Đào"' in answer.content.decode(), "what was typed stays"


def test_the_steps_on_site(pipes: None) -> None:
    client = member("builder")
    address = ask(client)
    client.post(f"{address}/step", {"step": "begin"})
    assert "W1" in client.get(address).content.decode()
    find = {
        "place": PLACE,
        "text": "Ống ở cao hơn",
        "depth_m": "0,4",
        "asset": "water_lines/1",
    }
    assert client.post(f"{address}/report", find).status_code == 302
    page = client.get(address).content.decode()
    assert "Ống ở cao hơn" in page
    assert "1 m" in page, "a metre north of where it was drawn"
    owner = member("water")
    assert "Ống ở cao hơn" in owner.get("/works/deviations").content.decode()
    [found] = works.list_deviations(digs.WATERMAN)
    assert found.offset_m == pytest.approx(1, abs=0.02)
    assert (found.survey_class, found.state) == ("A", "open")
    owner.post(f"/works/deviations/{found.id}/decision", {"verdict": "accept", "note": "đã cập nhật"})
    [found] = works.list_deviations(digs.WATERMAN)
    assert (found.state, found.note) == ("accepted", "đã cập nhật")
    assert layers.count_items(digs.WATERMAN, collection_id=works.DEVIATIONS) == 1


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"text": " "}, "text"), ({"place": "106.9 10.9"}, "place"), ({"place": "x"}, "place"),
        ({"depth_m": "x"}, "depth_m"), ({"asset": "water_lines/999"}, "asset"),
        ({"asset": "", "owner": "nobody"}, "owner"),
    ],
    ids=["no text", "far away", "no place", "no depth", "unknown asset", "unknown owner"],
)  # fmt: skip
def test_a_report_that_does_not_hold(pipes: None, now: datetime, changes: dict[str, str], where: str) -> None:
    request_id = digs.ask(now=now)
    works.take_step(request_id, "in_progress", by=digs.BUILDER, now=now)
    find: dict[str, Any] = {"place": PLACE, "text": "x", "depth_m": "", "asset": "water_lines/1"} | changes
    with pytest.raises(WrongDeviation) as refused:
        works.report_deviation(request_id, works.Find(**find), by=digs.FOREMAN, now=now)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_a_photo_that_is_none_is_refused_and_one_is_kept_for_those_concerned(pipes: None, now: datetime) -> None:
    request_id = digs.ask(now=now)
    works.take_step(request_id, "in_progress", by=digs.BUILDER, now=now)
    find = {"place": PLACE, "text": "x", "asset": "water_lines/1"}
    with pytest.raises(WrongDeviation):
        works.report_deviation(request_id, works.Find(**find, photo=b"<svg onload=1>"), by=digs.FOREMAN, now=now)
    number = works.report_deviation(
        request_id, works.Find(**find, photo=b"\xff\xd8\xff\xe0 a photo"), by=digs.FOREMAN, now=now
    )
    assert member("water").get(f"/works/deviations/{number}/photo").headers["Content-Type"] == "image/jpeg"
    assert member("other").get(f"/works/deviations/{number}/photo").status_code == 404


STRANGE = ("", "/answer.json", "/answer.geojson", "/answer.pdf", "/ground.png")


def test_no_door_of_a_request_opens_for_others(pipes: None) -> None:
    address = ask(member("builder"))
    views = AnswerView.objects.count()
    stranger, owner, public = member("other"), member("water"), Client()
    for door in STRANGE:
        assert stranger.get(address + door).status_code == 404, door
        assert owner.get(address + door).status_code == 404, door
        assert public.get(address + door).status_code in (302, 404), door
    for post, sent in (("step", {"step": "withdraw"}), ("report", {"text": "x"}), ("deviations", {"text": "x"})):
        assert stranger.post(f"{address}/{post}", sent).status_code == 404
    assert AnswerView.objects.count() == views


def test_every_door_is_logged_and_the_owner_reads_it(pipes: None) -> None:
    client = member("builder")
    address = ask(client)
    for door in ("", "/answer.json", "/answer.geojson", "/answer.pdf"):
        assert client.get(address + door).status_code == 200, door
    assert list(AnswerView.objects.order_by("id").values_list("door", flat=True)) == ["page", "api", "geojson", "pdf"]
    page = member("water").get("/works/views").content.decode()
    assert page.count("Sửa chữa") == 4
    assert "Sửa chữa" not in member("other").get("/works/views").content.decode()


def test_a_program_asks_by_rest(pipes: None, now: datetime) -> None:
    layers.create_organisation("builder", title_vi="x", title_en="x")
    user = get_user_model().objects.create_user("program")
    layers.add_member(user.pk, organisation="builder", role="engineer")
    secret = tokens.issue_token(user, name="t", lifetime=timedelta(days=1), now=now, scope=tokens.WRITE)
    client = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}"})
    body = FORM | {"area": mapping(digs.pit())}
    made = client.post("/works/requests", json.dumps(body), content_type="application/json")
    assert made.status_code == 201, made.content
    features = client.get(made.json()["links"]["features"]).json()["features"]
    assert [feature["properties"]["what"] for feature in features] == ["dig", "assets"]
    assert features[1]["properties"]["uncertainty_m"] == 3.0
    assert client.post("/works/requests", "[]", content_type="application/json").status_code == 400
    assert Client().get("/works/requests").status_code == 401
    assert member("other").get("/works/requests").json() == {"requests": []}


def test_who_belongs_to_no_organisation_is_told_so() -> None:
    client = Client(headers={"accept": "text/html"})
    client.force_login(get_user_model().objects.create_user("citizen"))
    assert client.get("/works/new").status_code == 403
    assert client.get("/works").status_code == 200
    assert client.get("/works/rules").status_code == 200


def test_an_owner_sets_his_rules_on_the_page(pipes: None, now: datetime) -> None:
    layers.grant_read("water_lines", to="water", by=system("test"), now=now)
    owner = member("water")
    assert "Tuyến water" in owner.get("/works/rules").content.decode()
    sent = {"collection": "water_lines", "mode": "shown", "columns": ["kind"]}
    assert owner.post("/works/rules", sent).status_code == 302
    [entry] = works.view_answer(digs.BUILDER, digs.ask(now=now), door="page", now=now).collections
    assert entry.assets[0].properties == {"kind": "main"}
    assert owner.post("/works/rules", sent | {"mode": "all"}).status_code == 400
    assert member("other").post("/works/rules", sent).status_code == 404


def test_a_moment_is_shown_in_the_citys_time(pipes: None, now: datetime) -> None:
    assert now == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    client = member("builder")
    assert "15:00 01/07/2026" in client.get(ask(client)).content.decode()


def test_a_program_asks_by_the_process_and_it_is_a_request_like_any_other(pipes: None) -> None:
    client = member("builder")
    example = client.get("/ogc/processes/dig-check?f=json").json()["example"]["inputs"]
    inputs = example | {"starts_on": "2026-07-05", "ends_on": "2026-07-20", "area": {"value": mapping(digs.pit())}}
    body = json.dumps({"inputs": inputs, "response": "document"})
    made = client.post(
        "/ogc/processes/dig-check/execution", body, content_type="application/json", headers={"accept": "*/*"}
    )
    assert made.status_code == 200, made.content
    told = made.json()
    [request] = works.list_requests(digs.BUILDER)
    assert told["request"] == request.number
    assert "W1" not in made.content.decode(), "a job would keep it longer than the answer holds"
    assert AnswerView.objects.count() == 0
    features = client.get(urlparse(told["features"]).path).json()["features"]
    assert [feature["properties"]["what"] for feature in features] == ["dig", "assets"]
    assert AnswerView.objects.get().door == "geojson"
