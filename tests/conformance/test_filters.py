"""Features Part 3 and CQL2 against the running server: each declared class by what it finds, beside SQL."""

from typing import Any

import psycopg
import pytest

from geo_server.ogc.conformance import conformance_classes

from .client import CRS84, GEOJSON, Api, find_link, link
from .servers import run
from .test_beyond_the_suite import PUBLISH

pytestmark = pytest.mark.conformance

SCHEMA = "application/schema+json"
RELATION = "http://www.opengis.net/def/rel/ogc/1.0"
BOX = "ST_MakeEnvelope(106.69, 10.77, 106.71, 10.79, 4326)"
IN_BOX = "BBOX(106.69,10.77,106.71,10.79)"

BY_CLASS: dict[str, list[tuple[str, str]]] = {
    "basic-cql2": [
        ("kind = 'market'", "kind = 'market'"),
        ("NOT (kind <> 'market') OR opened IS NULL", "kind = 'market' OR opened IS NULL"),
        (
            "opened >= DATE('1930-01-01') AND opened < DATE('2000-01-01')",
            "opened >= '1930-01-01' AND opened < '2000-01-01'",
        ),
    ],
    "advanced-comparison-operators": [
        ("name LIKE 'Chợ%'", "name LIKE 'Chợ%'"),
        ("kind IN ('park', 'museum')", "kind IN ('park', 'museum')"),
        ("year(opened) BETWEEN 1910 AND 1940", "opened BETWEEN '1910-01-01' AND '1940-12-31'"),
    ],
    "case-insensitive-comparison": [("CASEI(name) = CASEI('CHỢ BÌNH TÂY')", "name = 'Chợ Bình Tây'")],
    "accent-insensitive-comparison": [("ACCENTI(name) = ACCENTI('Cho Binh Tay')", "name = 'Chợ Bình Tây'")],
    "basic-spatial-functions": [(f"S_INTERSECTS(geometry, {IN_BOX})", f"ST_Intersects(geom, {BOX})")],
    "basic-spatial-operators": [(f"S_INTERSECTS(geometry, {IN_BOX})", f"ST_Intersects(geom, {BOX})")],
    "basic-spatial-functions-plus": [
        (
            "S_INTERSECTS(geometry, POLYGON((106.69 10.77,106.71 10.77,106.71 10.79,106.69 10.77)))",
            "name LIKE 'Chợ Bến%'",
        ),
        ("S_INTERSECTS(geometry, LINESTRING(106.698 10.7,106.698 10.8))", "name LIKE 'Chợ Bến%'"),
    ],
    "spatial-functions": [
        (f"S_WITHIN(geometry, {IN_BOX})", f"ST_Within(geom, {BOX})"),
        (f"S_DISJOINT(geometry, {IN_BOX})", f"ST_Disjoint(geom, {BOX})"),
        ("S_EQUALS(geometry, POINT(106.698 10.7725))", "name LIKE 'Chợ Bến%'"),
        (f"S_CONTAINS({IN_BOX}, geometry)", f"ST_Contains({BOX}, geom)"),
        ("S_TOUCHES(geometry, LINESTRING(106.698 10.7725,107 11))", "name LIKE 'Chợ Bến%'"),
        (f"S_OVERLAPS(geometry, {IN_BOX}) OR S_CROSSES(geometry, {IN_BOX})", "FALSE"),
    ],
    "temporal-functions": [
        ("T_BEFORE(opened, DATE('1914-03-28'))", "opened < '1914-03-28'"),
        ("T_AFTER(opened, DATE('1914-03-28'))", "opened > '1914-03-28'"),
        ("T_DURING(opened, INTERVAL('1910-01-01', '1931-01-01'))", "opened > '1910-01-01' AND opened < '1931-01-01'"),
        ("T_EQUALS(opened, DATE('1966-10-31'))", "opened = '1966-10-31'"),
        ("T_INTERSECTS(opened, INTERVAL('..', '1914-03-28'))", "opened <= '1914-03-28'"),
        ("T_DISJOINT(opened, INTERVAL('1914-03-28', '..'))", "opened < '1914-03-28'"),
    ],
    "property-property": [
        ("name <> kind", "name <> kind"),
        ("'market' = kind", "kind = 'market'"),
        ("kind = kind", "TRUE"),
    ],
    "functions": [
        (
            "distance(geometry, POINT(106.698 10.7725)) < 1000",
            "ST_DWithin(geom::geography, ST_Point(106.698, 10.7725)::geography, 1000)",
        )
    ],
    "arithmetic": [
        ("(year(opened) - 1900) * 2 + 1 > 60", "(extract(year FROM opened) - 1900) * 2 + 1 > 60"),
        ("year(opened) % 2 = 0 AND year(opened) div 100 = 19 AND 2 ^ 3 = 8", "extract(year FROM opened)::int % 2 = 0"),
    ],
}


def fids_by_sql(environment: dict[str, str], condition: str) -> list[int]:
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        return [fid for (fid,) in connection.execute(f"SELECT fid FROM feature.places WHERE {condition} ORDER BY fid")]


@pytest.mark.parametrize("name", BY_CLASS)
def test_a_declared_class_finds_what_sql_finds(api: Api, environment: dict[str, str], name: str) -> None:
    assert f"http://www.opengis.net/spec/cql2/1.0/conf/{name}" in api.json(f"{api.landing}/conformance")["conformsTo"]
    for text, condition in BY_CLASS[name]:
        page = api.items("places", filter=text)
        expected = fids_by_sql(environment, condition)
        assert [feature["id"] for feature in page["features"]] == expected, text
        assert page["numberMatched"] == len(expected)


def test_every_declared_class_of_cql2_is_shown_here_or_by_the_encodings() -> None:
    declared = {name.rpartition("/")[2] for name in conformance_classes() if "/cql2/" in name}
    assert declared == set(BY_CLASS) | {"cql2-text", "cql2-json"}


def test_both_encodings_say_the_same(api: Api) -> None:
    text = api.items("places", filter="kind = 'market' AND NOT (opened IS NULL)", filter_lang="cql2-text")
    json = (
        '{"op":"and","args":[{"op":"=","args":[{"property":"kind"},"market"]},'
        '{"op":"not","args":[{"op":"isNull","args":[{"property":"opened"}]}]}]}'
    )
    same = api.items("places", filter=json, filter_lang="cql2-json")
    assert [f["id"] for f in same["features"]] == [f["id"] for f in text["features"]] != []


@pytest.mark.parametrize("collection_id", ["places", "blocks", "lanes"])
def test_every_collection_lists_its_queryables_and_takes_each_as_a_parameter(api: Api, collection_id: str) -> None:
    collection = api.collection(collection_id)
    document = api.json(link(collection, f"{RELATION}/queryables", SCHEMA), SCHEMA)
    assert document["type"] == "object" and document["$schema"].startswith("https://json-schema.org/draft/2020-12")
    assert document["properties"]["geometry"]["format"].startswith("geometry-")
    first = api.items(collection_id, limit=1)["features"][0]
    for name in set(document["properties"]) - {"geometry"}:
        value = first["properties"][name]
        found = api.items(collection_id, **{name: value})["features"]
        assert first["id"] in [f["id"] for f in found]
        assert all(f["properties"][name] == value for f in found)
        same = api.items(
            collection_id, filter=f"{name} = DATE('{value}')" if name == "opened" else f"{name} = '{value}'"
        )
        assert [f["id"] for f in same["features"]] == [f["id"] for f in found]


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": "kind = "},
        {"filter": "nothing = 1"},
        {"filter": "kind = 1"},
        {"filter": "TRUE", "filter_lang": "cql-text"},
        {"filter": "TRUE", "filter_crs": "http://www.opengis.net/def/crs/0/unsupported"},
        {"filter": "{}", "filter_lang": "cql2-json"},
        {"nothing": "1"},
    ],
)
def test_what_is_no_filter_is_answered_400(api: Api, asked: dict[str, str]) -> None:
    answer = api.get(api.items_url("places"), GEOJSON, **asked)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_filter_crs_moves_the_filter_and_not_the_answer(api: Api) -> None:
    degrees = api.items("places", filter=f"S_INTERSECTS(geometry, {IN_BOX})")
    swapped = api.items(
        "places",
        filter="S_INTERSECTS(geometry, BBOX(10.77,106.69,10.79,106.71))",
        filter_crs="http://www.opengis.net/def/crs/EPSG/0/4326",
    )
    default = api.items("places", filter=f"S_INTERSECTS(geometry, {IN_BOX})", filter_crs=CRS84)
    assert degrees["features"] == swapped["features"] == default["features"] != []


def test_sorted_pages_meet_every_feature_once_while_others_write(api: Api, environment: dict[str, str]) -> None:
    name = "busy_sorted"
    run("-c", PUBLISH.format(name=name), environment=environment)
    before = {feature["id"] for feature in api.all_items(name)}
    with psycopg.connect(environment["DIABAN_DATABASE_URL"], autocommit=True) as connection:
        seen: list[int] = []
        page: dict[str, Any] = api.items(name, limit=2, sortby="-kind,opened")
        while True:
            seen += [feature["id"] for feature in page["features"]]
            if len(seen) < 14:
                connection.execute(
                    "INSERT INTO feature.busy_sorted (kind) VALUES ('zoo'), ('market'), (NULL), ('museum')"
                )
            following = find_link(page, "next", GEOJSON)
            if following is None:
                break
            page = api.json(following, GEOJSON)
    assert len(seen) == len(set(seen)) and before <= set(seen)


def test_sortables_are_linked_and_sort(api: Api, environment: dict[str, str]) -> None:
    document = api.json(link(api.collection("places"), f"{RELATION}/sortables", SCHEMA), SCHEMA)
    assert "geometry" not in document["properties"]
    found = [f["id"] for f in api.items("places", sortby="kind,-opened")["features"]]
    with psycopg.connect(environment["DIABAN_DATABASE_URL"]) as connection:
        rows = connection.execute("SELECT fid FROM feature.places ORDER BY kind, opened DESC NULLS LAST, fid")
        assert found == [fid for (fid,) in rows]
