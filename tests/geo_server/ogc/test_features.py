"""Items: pages, filters, reference systems, entity tags, and what is refused."""

import gzip
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pyproj
import pytest
from django.contrib.auth.models import User

from geo_server.core import tokens
from geo_server.core.clock import now as present
from layers import api as layers
from tests.factories.places import CLERK, NOW, PLACES, Door, rows

EPSG = "http://www.opengis.net/def/crs/EPSG/0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# Decision 05/2007/QĐ-BTNMT (EPSG:6960), written out here so that the expectation does not come from our own module.
VN2000_HCMC = (
    "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs "
    "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
)


def path_of(link: str) -> str:
    """A link as a path below /ogc."""
    parts = urlsplit(link)
    return f"{parts.path.removeprefix('/ogc')}?{parts.query}"


def link_to(document: dict[str, Any], rel: str) -> str | None:
    return next((link["href"] for link in document["links"] if link["rel"] == rel), None)


def test_items_are_geojson_of_exactly_that_type_with_an_exact_count(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/items")
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Crs"] == f"<{CRS84}>"
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert document["numberMatched"] == document["numberReturned"] == len(document["features"]) == len(PLACES)
    assert list(document["features"][0]["properties"]) == ["name", "kind", "opened"]
    assert "Chợ Bến Thành".encode() in answer.content, "UTF-8 stays UTF-8"


def test_following_next_meets_every_feature_once(places: layers.Collection, door: Door) -> None:
    seen, path = [], "/collections/places/items?limit=2"
    for _ in range(len(PLACES)):
        document = door.json(path)
        seen += [feature["id"] for feature in document["features"]]
        following = link_to(document, "next")
        if following is None:
            break
        path = path_of(following)
    assert sorted(seen) == seen
    assert len(set(seen)) == len(seen) == len(PLACES)


def test_the_next_page_keeps_the_filter_and_hides_the_token(places: layers.Collection, insider: Door) -> None:
    secret = tokens.issue_token(User.objects.get(), name="QGIS", lifetime=timedelta(days=1), now=present())
    answer = insider.client.get(f"/ogc/collections/bunkers/items?limit=1&kind=market&token={secret}")
    assert answer.status_code == 200
    assert secret.encode() not in answer.content
    following = link_to(answer.json(), "next")
    assert following is not None and "kind=market" in following


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "market"}, {"Chợ Bến Thành", "Chợ Bình Tây"}),
        ({"kind": "market", "name": "Chợ Bình Tây"}, {"Chợ Bình Tây"}),
        ({"opened": "1966-10-31"}, {"Dinh Độc Lập"}),
        ({"bbox": "106.69,10.77,106.70,10.78"}, {"Chợ Bến Thành", "Dinh Độc Lập"}),
        ({"bbox": "10.77,106.69,10.78,106.70", "bbox_crs": f"{EPSG}/4326"}, {"Chợ Bến Thành", "Dinh Độc Lập"}),
        ({"bbox": "107,10,108,11"}, {"Bạch Dinh"}),
        ({"bbox": "0,0,1,1"}, set()),
    ],
)
def test_filters_find_what_they_name(
    places: layers.Collection, door: Door, query: dict[str, str], expected: set[str]
) -> None:
    document = door.items("places", **query)
    assert {feature["properties"]["name"] for feature in document["features"]} == expected
    assert document["numberMatched"] == len(expected)


def test_axes_follow_the_reference_system(places: layers.Collection, door: Door) -> None:
    _, _, _, x, y = PLACES[0]
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", VN2000_HCMC, always_xy=True)
    expected = {f"{EPSG}/4326": (y, x), CRS84: (x, y), f"{EPSG}/9210": to_metres.transform(x, y)}
    for crs, wanted in expected.items():
        answer = door.get(f"/collections/places/items?limit=1&crs={crs}")
        assert answer["Content-Crs"] == f"<{crs}>"
        [feature] = answer.json()["features"]
        assert feature["geometry"]["coordinates"] == pytest.approx(wanted, abs=1e-3 if wanted[0] > 1000 else 1e-7)


def test_one_item_says_where_it_belongs(places: layers.Collection, door: Door) -> None:
    fid = door.items("places", limit=1)["features"][0]["id"]
    item = door.json(f"/collections/places/items/{fid}")
    assert item["id"] == fid
    assert {link["rel"] for link in item["links"]} == {"self", "alternate", "collection"}
    assert item["properties"]["name"] == "Chợ Bến Thành"


def test_datetime_shows_the_city_as_it_was(places: layers.Collection, door: Door) -> None:
    later = NOW + timedelta(days=30)
    fid = door.items("places", limit=1)["features"][0]["id"]
    layers.delete_features("places", [fid], by=CLERK, reason="burnt down", now=later)
    assert len(door.names("places")) == 4
    assert len(door.names("places", datetime="2026-07-15")) == 5
    assert door.names("places", datetime="2026-06-01") == []
    assert door.get(f"/collections/places/items/{fid}").status_code == 404
    assert door.json(f"/collections/places/items/{fid}?datetime=2026-07-15")["properties"]["kind"] == "market"


def test_a_client_that_has_the_page_gets_304_until_something_changes(places: layers.Collection, door: Door) -> None:
    first = door.get("/collections/places/items?limit=2")
    again = door.get("/collections/places/items?limit=2", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = door.get("/collections/places/items?limit=3", **{"if-none-match": first["ETag"]})
    assert other.status_code == 200
    layers.write_features("places", rows()[:1], mode="append", key=None, by=CLERK, reason="test", now=NOW)
    changed = door.get("/collections/places/items?limit=2", **{"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_the_tag_of_one_reader_does_not_answer_another(places: layers.Collection, door: Door, insider: Door) -> None:
    mine = insider.get("/collections/places/items")["ETag"]
    assert door.get("/collections/places/items", **{"if-none-match": mine}).status_code == 200


def test_large_answers_are_compressed_for_those_who_read_gzip(places: layers.Collection, door: Door) -> None:
    plain = door.get("/collections/places/items")
    packed = door.get("/collections/places/items", **{"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed["Vary"]
    assert json.loads(gzip.decompress(packed.content))["features"] == plain.json()["features"]


def test_properties_and_geometry_can_be_left_out(places: layers.Collection, door: Door) -> None:
    [feature] = door.items("places", limit=1, properties="kind", skipGeometry="true")["features"]
    assert feature["properties"] == {"kind": "market"} and feature["geometry"] is None


@pytest.mark.parametrize(
    ("query", "title", "says"),
    [
        ("bbox=1,2,3,4,5", "BadBbox", "5 số"),
        ("bbox=a,b,c,d", "BadBbox", "không phải là số"),
        ("limit=unlimited", "BadLimit", "unlimited"),
        ("limit=0", "BadLimit", "0"),
        ("datetime=tomorrow", "BadDatetime", "tomorrow"),
        ("crs=http://www.opengis.net/def/crs/0/unsupported", "UnknownCrs", "unsupported"),
        ("bbox=0,0,1,1&bbox-crs=EPSG:1", "UnknownCrs", "EPSG:1"),
        ("after=xyz", "BadCursor", "xyz"),
        ("colour=red", "UnknownParameter", "colour"),
        ("skipGeometry=yes", "BadParameter", "skipGeometry"),
        ("properties=nothing", "UnknownField", "nothing"),
        ("f=gml", "BadParameter", "gml"),
    ],
)
def test_what_does_not_hold_is_said_in_both_languages(
    places: layers.Collection, door: Door, query: str, title: str, says: str
) -> None:
    answer = door.client.get(f"/ogc/collections/places/items?{query}", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["title"], problem["status"]) == (title, 400)
    assert says in problem["detail_vi"]
    assert problem["detail_en"] != problem["detail_vi"]


def test_unknown_things_are_404(places: layers.Collection, door: Door) -> None:
    for path in (
        "nothing",
        "nothing/items",
        "nothing/schema",
        "places/items/999",
        "places/items/x",
        f"places/items/{10**30}",
    ):
        assert door.get(f"/collections/{path}").status_code == 404, path


def test_methods_are_named_and_others_refused(places: layers.Collection, door: Door) -> None:
    told = door.client.options("/ogc/collections/places/items")
    assert told.status_code == 204 and told["Allow"] == "GET, HEAD, OPTIONS"
    assert door.client.head("/ogc/collections/places/items").status_code == 200
    assert door.client.delete("/ogc/collections/places/items").status_code == 405


def test_people_get_a_table_with_titles_in_their_language(places: layers.Collection, door: Door) -> None:
    page = door.client.get("/ogc/collections/places/items", headers={"accept": "text/html"}).content.decode()
    assert "<html" in page and "Bảo tàng" in page and "31/10/1966" in page
    page = door.client.get("/ogc/collections/places/items?lang=en", headers={"accept": "text/html"}).content.decode()
    assert "Museum" in page
