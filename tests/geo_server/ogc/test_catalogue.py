"""Landing page, conformance, collections, schema, queryables, the API definition."""

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from geo_server.ogc import catalogue
from geo_server.ogc.conformance import conformance_classes
from geo_server.ogc.urls import urlpatterns
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EXAMPLES = {
    "{collectionId}": "places",
    "{featureId}": "999",
    "{processId}": "echo",
    "{tileMatrixSetId}": "WebMercatorQuad",
    "{tileMatrix}": "10",
    "{tileRow}": "481",
    "{tileCol}": "815",
    "{styleId}": "default",
    "{jobId}": "00000000-0000-4000-8000-000000000000",
}
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def links(document: dict[str, Any], rel: str) -> list[dict[str, Any]]:
    return [link for link in document["links"] if link["rel"] == rel]


def test_the_landing_page_leads_where_qgis_looks(places: layers.Collection, door: Door) -> None:
    landing = door.json("")
    [description] = links(landing, "service-desc")
    assert description["type"] == OPENAPI
    [data] = links(landing, "data")
    assert data["type"] == "application/json" and data["href"].endswith("/ogc/collections")
    assert links(landing, "conformance")
    assert door.get("/").status_code == 200, "QGIS users type the slash"


def test_no_link_leads_to_a_form_that_is_not_served(places: layers.Collection, door: Door) -> None:
    for path in ("", "/collections/places", "/processes", "/processes/echo"):
        assert "ld+json" not in json.dumps(door.json(path)), path
    listed = [one for one in door.json("/collections")["collections"] if one.get("itemType") != "record"]
    assert listed and "ld+json" not in json.dumps(listed)


def test_every_link_of_the_catalogue_answers(places: layers.Collection, door: Door) -> None:
    found = door.json("")["links"] + door.json("/collections/places")["links"]
    ours = {link["href"] for link in found if "/ogc" in link["href"] and not link.get("templated")}
    for href in sorted(ours):
        answer = door.client.get(href.removeprefix("http://testserver"))
        b"".join(answer)  # a stream that nobody reads keeps its place in the database
        assert answer.status_code == 200, href


def test_the_sniff_of_qgis_is_answered_without_a_server_error(places: layers.Collection, door: Door) -> None:
    assert door.get("?SERVICE=WFS&REQUEST=GetCapabilities&ACCEPTVERSIONS=2.0.0,1.1.0,1.0.0").status_code == 400


def test_a_collection_says_what_it_is(places: layers.Collection, door: Door) -> None:
    entry = door.json("/collections/places")
    assert (entry["id"], entry["title"], entry["itemCount"], entry["theme"]) == ("places", "Địa điểm", 5, "base")
    [box] = entry["extent"]["spatial"]["bbox"]
    assert box == [106.6513, 10.3499, 107.0681, 10.7876]
    assert entry["extent"]["temporal"]["interval"] == [["2026-07-01T08:00:00Z", None]]
    assert entry["crs"][0] == CRS84
    assert entry["storageCrs"] in entry["crs"] and entry["storageCrs"].endswith("/EPSG/0/9210")
    for code in ("4326", "9210", "3405", "3857"):
        assert any(uri.endswith(f"/EPSG/0/{code}") for uri in entry["crs"]), code
    [items] = [link for link in links(entry, "items") if link["type"] == "application/geo+json"]
    assert items["href"].endswith("/ogc/collections/places/items?f=json")
    [listed] = [one for one in door.json("/collections")["collections"] if one["id"] == "places"]
    more = [link for link in entry["links"] if link not in listed["links"]]
    assert listed | {"links": entry["links"]} == entry and {link["rel"] for link in more} <= {"enclosure"}


def test_an_empty_collection_claims_no_extent(db: None, door: Door) -> None:
    layers.define_collection(spec("empty"), by=CLERK, now=NOW)
    assert "spatial" not in door.json("/collections/empty").get("extent", {})
    assert door.items("empty")["numberMatched"] == 0


def test_the_page_of_collections_is_turned(
    places: layers.Collection, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers.define_collection(spec("squares", title_vi="Quảng trường", theme="planning"), by=CLERK, now=NOW)
    monkeypatch.setattr(catalogue, "COLLECTIONS_PER_PAGE", 1)
    first, second = (door.get(f"/collections?f=html&page={number}").content.decode() for number in (1, 2))
    assert "Địa điểm" in first and "Quảng trường" not in first and "?page=2" in first
    assert "Quảng trường" in second and "Địa điểm" not in second


def test_titles_follow_the_reader(places: layers.Collection, door: Door) -> None:
    assert door.get("/collections/places", **{"accept-language": "en"}).json()["title"] == "Places"
    assert door.json("/collections/places?lang=vi")["title"] == "Địa điểm"


def test_the_schema_names_types_codes_and_roles(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/schema")
    assert answer["Content-Type"] == "application/schema+json"
    properties = answer.json()["properties"]
    assert [(name, entry["x-ogc-propertySeq"]) for name, entry in properties.items()] == [
        ("fid", 1), ("geometry", 2), ("name", 3), ("kind", 4), ("opened", 5),
    ]  # fmt: skip
    assert {name: entry["x-ogc-role"] for name, entry in properties.items() if "x-ogc-role" in entry} == {
        "fid": "id",
        "geometry": "primary-geometry",
    }
    assert properties["geometry"]["format"] == "geometry-point"
    assert properties["kind"]["enum"] == ["market", "museum", "park"]
    assert properties["kind"]["oneOf"][0] == {"const": "market", "title": "Chợ"}
    assert (properties["opened"]["title"], properties["opened"]["format"]) == ("Mở cửa", "date")
    columns = {name for name, entry in properties.items() if "type" in entry}  # what QGIS makes a column of
    assert columns == set(door.items("places", limit=1)["features"][0]["properties"])


def test_the_codes_of_a_field_have_an_address(places: layers.Collection, door: Door) -> None:
    address = door.json("/collections/places/schema")["properties"]["kind"]["x-ogc-codelistUri"]
    found = door.json(address.partition("/ogc")[2])
    assert found["codes"][0] == {"value": "market", "title": "Chợ"}
    assert door.get("/collections/places/codelists/kind?f=html").status_code == 200
    assert door.get("/collections/places/codelists/name").status_code == 400


def test_the_schema_says_what_the_reader_may_change(places: layers.Collection, door: Door) -> None:
    holder = layers.Field("holder", "string", "Chủ", "Holder", private=True, required=True)
    fields = (*spec("places").fields, holder)
    layers.define_collection(spec("yards", editable=True, fields=fields), by=CLERK, now=NOW)
    public = door.json("/collections/yards/schema")["properties"]
    assert "holder" not in public and all(entry["readOnly"] for entry in public.values())
    layers.grant_write("yards", to="public", columns=["name", "holder"], by=CLERK, now=NOW)
    found = door.json("/collections/yards/schema")["properties"]
    assert {name for name, entry in found.items() if "readOnly" not in entry} == {"name", "holder"}
    assert {name for name, entry in found.items() if "writeOnly" in entry} == {"holder"}
    assert "holder" not in door.json("/collections/yards/queryables")["properties"]


def test_every_queryable_may_be_asked_and_nothing_else(places: layers.Collection, door: Door) -> None:
    queryables = door.json("/collections/places/queryables")
    assert queryables["additionalProperties"] is False
    for name in queryables["properties"].keys() - {"geometry"}:
        value = {"opened": "1902-01-01", "kind": "park"}.get(name, "x")
        assert door.get(f"/collections/places/items?{name}={value}").status_code == 200, name


def test_a_new_field_shows_at_the_next_request(places: layers.Collection, door: Door) -> None:
    more = layers.Field(name="height_m", type="number", title_vi="Chiều cao", title_en="Height", unit="m")
    fields = (*spec("places").fields, more)
    layers.define_collection(spec("places", fields=fields), by=CLERK, now=NOW)
    assert door.json("/collections/places/schema")["properties"]["height_m"]["x-ogc-unit"] == "m"
    assert door.items("places", limit=1)["features"][0]["properties"]["height_m"] is None


def test_the_definition_is_valid_and_stands_alone(places: layers.Collection, door: Door) -> None:
    answer = door.get("/openapi", accept=OPENAPI)
    assert answer["Content-Type"] == OPENAPI
    document = answer.json()
    OpenAPIV30SpecValidator(document).validate()
    references = [part.split('"')[0] for part in answer.content.decode().split('"$ref":"')[1:]]
    assert references and all(reference.startswith("#/") for reference in references)
    limit = document["components"]["parameters"]["limit"]["schema"]
    page_of_qgis = min(max(1000, limit["default"]), limit["maximum"])
    assert -(-33_000 // page_of_qgis) <= 8
    assert len(answer.content) < 80_000
    unchanged = door.get("/openapi", accept=OPENAPI, **{"if-none-match": answer["ETag"]})
    assert unchanged.status_code == 304


def test_every_path_of_the_definition_is_served(places: layers.Collection, door: Door) -> None:
    for template, item in door.json("/openapi")["paths"].items():
        path = template
        for name, value in EXAMPLES.items():
            path = path.replace(name, value)
        if "get" in item and "/map/tiles/{" not in template:
            answer = door.get(path if path != "/" else "")
            missing = answer.json().get("title") if answer.status_code == 404 else None
            assert missing is None or missing.startswith("Unknown") or missing == "NoCoverage", template
            assert answer.status_code in (200, 204, 400, 404), template


def test_every_address_of_the_door_is_in_the_definition(db: None, door: Door) -> None:
    def shape_of(path: str) -> str:
        return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", path).strip("/")

    defined = {shape_of(path) for path in door.json("/openapi")["paths"]}
    paths = [str(pattern.pattern) for pattern in urlpatterns]
    served = {shape_of(path.removeprefix("ogc")) for path in paths if path.startswith("ogc")}
    assert {path for path in served if not path.startswith("fonts/")} == defined


def test_conformance_lists_each_class_once(db: None, door: Door) -> None:
    declared = door.json("/conformance")["conformsTo"]
    assert declared == list(conformance_classes()) and len(set(declared)) == len(declared)
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in declared
