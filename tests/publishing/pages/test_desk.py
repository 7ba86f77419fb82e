"""The desk: who sees what; how a file is handed in, decided, judged and taken back; how a page says what is wrong."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers
from publishing import api as publishing
from publishing.models import Submission
from publishing.services.advance import advance
from publishing.states import State
from tests.factories.submissions import write_pipes

pytestmark = pytest.mark.django_db

Login = Callable[..., Client]


@pytest.fixture
def login(db: None) -> Login:
    """A browser of somebody who works for an organisation in a role; of the same person for the same name."""

    def log_in(name: str, organisation: str = "water", role: str = "utility") -> Client:
        layers.create_organisation(organisation, title_vi=f"Đơn vị {organisation}", title_en=f"The {organisation} body")
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"first_name": name})
        layers.add_member(user.pk, organisation=organisation, role=role)
        client = Client(headers={"accept": "text/html"})
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def pipes(tmp_path: Path) -> Path:
    return write_pipes(tmp_path / "ong.geojson", {"A": 100, "B": 200})


def hand_in(client: Client, path: Path, **said: str) -> str:
    """Hand in a file through the form and let the server do its part; returns the address of its page."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post("/publishing", {"file": file, "mode": "replace", "collection": "", "title": "Ống"} | said)
    assert answer.status_code == 302, answer.content.decode()
    server_works(answer["Location"])
    return str(answer["Location"])


def server_works(address: str) -> None:
    """What the worker does with a submission, done here."""
    advance(address.rsplit("/", 1)[1], clock=clock.now)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def state_of(address: str) -> State:
    return State(Submission.objects.get(pk=address.rsplit("/", 1)[1]).state)


def set_rule(**asked: Any) -> None:
    publishing.set_rule(publishing.Rule("water", **asked), by=system("test"), now=clock.now())


def test_the_public_is_asked_to_sign_in(client: Client) -> None:
    for address in ("/publishing", "/publishing/harvest", f"/publishing/{'0' * 8}-0000-4000-8000-{'0' * 12}"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login")


def test_a_file_becomes_a_collection_on_one_page(login: Login, pipes: Path) -> None:
    engineer = login("lan")
    address = hand_in(engineer, pipes)
    assert state_of(address) is State.DRAFTED
    shown = text_of(engineer.get(address))
    assert "2 thêm" in shown
    assert "diameter_mm" in shown
    assert engineer.post(f"{address}/submit").status_code == 302
    assert engineer.post(f"{address}/publish").status_code == 302
    server_works(address)
    assert "2 đối tượng" in text_of(engineer.get(address))
    assert layers.get_collection(system("test"), collection_id="ong").count == 2


def test_another_organisation_does_not_learn_that_it_is_there(login: Login, pipes: Path) -> None:
    address = hand_in(login("lan"), pipes)
    stranger = login("hoa", "telecom")
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/submit").status_code == 404
    assert "ong.geojson" not in text_of(stranger.get("/publishing"))
    assert "ong.geojson" in text_of(login("lan").get("/publishing"))


def test_the_sender_does_not_approve_and_another_must_give_a_reason_to_refuse(login: Login, pipes: Path) -> None:
    set_rule(approval_needed=True)
    engineer, chief = login("lan"), login("minh", role="manager")
    address = hand_in(engineer, pipes)
    engineer.post(f"{address}/submit", {"why": "Đã đo lại"})
    assert state_of(address) is State.IN_REVIEW
    own = engineer.post(f"{address}/approve")
    assert own.status_code == 400
    assert "phải có người khác duyệt" in text_of(own)
    without = chief.post(f"{address}/refuse", {"why": ""})
    assert without.status_code == 400
    assert "cần có lý do" in text_of(without)
    chief.post(f"{address}/approve", {"why": "Đúng"})
    assert state_of(address) is State.APPROVED


def test_words_typed_for_an_act_that_fails_stay_on_the_page(login: Login, pipes: Path) -> None:
    set_rule(approval_needed=True)
    engineer, chief = login("lan"), login("minh", role="manager")
    address = hand_in(engineer, pipes)
    engineer.post(f"{address}/submit")
    Submission.objects.update(broken=[{"rule": "fall", "level": "stop", "vi": "Giảm quá nhiều.", "en": "Too few."}])
    answer = chief.post(f"{address}/approve", {"why": "Biết rồi, vẫn đúng"})
    assert answer.status_code == 400
    assert "Biết rồi, vẫn đúng" in answer.content.decode()
    assert "Giảm quá nhiều." in text_of(answer)
    chief.post(f"{address}/approve", {"why": "Biết rồi, vẫn đúng", "override": "on"})
    assert state_of(address) is State.APPROVED


def test_an_open_question_is_answered_on_the_page(login: Login, tmp_path: Path) -> None:
    path = tmp_path / "hai.kml"
    point = "<Point><coordinates>106.7,10.7</coordinates></Point>"
    folder = f"<Folder><name>{{0}}</name><Placemark><name>x</name>{point}</Placemark></Folder>"
    body = folder.format("một") + folder.format("hai")
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>', encoding="utf-8")
    engineer = login("lan")
    address = hand_in(engineer, path)
    assert state_of(address) is State.WAITING_FOR_DECISIONS
    assert "hãy chọn một lớp" in text_of(engineer.get(address))
    engineer.post(f"{address}/decide", {"decision-0": "hai"})
    server_works(address)
    assert state_of(address) is State.DRAFTED


def test_a_column_can_be_left_out(login: Login, pipes: Path) -> None:
    engineer = login("lan")
    address = hand_in(engineer, pipes)
    matches = publishing.get_submission(system("test"), submission_id=address.rsplit("/", 1)[1]).mapping["matches"]  # type: ignore[index]
    number = next(n for n, match in enumerate(matches) if match["column"] == "diameter_mm")
    engineer.post(f"{address}/mapping", {f"column-{number}": ""})
    server_works(address)
    shown = publishing.difference_page(system("test"), submission_id=address.rsplit("/", 1)[1])
    assert {*(shown[0].after or {})} == {"code"}


def test_a_former_version_is_brought_back_on_the_page_of_the_collection(login: Login, tmp_path: Path) -> None:
    engineer = login("lan")
    for number, diameters in enumerate(({"A": 100}, {"A": 150, "B": 50})):
        path = write_pipes(tmp_path / f"ong{number}.geojson", diameters)
        address = hand_in(engineer, path, key="code")
        engineer.post(f"{address}/submit")
        engineer.post(f"{address}/publish")
        server_works(address)
    page = engineer.get("/publishing/collections/ong")
    assert page.status_code == 200
    first = re.findall(r'<option value="(\d+)">', page.content.decode())[-1]
    assert engineer.post("/publishing/collections/ong/do/roll-back", {"to": first}).status_code == 400
    assert engineer.post("/publishing/collections/ong/do/roll-back", {"to": first, "reason": "Nhầm"}).status_code == 302
    page_of_items = layers.find_items(system("test"), collection_id="ong", query=layers.ItemsQuery())
    assert json.loads(b"[" + page_of_items.features + b"]")[0]["properties"]["diameter_mm"] == 100
    assert page_of_items.returned == 1
    stranger = login("hoa", "telecom")
    assert stranger.post("/publishing/collections/ong/do/retire", {"reason": "x"}).status_code in (400, 403, 404)
    assert layers.get_collection(system("test"), collection_id="ong").status == "published"


def test_contracts_are_open_to_read_and_only_administrators_change_them(client: Client, login: Login) -> None:
    assert "Thửa đất" in text_of(client.get("/publishing/contracts"))
    page = client.get("/publishing/contracts/parcels")
    assert "số dòng giảm không quá 5%" in text_of(page)
    assert client.get("/publishing/contracts/klingon").status_code == 404
    refused = login("lan").post("/publishing/contracts/parcels", {"text": "id: parcels"})
    assert refused.status_code == 400
    boss = get_user_model().objects.create_superuser("boss")
    client.force_login(boss)
    broken = client.post("/publishing/contracts/parcels", {"text": "id: parcels\nfields: [", "note": "thử"})
    assert broken.status_code == 400
    assert "không phải YAML" in text_of(broken)
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.S)
    assert text is not None
    changed = html.unescape(text.group(1)).replace("Thửa đất", "Thửa đất của Thành phố")
    assert client.post("/publishing/contracts/parcels", {"text": changed}).status_code == 302
    assert "Thửa đất của Thành phố" in text_of(client.get("/publishing/contracts"))


def test_a_source_is_added_and_one_of_another_organisation_is_not_shown(login: Login, settings: Any) -> None:
    settings.OUTSIDE_HOSTS = frozenset({"data.example.org"})
    order = {
        "title": "Bản tin",
        "kind": "file",
        "url": "https://data.example.org/a.geojson",
        "mode": "replace",
        "every_minutes": "1440",
    }
    engineer = login("lan")
    wrong = engineer.post("/publishing/harvest", order | {"url": "http://127.0.0.1/secret"})
    assert wrong.status_code == 400
    assert "127.0.0.1" in text_of(wrong)
    assert engineer.post("/publishing/harvest", order).status_code == 302
    assert "https://data.example.org/a.geojson" in text_of(engineer.get("/publishing/harvest"))
    assert "data.example.org" not in text_of(login("hoa", "telecom").get("/publishing/harvest"))


def test_the_form_lists_only_what_the_sender_may_replace(login: Login, pipes: Path) -> None:
    engineer = login("lan")
    address = hand_in(engineer, pipes)
    engineer.post(f"{address}/submit")
    engineer.post(f"{address}/publish")
    server_works(address)
    assert 'value="ong"' in engineer.get("/publishing").content.decode()
    assert 'value="ong"' not in login("hoa", "telecom").get("/publishing").content.decode()
