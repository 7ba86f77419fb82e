"""A table of somebody's own, read together with a collection."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from geo_server.ogc.joins import attachments
from geo_server.ogc.models import Join, JoinRow
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, define_bunkers, define_places, spec

TABLE = "tên;dân số;tỷ lệ\nChợ Bến Thành;1.200;0,5\nThảo Cầm Viên;30;1\nAtlantis;1;1\nAtlantis;2;2\n"
SPEC = "http://www.opengis.net/spec/ogcapi-joins-1/1.0/conf"


def post(door: Door, table: str | bytes = TABLE, *, client: Client | None = None, **form: Any) -> Any:
    """The answer to POST /joins; "_" stands for "-"."""
    body = table.encode() if isinstance(table, str) else table
    given = {"collection_id": "places", "collection_key": "name", "right_dataset_key": "tên"} | form
    fields = {name.replace("_", "-"): value for name, value in given.items() if value is not None}
    fields.setdefault("right-dataset-file", SimpleUploadedFile("dan-so.csv", body, content_type="text/csv"))
    return (client or door.client).post("/ogc/joins", fields, headers={"accept": "application/json"})


def direct(door: Door, table: str | bytes = TABLE, **form: Any) -> Any:
    return post(door, table, output_formats=f"{SPEC}/output/geojson-direct", **form)


def test_the_public_gets_the_joined_features_at_once_and_keeps_nothing(places: layers.Collection, door: Door) -> None:
    answer = direct(door, include_join_metadata="true")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/geo+json")
    found = {feature["properties"]["name"]: feature for feature in answer.json()["features"]}
    assert len(found) == 5, "every feature of the collection, also those without a row"
    assert found["Chợ Bến Thành"]["properties"] == {
        "name": "Chợ Bến Thành", "kind": "market", "opened": "1914-03-28", "dân số": 1.2, "tỷ lệ": 0.5,
    }  # fmt: skip
    assert found["Bạch Dinh"]["properties"]["dân số"] is None
    assert found["Chợ Bến Thành"]["geometry"]["coordinates"] == [106.698, 10.7725]
    told = answer.json()["joinInformation"]
    assert (told["numberOfMatchedCollectionKeys"], told["numberOfUnmatchedCollectionKeys"]) == (2, 3)
    assert (told["additionalAttributeKeys"], told["duplicateAttributeKeys"]) == (["Atlantis"], ["Atlantis"])
    assert not Join.objects.exists()
    assert post(door).status_code == 401


def test_a_kept_join_is_read_page_by_page_and_as_csv(insider: Door) -> None:
    made = post(insider)
    assert made.status_code == 201, made.content
    here = made["Location"].removeprefix("http://testserver/ogc")
    told = insider.json(here)["join"]
    assert told["inputs"]["attributes"] == ["dân số", "tỷ lệ"]
    assert told["joinInformation"]["unmatchedCollectionKeys"] == ["Bạch Dinh", "Chợ Bình Tây", "Dinh Độc Lập"]
    names, following = [], f"{here}/result?limit=2"
    while following:
        page = insider.json(following)
        names += [feature["properties"]["name"] for feature in page["features"]]
        following = next((one["href"].partition("/ogc")[2] for one in page["links"] if one["rel"] == "next"), "")
    assert names == [feature["properties"]["name"] for feature in insider.items("places")["features"]]
    text = insider.get(f"{here}/result?f=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["tỷ lệ"] for row in rows] == ["0.5", "", "", "1.0", ""]
    assert insider.client.delete(f"/ogc{here}").status_code == 204
    assert insider.get(here).status_code == 404
    assert not JoinRow.objects.exists()


def test_a_column_called_like_a_field_does_not_hide_it(places: layers.Collection, door: Door) -> None:
    [market, *_] = direct(door, "tên,kind,kind_2\nChợ Bến Thành,a,b\n").json()["features"]
    assert market["properties"]["kind"] == "market"
    assert (market["properties"]["kind_2"], market["properties"]["kind_2_2"]) == ("a", "b")


def test_a_join_is_nobody_elses_until_the_owner_of_the_layer_shows_it(insider: Door, door: Door) -> None:
    own = post(insider)["Location"].removeprefix("http://testserver/ogc")
    assert door.get(own).status_code == door.get(f"{own}/result").status_code == 404
    assert door.json("/joins")["joins"] == []
    assert post(insider, public="true").status_code == 403, "the power company does not own this layer"
    clerk = User.objects.create_user("clerk", is_superuser=True)
    door_of_clerk = Door(Client())
    door_of_clerk.client.force_login(clerk)
    shown = post(door_of_clerk, public="true")["Location"].removeprefix("http://testserver/ogc")
    assert [one["id"] for one in door.json("/joins")["joins"]] == [shown.rpartition("/")[2]]
    assert door.get(f"{shown}/result").status_code == 200
    assert door.client.delete(f"/ogc{shown}").status_code == 403


def test_a_public_join_hides_what_its_reader_may_not_see(insider: Door, door: Door) -> None:
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    rows = [layers.Feature(geometry=None, properties={"name": kind, "kind": kind}) for kind in ("market", "park")]
    layers.write_features("vaults", rows, mode="append", key=None, by=CLERK, reason="test", now=NOW)
    clerk = Door(Client())
    clerk.client.force_login(User.objects.create_user("clerk", is_superuser=True))
    table = "tên,n\nmarket,1\npark,2\n"
    here = post(clerk, table, collection_id="vaults", public="true")["Location"].removeprefix("http://testserver/ogc")
    assert door.get(here).status_code == 404, "the layer is hidden, so its join is"
    assert door.json("/joins")["joins"] == []
    grant = layers.grant_read("vaults", to="public", row_filter={"kind": ["market"]}, by=CLERK, now=NOW)
    told = door.json(here)["join"]["joinInformation"]
    assert (told["matchedCollectionKeys"], told["unmatchedCollectionKeys"]) == (["market"], [])
    assert [one["properties"]["n"] for one in door.json(f"{here}/result")["features"]] == [1]
    layers.revoke(grant, by=CLERK, now=NOW)
    assert door.get(f"{here}/result").status_code == 404


def test_a_hidden_key_field_opens_no_join(db: None, door: Door) -> None:
    define_places()
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    layers.grant_read("vaults", to="public", columns=["kind"], by=CLERK, now=NOW)
    assert direct(door, collection_id="vaults").status_code == 404
    assert door.get("/collections/vaults/keys/name").status_code == 404
    assert [key["id"] for key in door.json("/collections/vaults/keys")["keys"]] == ["kind"]


def test_the_keys_of_a_collection_are_listed_in_pages(places: layers.Collection, door: Door) -> None:
    keys = door.json("/collections/places/keys")["keys"]
    assert [(key["id"], key["isDefault"]) for key in keys] == [("name", True), ("kind", False)]
    page = door.json("/collections/places/keys/kind?limit=2")
    assert ([key["key"] for key in page["keys"]], page["numberMatched"]) == (["market", "museum"], 3)
    following = next(one["href"] for one in page["links"] if one["rel"] == "next")
    assert [key["key"] for key in door.json(following.partition("/ogc")[2])["keys"]] == ["park"]
    assert door.json("/collections/places/keys/kind?key=park")["numberMatched"] == 1


def test_a_session_alone_does_not_prove_that_the_form_is_ours(insider: Door) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = insider.client.cookies
    assert post(insider, client=strict).status_code == 403


def test_joins_go_after_their_time(insider: Door) -> None:
    here = post(insider)["Location"].removeprefix("http://testserver/ogc")
    made = Join.objects.get()
    assert attachments.drop_expired(now=made.expires_at - timedelta(seconds=1)) == 0
    assert attachments.drop_expired(now=made.expires_at) == 1
    assert insider.get(here).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"collection_id": None},
        {"right_dataset_key": "nothing"},
        {"right_dataset_data_value_list": "nothing"},
        {"right_dataset_url": "http://127.0.0.1/table.csv"},
        {"right_dataset_file": None, "right_dataset_url": "http://127.0.0.1:1/table.csv"},
        {"csv_file_delimiter": "::"},
        {"csv_file_header_row_number": "0"},
        {"csv_file_data_start_row_number": "two"},
        {"output_formats": "xml"},
        {"colour": "red"},
    ],
)
def test_forms_that_do_not_hold_are_refused(places: layers.Collection, door: Door, form: dict[str, Any]) -> None:
    if "right_dataset_file" in form:
        fields = {"collection-id": "places", "collection-key": "name", "right-dataset-key": "tên"}
        answer = door.client.post("/ogc/joins", fields | {"right-dataset-url": form["right_dataset_url"]})
    else:
        answer = direct(door, **form) if "output_formats" not in form else post(door, **form)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail_vi"]


def test_another_content_type_and_an_unknown_collection_are_refused(places: layers.Collection, door: Door) -> None:
    define_bunkers()
    assert door.client.post("/ogc/joins", {"a": 1}, content_type="application/json").status_code == 415
    hidden, absent = direct(door, collection_id="bunkers"), direct(door, collection_id="bunkerz")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.json()["detail_en"].replace("bunkers", "bunkerz") == absent.json()["detail_en"]


@pytest.mark.parametrize("page", ["/joins", "/collections/places/keys", "/collections/places/keys/name", "", "/result"])
def test_people_read_the_same_as_pages(insider: Door, page: str) -> None:
    here = post(insider)["Location"].removeprefix("http://testserver/ogc")
    path = page if page.startswith(("/joins", "/coll")) else f"{here}{page}"
    answer = insider.client.get(f"/ogc{path}?f=html")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert "Chợ Bến Thành" in answer.content.decode() or page in ("/joins", "/collections/places/keys", "")
