"""Whole collections as one file: complete, current, under the policy, and taken up again where they broke off."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
import zstandard
from django.test import Client

from geo_server.core import storage
from geo_server.core.models import Job
from geo_server.core.subject import ANONYMOUS
from geo_server.ogc.downloads import preparing, store
from geo_server.ogc.encoders.registry import ENCODERS
from layers import api as layers
from tests.factories.places import CLERK, NOW, PLACES, Door, define_bunkers, rows, spec

GPKG = "/collections/places/download?f=gpkg"


@pytest.fixture(autouse=True)
def stored_here(settings: Any, tmp_path: Path) -> Path:
    """A storage of its own for every test."""
    settings.STORAGE_URL = tmp_path.as_uri()
    return tmp_path


@pytest.fixture
def prepared(places: layers.Collection) -> layers.Collection:
    """The places with their files, as the night leaves them."""
    job = Job.objects.create(kind=preparing.KIND, args={"collection": "places"}, created_by="test", created_at=NOW)
    sizes = preparing.prepare_files(job)
    assert set(sizes) == set(store.PREPARED)
    return layers.get_collection(ANONYMOUS, collection_id="places")


def content_of(answer: Any) -> bytes:
    """The body, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def names_in(content: bytes) -> list[str]:
    """The values of `name` in a file that GDAL reads."""
    facts, _, _, columns = pyogrio.raw.read(content)
    return list(columns[list(facts["fields"]).index("name")])


def append(*names: str, now: Any = NOW) -> None:
    """Add places."""
    added = [layers.Feature(shapely.Point(106, 10), {"name": name}) for name in names]
    layers.write_features("places", added, mode="append", key=None, by=CLERK, reason="test", now=now)


def test_a_prepared_file_comes_with_length_and_tag(prepared: layers.Collection, door: Door) -> None:
    answer = door.get(GPKG, **{"accept-encoding": "gzip, zstd"})
    content = content_of(answer)
    assert int(answer["Content-Length"]) == len(content) and "Content-Encoding" not in answer
    assert answer["Accept-Ranges"] == "bytes" and not answer["ETag"].startswith("W/")
    assert sorted(names_in(content)) == sorted(name for name, *_ in PLACES)
    assert door.get(GPKG, **{"if-none-match": answer["ETag"]}).status_code == 304
    head = door.client.head(f"/ogc{GPKG}")
    assert head["Content-Length"] == answer["Content-Length"] and content_of(head) == b""


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-100", 100, 101), ("bytes=1000-", 1000, None), ("bytes=-10", -10, None)],
)
def test_a_range_is_what_it_says(
    prepared: layers.Collection, door: Door, asked: str, begin: int, end: int | None
) -> None:
    whole = content_of(door.get(GPKG))
    answer = door.get(GPKG, range=asked)
    assert answer.status_code == 206 and content_of(answer) == whole[begin:end]
    first = begin % len(whole)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(whole[begin:end]) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=0-1,5-6", "bytes=-", "rows=1-2", "bytes=x-y"])
def test_what_is_no_range_gets_the_file(prepared: layers.Collection, door: Door, asked: str) -> None:
    assert door.get(GPKG, range=asked).status_code == 200


def test_a_range_behind_the_end_is_refused(prepared: layers.Collection, door: Door) -> None:
    answer = door.get(GPKG, range="bytes=99999999-")
    assert answer.status_code == 416 and answer["Content-Range"].startswith("bytes */")


def test_a_download_is_not_taken_up_again_when_the_file_is_another(prepared: layers.Collection, door: Door) -> None:
    tag = door.get(GPKG)["ETag"]
    assert door.get(GPKG, range="bytes=5-", **{"if-range": tag}).status_code == 206
    assert door.get(GPKG, range="bytes=5-", **{"if-range": '"older"'}).status_code == 200


def test_a_change_of_the_rows_is_in_the_next_download(prepared: layers.Collection, door: Door) -> None:
    append("Cầu Ba Son")
    for name in ("gpkg", "fgb"):
        assert "Cầu Ba Son" in names_in(content_of(door.get(f"/collections/places/download?f={name}")))


def test_asking_for_a_missing_file_prepares_it_once(
    places: layers.Collection, door: Door, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = content_of(door.get(GPKG))
        content_of(door.get(GPKG))
    assert Job.objects.filter(kind=preparing.KIND).count() == 1
    assert sorted(names_in(first)) == sorted(name for name, *_ in PLACES)
    again = door.get(GPKG)
    assert again["Accept-Ranges"] == "bytes"
    [job] = Job.objects.filter(kind=preparing.KIND)
    assert job.state == "succeeded" and job.result and job.result["gpkg"] == int(again["Content-Length"])


def test_a_changed_collection_is_prepared_anew_but_not_all_the_time(places: layers.Collection) -> None:
    assert preparing.ask_for_files("places", now=NOW)
    assert not preparing.ask_for_files("places", now=NOW + timedelta(minutes=9))
    assert preparing.ask_for_files("places", now=NOW + timedelta(minutes=11))


def test_only_the_files_of_today_are_kept(prepared: layers.Collection, stored_here: Path) -> None:
    old = {path.name for path in (stored_here / "downloads" / "places").iterdir()}
    append("Cầu Ba Son")
    job = Job.objects.create(kind=preparing.KIND, args={"collection": "places"}, created_by="test", created_at=NOW)
    preparing.prepare_files(job)
    new = {path.name for path in (stored_here / "downloads" / "places").iterdir()}
    assert len(new) == len(store.PREPARED) and not old & new


def test_the_night_prepares_what_is_public_and_forgets_the_rest(
    places: layers.Collection, stored_here: Path, django_capture_on_commit_callbacks: Any
) -> None:
    define_bunkers()
    left_over = storage.prepare("downloads/retired/1-x.gpkg")
    left_over.touch()
    with django_capture_on_commit_callbacks(execute=True):
        assert preparing.ask_for_all_files(now=NOW) == ["places"]
    assert {path.name for path in (stored_here / "downloads").iterdir()} == {"places"}


def test_a_file_of_the_public_is_not_given_to_one_who_sees_other_fields(
    prepared: layers.Collection, door: Door, administrator: Any
) -> None:
    described = spec("places")
    secret = layers.Field("guard", "string", "Bảo vệ", "Guard", private=True)
    changed = spec("places", fields=(*described.fields, secret))
    layers.define_collection(changed, by=CLERK, now=NOW)
    encoder = ENCODERS["gpkg"]
    public = layers.get_collection(ANONYMOUS, collection_id="places")
    inside = layers.get_collection(administrator, collection_id="places")
    assert store.find_file(ANONYMOUS, public, encoder) is not None
    assert store.find_file(administrator, inside, encoder) is None


def test_one_who_sees_some_rows_gets_those(places: layers.Collection) -> None:
    user = define_bunkers()
    layers.define_collection(spec("posts", public=False), by=CLERK, now=NOW)
    layers.write_features("posts", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.grant_read("posts", to="evn", by=CLERK, now=NOW, row_filter={"kind": ["market"]})
    client = Client()
    client.force_login(user)
    for name in ("gpkg", "fgb"):
        content = content_of(client.get(f"/ogc/collections/posts/download?f={name}"))
        assert sorted(names_in(content)) == ["Chợ Bình Tây", "Chợ Bến Thành"]
    assert not Job.objects.filter(kind=preparing.KIND).exists()


def test_a_hidden_collection_has_no_download(door: Door, insider: Door) -> None:
    for name in ENCODERS:
        assert door.get(f"/collections/bunkers/download?f={name}").status_code == 404
        mine = insider.get(f"/collections/bunkers/download?f={name}")
        assert mine.status_code == 200 and content_of(mine)


def test_a_download_honours_the_query(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/download?f=json&filter=kind='museum'&sortby=-name&properties=name")
    document = json.loads(content_of(answer))
    assert [feature["properties"] for feature in document["features"]] == [
        {"name": "Dinh Độc Lập"},
        {"name": "Bạch Dinh"},
    ]
    assert document["numberReturned"] == 2


def test_a_download_leads_to_its_other_formats(places: layers.Collection, door: Door) -> None:
    document = json.loads(content_of(door.get("/collections/places/download?f=jsonfg&bbox=106,10,107,11")))
    assert {link["rel"] for link in document["links"]} == {"self", "alternate", "collection"}
    for address in [document["featureSchema"], *(link["href"] for link in document["links"])]:
        answer = door.client.get(address)
        assert answer.status_code == 200 and content_of(answer), address


def test_a_download_has_no_pages(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/download?limit=2")
    assert answer.status_code == 400 and "limit" in answer.json()["detail_en"]


def test_what_is_wrong_is_said_before_the_first_byte(places: layers.Collection, door: Door) -> None:
    for query in ("filter=nothing=1", "bbox=1,2", "crs=EPSG:1", "sortby=nothing", "f=shp"):
        answer = door.get(f"/collections/places/download?{query}")
        assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json", query


def test_a_stream_is_compressed_for_those_who_read_it(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/download?f=json", **{"accept-encoding": "zstd"})
    assert answer["Content-Encoding"] == "zstd"
    packed = content_of(answer)
    document = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(packed))
    assert len(document["features"]) == len(PLACES)


def test_a_thousand_rows_and_one_more_come_once_each(places: layers.Collection, door: Door) -> None:
    append(*(f"Điểm {number}" for number in range(2 * 1000)))
    document = json.loads(content_of(door.get("/collections/places/download?f=json")))
    ids = [feature["id"] for feature in document["features"]]
    assert len(ids) == len(set(ids)) == 2000 + len(PLACES) == document["numberReturned"]


def test_the_collection_names_its_files_with_their_length(prepared: layers.Collection, door: Door) -> None:
    links = door.json("/collections/places")["links"]
    enclosures = {link["type"]: link for link in links if link["rel"] == "enclosure"}
    assert set(enclosures) == {ENCODERS[name].media_type for name in store.PREPARED}
    for link in enclosures.values():
        answer = door.client.get(link["href"])
        assert len(content_of(answer)) == link["length"] == int(answer["Content-Length"])
