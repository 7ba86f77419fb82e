"""What the catalogue finds: by words, place, time, kind, id, theme; in which order; a page at a time."""

import pytest

from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

from .conftest import RECORDS

SERVICES = ["map-wms", "map-wmts", "ogc-api", "stac-api"]


def ids(door: Door, query: str = "") -> list[str]:
    return [feature["id"] for feature in door.json(f"{RECORDS}/items?{query}")["features"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["map-wms", "map-wmts", "ogc-api", "pipes", "places", "stac-api"]),
        ("q=duong ong", ["pipes"]),
        ("q=ĐƯỜNG ỐNG", ["pipes"]),
        ("q=ống đường", []),
        ("q=water mains,dia diem", ["pipes", "places"]),
        ("q=thanh pho&type=dataset", ["pipes", "places"]),
        ("q=thành phố&type=service", SERVICES),
        ("type=dataset", ["pipes", "places"]),
        ("type=service,dataset", ["map-wms", "map-wmts", "ogc-api", "pipes", "places", "stac-api"]),
        ("ids=places,nothing", ["places"]),
        ("theme=network", ["pipes"]),
        ("theme=net", []),
        ("keywords=ngay mo", []),
        ("keywords=mở cửa,tên", ["pipes", "places"]),
        ("bbox=106,10,107,11", ["places"]),
        ("bbox=0,0,1,1", []),
        ("bbox=179,-20,107,20", ["places"]),
        ("datetime=2026-07-02/..&type=dataset", ["places"]),
        ("datetime=../2020-01-01", []),
        ("sortby=-id&type=dataset", ["places", "pipes"]),
        ("sortby=title&type=dataset", ["places", "pipes"]),
    ],
)
def test_a_question_finds_exactly_what_fits(door: Door, query: str, expected: list[str]) -> None:
    assert ids(door, query) == expected


def test_pages_hold_every_record_once(door: Door) -> None:
    seen, page = [], door.json(f"{RECORDS}/items?limit=4")
    assert (page["numberMatched"], page["numberReturned"]) == (6, 4)
    while True:
        seen += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        page = door.json(following[0].removeprefix("http://testserver/ogc"))
    assert seen == ids(door)
    assert [link for link in page["links"] if link["rel"] == "prev"]


@pytest.mark.parametrize(
    "query",
    ["bbox=1,2", "datetime=soon", "limit=0", "limit=x", "offset=-1", "type=song", "sortby=colour", "colour=red"],
)
def test_a_wrong_question_is_answered_with_what_to_do(door: Door, query: str) -> None:
    problem = door.json(f"{RECORDS}/items?{query}", status=400)
    assert problem["detail_vi"] and problem["detail_en"]


def test_nobody_finds_what_is_hidden_from_him(door: Door, insider: Door) -> None:
    for asked, shown in ((door, False), (insider, True)):
        for query in ("", "q=bunkers", "ids=bunkers", "q=ham ngam", "bbox=106,10,107,11"):
            assert ("bunkers" in ids(asked, query)) is shown
    assert door.json(f"{RECORDS}/items")["numberMatched"] == 6
    hidden = door.json(f"{RECORDS}/items/bunkers", status=404)
    absent = door.json(f"{RECORDS}/items/bunkerz", status=404)
    assert hidden["detail"].replace("bunkers", "bunkerz") == absent["detail"]


def test_a_hidden_field_is_no_keyword(door: Door) -> None:
    layers.define_collection(spec("vaults", public=False), by=CLERK, now=NOW)
    layers.grant_read("vaults", to="public", columns=["name"], by=CLERK, now=NOW)
    record = door.json(f"{RECORDS}/items/vaults")
    assert "Tên" in record["properties"]["keywords"] and "Mở cửa" not in record["properties"]["keywords"]
    assert "vaults" not in ids(door, "keywords=mở cửa")
