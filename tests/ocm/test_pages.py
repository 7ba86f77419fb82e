"""The inspector's pages through Django's test client: who sees them, what they say, what a decision does."""

from uuid import uuid4

import pytest
from django.test import Client

from geo_server.core import clock
from layers import api as layers
from ocm import api as ocm
from tests.factories.findings import FindingDraft, make_finding
from tests.factories.wards import EAST, NOW, SINCE, WEST

pytestmark = pytest.mark.django_db
HTML = {"accept": "text/html"}


@pytest.fixture
def alert(city) -> ocm.AlertRecord:
    raised = ocm.raise_alert(make_finding(), now=NOW)
    assert raised is not None
    return raised


def visitor(city, name: str) -> Client:
    client = Client(headers=HTML)
    if name != "anonymous":
        client.force_login(city.users[name])
    return client


def read(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_shows_the_alerts_of_the_inspectors_own_organisation(city, alert):
    ocm.raise_alert(make_finding(FindingDraft(x=106.67, address="99 Tô Ký")), now=NOW)
    page = read(visitor(city, "inspector").get("/alerts"))
    assert "thuộc thẩm quyền của UBND Phường Đông Hưng Thuận" in page
    assert "Không có giấy phép" in page
    assert "12 đường Nguyễn Ảnh Thủ" in page
    assert "99 Tô Ký" not in page


def test_an_administrator_narrows_the_list_to_an_area_version(city, alert):
    ocm.raise_alert(make_finding(FindingDraft(x=106.67, address="99 Tô Ký")), now=NOW)
    page = read(visitor(city, "admin").get("/alerts", {"state": "all", "area": f"{EAST}@{SINCE}"}))
    assert "99 Tô Ký" in page
    assert "12 đường Nguyễn Ảnh Thủ" not in page
    assert f'<option value="{EAST}@{SINCE}" selected>Phường Trung Mỹ Tây</option>' in page
    assert f'value="{WEST}@{SINCE}"' in page


def test_the_tabs_count(city, alert):
    ocm.decide(alert.id, verdict="dismissed", note="Đã có phép.", subject=city.inspector, now=NOW)
    ocm.raise_alert(make_finding(FindingDraft(x=106.645)), now=NOW)
    page = read(visitor(city, "inspector").get("/alerts?state=dismissed"))
    assert 'Chờ quyết định <span class="badge">1</span>' in page
    assert 'Đã bác bỏ <span class="badge">1</span>' in page
    assert page.count('class="card-link alert-card"') == 1


def test_nonsense_in_the_address_shows_the_ordinary_list(city, alert):
    response = visitor(city, "inspector").get("/alerts?state=x&area=26767@soon&page=-3")
    assert response.status_code == 200
    assert "Không có giấy phép" in read(response)


def test_the_case_page_gives_the_proof(city, alert):
    page = read(visitor(city, "inspector").get(f"/alerts/{alert.id}"))
    for words in (
        "Không tìm thấy giấy phép xây dựng nào cho 96 m² này.",
        "UBND Phường Đông Hưng Thuận",
        "Quyết định 25/2025/QĐ-UBND",
        "14/27",
        "0,31 m",
        "10/02/2026",
        "15/08/2026",
        f'src="/alerts/{alert.id}/before.png"',
        f'src="/alerts/{alert.id}/after.png"',
        f'center="{alert.point[0]},{alert.point[1]}"',
    ):
        assert words in page


def test_a_zone_is_named_by_the_code_list_of_its_register(city, alert):
    use = layers.Field("use", "string", "Loại", "Use", codes=(layers.Code("residential", "Đất ở", "Residential"),))
    spec = layers.CollectionSpec(
        id="zoning",
        title_vi="Quy hoạch",
        title_en="Plan",
        theme="planning",
        geometry_type="Polygon",
        fields=(use,),
        public=True,
    )
    layers.define_collection(spec, by=city.admin, now=NOW)
    client = visitor(city, "inspector")
    assert "R2 (Đất ở)" in read(client.get(f"/alerts/{alert.id}"))
    assert "R2 (Residential)" in read(client.get(f"/alerts/{alert.id}?lang=en"))


def test_the_page_speaks_english_too(city, alert):
    page = read(visitor(city, "inspector").get(f"/alerts/{alert.id}?lang=en"))
    assert "No building permit was found" in page
    assert "Accept and open a case" in page


def test_opening_the_page_marks_the_alert_as_seen(city, alert):
    visitor(city, "inspector").get(f"/alerts/{alert.id}")
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "seen"


def test_the_pictures_are_shown_to_those_who_see_the_alert(city, alert):
    before, after = (visitor(city, "inspector").get(f"/alerts/{alert.id}/{which}.png") for which in ("before", "after"))
    assert before.headers["Content-Type"] == "image/png"
    first, second = (b"".join(picture.streaming_content) for picture in (before, after))
    assert first.startswith(b"\x89PNG")
    assert first != second


@pytest.mark.parametrize("who", ["neighbour", "clerk"])
@pytest.mark.parametrize("tail", ["", "/before.png", "/after.png"])
def test_others_find_nothing(city, alert, who, tail):
    hidden = visitor(city, who).get(f"/alerts/{alert.id}{tail}")
    absent = visitor(city, who).get(f"/alerts/{uuid4()}{tail}")
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_the_public_finds_no_picture(city, alert):
    assert visitor(city, "anonymous").get(f"/alerts/{alert.id}/after.png").status_code == 404


@pytest.mark.parametrize("path", ["/alerts", "/alerts/{id}"])
def test_who_has_not_signed_in_is_sent_to_the_door_and_back(city, alert, path):
    path = path.format(id=alert.id)
    response = visitor(city, "anonymous").get(path)
    assert (response.status_code, response.headers["Location"]) == (302, f"/login?next={path}")


def test_a_decision_is_stored_with_name_and_note(city, alert):
    client = visitor(city, "inspector")
    answer = client.post(
        f"/alerts/{alert.id}/decision", {"verdict": "accepted", "note": "Đang xây tầng 2."}, follow=True
    )
    page = read(answer)
    assert "Đã lưu quyết định của bạn." in page
    assert "Đang xây tầng 2." in page
    assert "Lan Nguyễn Thị" in page
    assert 'name="note"' not in page
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "accepted"


def test_a_decision_without_note_says_so_on_the_page(city, alert):
    answer = visitor(city, "inspector").post(f"/alerts/{alert.id}/decision", {"verdict": "accepted", "note": " "})
    assert answer.status_code == 400
    assert "Quyết định phải có ghi chú" in read(answer)
    assert ocm.get_alert(city.inspector, alert_id=alert.id).state == "new"


def test_the_second_decision_sees_the_first(city, alert):
    ocm.decide(alert.id, verdict="dismissed", note="Nhà tạm đã dỡ.", subject=city.inspector, now=clock.now())
    answer = visitor(city, "admin").post(f"/alerts/{alert.id}/decision", {"verdict": "accepted", "note": "Vi phạm."})
    assert answer.status_code == 409
    assert "Nhà tạm đã dỡ." in read(answer)


def test_a_neighbour_cannot_decide(city, alert):
    answer = visitor(city, "neighbour").post(f"/alerts/{alert.id}/decision", {"verdict": "dismissed", "note": "x"})
    assert answer.status_code == 404
    assert ocm.get_alert(city.admin, alert_id=alert.id).state == "new"


def test_a_decision_needs_the_token_of_the_form(city, alert):
    client = Client(enforce_csrf_checks=True, headers=HTML)
    client.force_login(city.users["inspector"])
    assert client.post(f"/alerts/{alert.id}/decision", {"verdict": "accepted", "note": "x"}).status_code == 403
