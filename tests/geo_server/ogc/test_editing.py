"""A planner changes features through the door: methods by right, addresses, tags, faults, and no other site's hand."""

import base64
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from geo_server.core import clock, tokens
from layers import api as layers
from tests.factories.places import CLERK, NOW, define_places, spec

GEOJSON = "application/geo+json"
PATCH = "application/merge-patch+json"
ITEMS = "/ogc/collections/places/items"
VN2000 = "http://www.opengis.net/def/crs/EPSG/0/9210"


def place(name: str = "Nhà hát", x: float = 106.703, y: float = 10.7765, **properties: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "geometry": point, "properties": {"name": name, "kind": "museum"} | properties}


class Writer:
    """A program that edits `places`."""

    def __init__(self, client: Client, items: str = ITEMS) -> None:
        self.client, self.items = client, items

    def send(self, method: str, fid: object = None, body: Any = None, kind: str = GEOJSON, **headers: str) -> Any:
        path = self.items if fid is None else f"{self.items}/{fid}"
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, path, data, content_type=kind, headers=sent)

    def read(self, fid: object, **query: str) -> Any:
        answer = self.client.get(f"{self.items}/{fid}", query)
        assert answer.status_code == 200, answer.content
        return answer

    def allow(self, fid: object = None) -> set[str]:
        answer = self.send("OPTIONS", fid)
        assert answer.status_code == 204, answer.content
        return set(answer["Allow"].split(", "))

    def first(self) -> int:
        return int(self.client.get(self.items, {"limit": 1}).json()["features"][0]["id"])


def token_of(user: User, scope: str) -> str:
    return tokens.issue_token(user, name="QGIS", lifetime=timedelta(days=1), now=clock.now(), scope=scope)


@pytest.fixture
def places(db: None) -> int:
    """The five places, that anybody reads and the planner edits; returns the fid of the first."""
    define_places()
    layers.define_collection(spec("places", editable=True), by=CLERK, now=NOW)
    return Writer(Client()).first()


@pytest.fixture
def planner(places: int) -> User:
    user = User.objects.create_user("binh", password="a long enough password")
    layers.grant_write("places", to=f"user:{user.pk}", by=CLERK, now=NOW)
    return user


@pytest.fixture
def qgis(planner: User) -> Writer:
    """The planner's program, with a token that may write."""
    return Writer(Client(headers={"Authorization": f"Bearer {token_of(planner, tokens.WRITE)}"}))


@pytest.fixture
def public() -> Writer:
    return Writer(Client())


def test_each_is_told_what_he_may_do(places: int, public: Writer, qgis: Writer) -> None:
    assert public.allow() == public.allow(places) == {"GET", "HEAD", "OPTIONS"}
    assert qgis.allow() == {"GET", "HEAD", "OPTIONS", "POST"}
    assert qgis.allow(places) == {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}
    assert qgis.send("OPTIONS", places)["Accept-Patch"] == PATCH


def test_a_web_page_may_ask_beforehand_without_saying_who_it_is(places: int, public: Writer) -> None:
    for items in (ITEMS, "/ogc/collections/nothing/items"):
        asked = Writer(Client(), items).send(
            "OPTIONS", 1, Access_Control_Request_Method="PUT", Origin="https://a.example"
        )
        assert asked.status_code == 204
        assert {"PUT", "PATCH", "DELETE"} <= set(asked["Access-Control-Allow-Methods"].split(", "))
        assert {"Content-Crs", "If-Match", "Authorization"} <= set(asked["Access-Control-Allow-Headers"].split(", "))


@pytest.mark.parametrize(("method", "to_item"), [("POST", False), ("PUT", True), ("PATCH", True), ("DELETE", True)])
def test_who_may_not_is_told_why(places: int, planner: User, method: str, to_item: bool) -> None:
    fid = places if to_item else None
    body, kind = (None, GEOJSON) if method == "DELETE" else (place(), PATCH if method == "PATCH" else GEOJSON)
    stranger = User.objects.create_user("stranger")
    asked = Writer(Client()).send(method, fid, body, kind)
    assert asked.status_code == 401 and asked["WWW-Authenticate"].startswith("Basic")
    for user, scope in ((stranger, tokens.WRITE), (planner, tokens.READ)):
        bearer = Client(headers={"Authorization": f"Bearer {token_of(user, scope)}"})
        assert Writer(bearer).send(method, fid, body, kind).status_code == 403
    assert "token" in asked.json()["detail_en"]
    assert len(Client().get(ITEMS).json()["features"]) == 5


def test_a_collection_kept_by_a_program_has_no_such_method(places: int, qgis: Writer) -> None:
    layers.define_collection(spec("derived"), by=CLERK, now=NOW)
    answer = Writer(qgis.client, "/ogc/collections/derived/items").send("POST", None, place())
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_method_that_the_resource_lacks_names_those_that_it_has(places: int, qgis: Writer) -> None:
    assert (answer := qgis.send("PUT", None, place())).status_code == 405
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert qgis.send("POST", places, place()).status_code == 405


@pytest.mark.parametrize("kind", [GEOJSON, f"{GEOJSON}; charset=utf-8", "application/json"])
def test_a_new_feature_is_at_the_address_that_it_is_given(places: int, qgis: Writer, kind: str) -> None:
    made = qgis.send("POST", None, place("Nhà hát – thử nghiệm") | {"id": places}, kind)
    assert made.status_code == 201 and made.content == b""
    fid = made["Location"].rpartition("/items/")[2]
    assert int(fid) != places
    assert qgis.client.get(made["Location"]).json()["properties"]["name"] == "Nhà hát – thử nghiệm"


def test_the_feature_is_returned_to_who_prefers_it(places: int, qgis: Writer) -> None:
    made = qgis.send("POST", None, place(), Prefer="return=representation")
    assert made.status_code == 201 and made["Preference-Applied"] == "return=representation"
    assert made["Content-Type"] == GEOJSON and made["Content-Crs"].endswith("CRS84>")
    body = made.json()
    changed = qgis.send("PATCH", body["id"], {"properties": {"name": "A"}}, PATCH, Prefer="return=representation")
    assert changed.status_code == 200 and changed.json()["properties"]["name"] == "A"
    assert changed["ETag"] != made["ETag"]
    assert qgis.send("PUT", body["id"], place("B")).status_code == 204


def test_the_id_of_the_address_counts(places: int, qgis: Writer) -> None:
    assert qgis.send("PUT", places, place("A") | {"id": places + 1}).status_code == 204
    assert qgis.read(places).json()["properties"]["name"] == "A"
    assert qgis.read(places + 1).json()["properties"]["name"] == "Dinh Độc Lập"


@pytest.mark.parametrize("fid", ["999999", "none", "999999999999999999999", "-1"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_missing_feature_is_not_made(places: int, qgis: Writer, method: str, fid: str) -> None:
    kind = PATCH if method == "PATCH" else GEOJSON
    assert qgis.send(method, fid, place() if method in ("PUT", "PATCH") else None, kind).status_code == 404
    assert qgis.client.get(ITEMS).json()["numberMatched"] == 5


def test_a_deleted_feature_is_gone_and_counted(places: int, qgis: Writer) -> None:
    assert qgis.send("DELETE", places).status_code == 204
    assert qgis.send("DELETE", places).status_code == 404
    assert qgis.client.get(f"{ITEMS}/{places}").status_code == 404
    assert qgis.client.get(ITEMS).json()["numberMatched"] == 4


@pytest.mark.parametrize("written", [VN2000, f"<{VN2000}>", "EPSG:9210"])
def test_coordinates_are_read_in_the_crs_that_is_named(places: int, qgis: Writer, written: str) -> None:
    there = qgis.read(places, crs=VN2000).json()
    made = qgis.send("POST", None, place() | {"geometry": there["geometry"]}, Content_Crs=written)
    fid = made["Location"].rpartition("/")[2]
    assert qgis.read(fid, crs=VN2000).json()["geometry"] == there["geometry"]


def test_latitude_comes_first_where_the_crs_says_so(places: int, qgis: Writer) -> None:
    swapped = place(x=10.7765, y=106.703)
    made = qgis.send("POST", None, swapped, Content_Crs="<http://www.opengis.net/def/crs/EPSG/0/4326>")
    assert qgis.read(made["Location"].rpartition("/")[2]).json()["geometry"]["coordinates"] == [106.703, 10.7765]


def test_a_crs_that_is_not_spoken_is_refused(places: int, qgis: Writer) -> None:
    answer = qgis.send("POST", None, place(), Content_Crs="<http://www.opengis.net/def/crs/EPSG/0/2154>")
    assert answer.status_code == 400 and "2154" in answer.json()["detail_en"]


def test_all_faults_come_in_one_problem(places: int, qgis: Writer) -> None:
    sent = {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}, "properties": {"kind": 3, "b/c": 1}}
    answer = qgis.send("POST", None, sent)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert {fault["where"] for fault in answer.json()["faults"]} == {
        "/geometry/coordinates",
        "/properties/kind",
        "/properties/b~1c",
    }


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", GEOJSON, 400),
        (b"[]", GEOJSON, 400),
        (b" ", GEOJSON, 400),
        (b'{"type":"Feature","geometry":{"type":"Point","coordinates":[1e999,1]},"properties":{}}', GEOJSON, 400),
        (b'{"type":"Feature","geometry":null,"properties":{"name":"\\u0000"}}', GEOJSON, 400),
        (b'{"type":"Feature","geometry":null,"properties":{"name":"\\ud800"}}', GEOJSON, 400),
        (b"[" * 100_000, GEOJSON, 400),
        (b"{}", GEOJSON, 422),
        (b'{"type":"FeatureCollection","features":[]}', GEOJSON, 422),
        (b'{"type":"Feature","geometry":{},"properties":[]}', GEOJSON, 422),
        (b'{"type":"Feature","geometry":null,"properties":{"opened":"0000-01-01"}}', GEOJSON, 422),
        (b"name=a", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "application/gml+xml", 415),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_the_senders_fault(
    places: int, qgis: Writer, body: bytes, kind: str, status: int
) -> None:
    answer = qgis.send("POST", None, body, kind)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_a_parameter_of_reading_is_unknown_to_writing(places: int, qgis: Writer) -> None:
    answer = qgis.client.post(f"{ITEMS}?crs={VN2000}", json.dumps(place()), content_type=GEOJSON)
    assert answer.status_code == 400


@pytest.mark.parametrize("crs", [{}, {"crs": VN2000}])
def test_a_change_of_what_is_no_longer_so_is_refused(places: int, qgis: Writer, crs: dict[str, str]) -> None:
    tag = qgis.read(places, **crs)["ETag"]
    assert not tag.startswith("W/")
    change = {"properties": {"name": "A"}}
    assert qgis.send("PATCH", places, change, PATCH, If_Match=tag).status_code == 204
    assert qgis.send("PATCH", places, change, PATCH, If_Match=tag).status_code == 412
    assert qgis.send("PUT", places, place(), If_Match=f'"other", {tag}').status_code == 412
    assert qgis.send("DELETE", places, If_Match=tag).status_code == 412
    assert qgis.send("PUT", places, place(), If_None_Match="*").status_code == 412
    fresh = qgis.read(places, **crs)["ETag"]
    assert qgis.send("PUT", places, place(), If_Match=f'"other", {fresh}').status_code == 204
    assert qgis.send("DELETE", places, If_Match="*").status_code == 204


def test_a_weak_tag_allows_no_change(places: int, qgis: Writer) -> None:
    assert qgis.send("DELETE", places, If_Match=f"W/{qgis.read(places)['ETag']}").status_code == 412


def test_the_tag_of_a_compressed_answer_is_good(db: None, qgis: Writer, places: int) -> None:
    long = qgis.send("POST", None, place("x" * 3000))["Location"].rpartition("/")[2]
    packed = qgis.client.get(f"{ITEMS}/{long}", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert qgis.send("DELETE", long, If_Match=packed["ETag"]).status_code == 204


def test_the_tag_of_a_feature_does_not_change_with_others(places: int, qgis: Writer) -> None:
    before = qgis.read(places)["ETag"]
    assert qgis.send("DELETE", places + 1).status_code == 204
    assert qgis.read(places)["ETag"] == before
    assert qgis.client.get(f"{ITEMS}/{places}", headers={"If-None-Match": before}).status_code == 304


def test_the_reason_reaches_the_history(places: int, qgis: Writer, planner: User) -> None:
    qgis.send("PATCH", places, {"properties": {"name": "A"}}, PATCH, Diaban_Reason="%C4%90o%20l%E1%BA%A1i%0A")
    last = layers.history(CLERK, collection_id="places", fid=places)[-1]
    assert (last.reason, last.actor) == ("Đo lại", f"user:{planner.pk}")


def test_the_history_shows_versions_and_names_nobody_to_the_public(places: int, qgis: Writer, public: Writer) -> None:
    qgis.send("PATCH", places, {"properties": {"name": "A"}, "geometry": place()["geometry"]}, PATCH)
    qgis.send("DELETE", places, Diaban_Reason="gone")
    address = public.client.get(f"{ITEMS}/{places + 1}")["Link"].partition(">")[0][1:]
    assert address.endswith(f"/items/{places + 1}/history")
    told, seen = (w.client.get(f"{ITEMS}/{places}/history").json()["features"] for w in (qgis, public))
    assert [version["properties"]["name"] for version in seen] == ["Chợ Bến Thành", "A"]
    assert seen[0]["time"]["interval"][1] == seen[1]["time"]["interval"][0]
    assert [version["changed"] for version in seen] == [[], ["name", "geometry"]]
    assert told[1]["actor"].startswith("user:") and not any("actor" in version for version in seen)
    page = public.client.get(f"{ITEMS}/{places}/history?f=html").content.decode()
    assert "Chợ Bến Thành</del> → A" in page and "user:" not in page
    assert public.client.get(f"{ITEMS}/999999/history").status_code == 404
    [live] = public.client.get(f"{ITEMS}/{places + 1}/history").json()["features"]
    assert live["time"]["interval"][1] == ".."


def test_another_site_does_not_write_with_a_cookie(places: int, planner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(planner)
    writer = Writer(browser)
    for headers in ({}, {"Origin": "https://evil.example"}, {"X_CSRFToken": "a" * 32}):
        assert writer.send("DELETE", places, **headers).status_code == 403
    browser.get("/account")
    token = browser.cookies["csrftoken"].value
    assert writer.send("DELETE", places, X_CSRFToken=token, Origin="https://evil.example").status_code == 403
    assert writer.send("DELETE", places, X_CSRFToken=token).status_code == 204


def test_a_token_needs_no_cookie_and_a_password_is_as_good(places: int, planner: User) -> None:
    login = base64.b64encode(b"binh:a long enough password").decode()
    writer = Writer(Client(enforce_csrf_checks=True, headers={"Authorization": f"Basic {login}"}))
    assert writer.send("POST", None, place()).status_code == 201
    in_address = Client(enforce_csrf_checks=True).post(
        f"{ITEMS}?token={token_of(planner, tokens.WRITE)}", json.dumps(place()), content_type=GEOJSON
    )
    assert in_address.status_code == 201
    assert "token" not in in_address["Location"]


def test_a_part_of_a_geometry_is_merged(places: int, qgis: Writer) -> None:
    moved = {"geometry": {"coordinates": [106.7, 10.77]}}
    assert qgis.send("PATCH", places, moved, PATCH).status_code == 204
    assert qgis.read(places).json()["geometry"] == {"type": "Point", "coordinates": [106.7, 10.77]}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_at_once_one_wins() -> None:
    define_places()
    layers.define_collection(spec("places", editable=True), by=CLERK, now=NOW)
    layers.grant_write("places", to="public", by=CLERK, now=NOW)
    writer = Writer(Client())
    fid = writer.first()
    tag = writer.read(fid)["ETag"]
    together = threading.Barrier(6)
    seen: list[int] = []

    def change(number: int) -> Callable[[], None]:
        def run() -> None:
            together.wait()
            body = {"properties": {"name": f"Tên {number}"}}
            seen.append(Writer(Client()).send("PATCH", fid, body, PATCH, If_Match=tag).status_code)
            connection.close()

        return run

    threads = [threading.Thread(target=change(number)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [204, 412, 412, 412, 412, 412]
    assert len(layers.history(CLERK, collection_id="places", fid=fid)) == 2
