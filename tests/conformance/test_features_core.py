"""OGC API Features 1.0 Part 1: the requests and assertions of the executable test suite (numbers as in its table)."""

import http.client
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import shapely
from openapi_spec_validator import OpenAPIV30SpecValidator
from shapely.geometry import shape

from .client import CRS84, GEOJSON, OPENAPI, Api, Layer, find_link, link
from .conftest import SMALL

pytestmark = pytest.mark.conformance

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
MOST = 10_000
WORLD = ["177,65,-177,70", "-180,-85,180,90", "-180,-90,180,-85"]
BOXES = ["-1.5,50,1.5,53", "-80,-5,-70,5", *WORLD, "106.6,10.7,106.7,10.8"]


def check_items(document: dict[str, Any]) -> None:
    """F2, F22 to F24, F26: what holds for every page of items in longitude and latitude."""
    assert document["type"] == "FeatureCollection"
    assert isinstance(document["features"], list)
    assert {"self", "alternate"} <= {entry["rel"] for entry in document["links"]}
    assert all(entry["rel"] and entry["type"] for entry in document["links"])
    assert find_link(document, "alternate", "text/html")
    assert datetime.fromisoformat(document["timeStamp"]).tzinfo is not None
    assert document["numberReturned"] == len(document["features"])
    for feature in document["features"]:
        west, south, east, north = shape(feature["geometry"]).bounds
        assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90


@pytest.fixture(scope="module")
def definition(api: Api) -> dict[str, Any]:
    """F5: the API definition that the landing page links to."""
    found: dict[str, Any] = api.json(link(api.json(api.landing), "service-desc", OPENAPI), OPENAPI)
    return found


def test_f1_the_server_speaks_http_1_1(api: Api) -> None:
    parts = urlsplit(api.landing)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", parts.path)
    assert connection.getresponse().version == 11
    connection.close()


def test_f3_f4_the_landing_page_links_to_the_rest(api: Api) -> None:
    landing = api.json(api.landing)
    assert {"service-desc", "conformance", "data"} <= {entry["rel"] for entry in landing["links"]}


def test_f6_the_definition_is_valid(definition: dict[str, Any]) -> None:
    OpenAPIV30SpecValidator(definition).validate()


def test_f7_f8_conformance_declares_the_core(api: Api) -> None:
    declared = api.json(link(api.json(api.landing), "conformance"))["conformsTo"]
    assert CORE in declared and all(isinstance(uri, str) for uri in declared)


def test_f9_f10_collections_have_their_links(api: Api) -> None:
    document = api.json(link(api.json(api.landing), "data", "application/json"))
    assert find_link(document, "self", "application/json") and find_link(document, "alternate", "text/html")
    assert {entry["id"] for entry in document["collections"]} >= set(SMALL)
    assert all(entry["rel"] and entry["type"] for entry in document["links"])
    assert all(entry["links"] for entry in document["collections"])
    assert document.get("crs", [CRS84])[0] == CRS84


def test_f11_f12_one_collection_says_what_the_list_says(layer: Layer, definition: dict[str, Any]) -> None:
    assert "/collections/{collectionId}" in definition["paths"]
    collections = layer.api.json(f"{layer.api.landing}/collections")["collections"]
    [listed] = [entry for entry in collections if entry["id"] == layer.name]
    described = layer.described
    for member in ("id", "title", "description", "extent"):
        assert described.get(member) == listed.get(member)


def test_f13_items_answer(layer: Layer) -> None:
    check_items(layer.items())


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("bbox", {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}),
        ("limit", {"type": "integer", "minimum": 1, "default": 5000, "maximum": MOST}),
        ("datetime", {"type": "string"}),
    ],
)
def test_f14_f16_f18_parameters_are_defined(definition: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    references = definition["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    assert {"$ref": f"#/components/parameters/{name}"} in references
    found = definition["components"]["parameters"][name]
    wanted = {"in": "query", "required": False, "style": "form", "explode": False, "schema": schema}
    assert {member: found[member] for member in wanted} == wanted


def test_f15_a_box_returns_what_intersects_it(layer: Layer) -> None:
    [extent] = layer.described["extent"]["spatial"]["bbox"]
    for text in [*BOXES, ",".join(map(str, extent))]:
        document = layer.items(bbox=text)
        check_items(document)
        west, south, east, north = map(float, text.split(","))
        parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        box = shapely.union_all([shapely.box(start, south, end, north) for start, end in parts])
        for feature in document["features"]:
            assert shapely.intersects(shape(feature["geometry"]), shapely.buffer(box, 1e-7))


@pytest.mark.parametrize("limit", [1, 100])
def test_f17_a_page_is_no_longer_than_asked_for(layer: Layer, limit: int) -> None:
    document = layer.items(limit=limit)
    check_items(document)
    assert len(document["features"]) <= limit


INSTANTS = ["2026-07-02T00:00:00Z", "2026-07-02", "2026-07-02/2026-07-03", "../2026-07-02", "2026-07-02/.."]


@pytest.mark.parametrize("when", INSTANTS)
def test_f19_a_time_within_the_extent_finds_the_features(api: Api, when: str) -> None:
    document = api.items("places", datetime=when)
    check_items(document)
    assert document["numberMatched"] == 5


@pytest.mark.parametrize("query", [{"limit": "unlimited"}, {"unknownQueryParameter12345": "1"}])
def test_f20_f21_what_is_not_known_is_refused(api: Api, query: dict[str, str]) -> None:
    assert api.get(api.items_url("places"), GEOJSON, **query).status_code == 400


@pytest.mark.parametrize("first", [{}, {"limit": 100}])
def test_f25_number_matched_is_what_all_pages_hold(layer: Layer, first: dict[str, int]) -> None:
    """The suite asks for each next page with the largest limit, whatever the first one had."""
    page = layer.items(**first)
    matched, count, pages = page["numberMatched"], len(page["features"]), 0
    while following := find_link(page, "next", GEOJSON):
        page = layer.api.json(following, GEOJSON, limit=MOST)
        count, pages = count + len(page["features"]), pages + 1
    assert matched == count
    assert pages <= 4


def test_f27_to_f29_one_feature_and_its_links(layer: Layer) -> None:
    first = layer.items(limit=1)["features"][0]
    item = layer.api.json(f"{layer.items_url.partition('?')[0]}/{first['id']}", GEOJSON)
    assert item["geometry"] == first["geometry"] and item["properties"] == first["properties"]
    assert all(find_link(item, *wanted) for wanted in (("self", GEOJSON), ("alternate", "text/html"), ("collection",)))
    assert all(entry["rel"] and entry["type"] for entry in item["links"])
