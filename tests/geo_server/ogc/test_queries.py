"""Filters, words, order and simplicity as query parameters; what may be asked is what the documents list."""

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
import shapely

from geo_server.ogc.conformance import conformance_classes
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

ITEMS = "/collections/places/items"
ASKED_BY_QGIS = (
    "ogcapi-features-3/1.0/conf/filter",
    "ogcapi-features-3/1.0/conf/features-filter",
    "cql2/1.0/conf/cql2-text",
    "cql2/1.0/conf/basic-cql2",
    "cql2/1.0/conf/advanced-comparison-operators",
    "cql2/1.0/conf/case-insensitive-comparison",
    "cql2/1.0/conf/basic-spatial-operators",
)


def items(door: Door, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.json(f"{ITEMS}?{urlencode(asked)}")
    return found


def names(door: Door, **asked: Any) -> list[str]:
    return [feature["properties"]["name"] for feature in items(door, **asked)["features"]]


def refusal(door: Door, **asked: Any) -> str:
    answer = door.get(f"{ITEMS}?{urlencode(asked)}")
    assert answer.status_code == 400, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["detail_en"])


def test_qgis_finds_every_class_that_it_needs_to_push_a_filter() -> None:
    declared = set(conformance_classes())
    assert {f"http://www.opengis.net/spec/{name}" for name in ASKED_BY_QGIS} <= declared
    assert not any("array" in name for name in declared if "cql2" in name)


def test_a_filter_in_text_and_in_json(places: layers.Collection, door: Door) -> None:
    found = items(door, filter="kind = 'market'")
    assert found["numberMatched"] == 2
    assert names(door, filter="CASEI(ACCENTI(name)) LIKE '%binh tay%'") == ["Chợ Bình Tây"]
    same = '{"op":"=","args":[{"property":"kind"},"market"]}'
    assert names(door, **{"filter": same, "filter-lang": "cql2-json"}) == ["Chợ Bến Thành", "Chợ Bình Tây"]


def test_the_filter_crs_says_the_order_of_axes(places: layers.Collection, door: Door) -> None:
    crs84, epsg = "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/EPSG/0/4326"
    west_first = "S_INTERSECTS(geometry, BBOX(106.69,10.77,106.70,10.775))"
    north_first = "S_INTERSECTS(geometry, BBOX(10.77,106.69,10.775,106.70))"
    assert (
        names(door, filter=west_first)
        == names(door, **{"filter": west_first, "filter-crs": crs84})
        == ["Chợ Bến Thành"]
    )
    assert names(door, **{"filter": north_first, "filter-crs": epsg}) == ["Chợ Bến Thành"]
    assert "outside the world" in refusal(door, filter=north_first)


def test_a_filter_goes_along_to_the_next_page(places: layers.Collection, door: Door) -> None:
    first = items(door, filter="kind IN ('market', 'museum')", sortby="-opened", limit=3)
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    parts = urlsplit(following)
    second = door.json(f"{parts.path.removeprefix('/ogc')}?{parts.query}")
    opened = [f["properties"]["opened"] for f in first["features"] + second["features"]]
    assert opened == ["1966-10-31", "1930-01-01", "1914-03-28", "1902-01-01"]
    assert first["numberMatched"] == 4 and "numberMatched" not in second


@pytest.mark.parametrize("sortby", ["name", "+name", "%2Bname"])
def test_a_plus_before_a_name_may_be_written_any_way(places: layers.Collection, door: Door, sortby: str) -> None:
    found = door.json(f"{ITEMS}?sortby={sortby}")["features"]
    assert [f["properties"]["name"] for f in found][:2] == ["Bạch Dinh", "Chợ Bến Thành"]


def test_several_keys_and_missing_values(places: layers.Collection, door: Door) -> None:
    wanted = ["Chợ Bình Tây", "Chợ Bến Thành", "Dinh Độc Lập", "Bạch Dinh", "Thảo Cầm Viên"]
    assert names(door, sortby="kind,-opened") == wanted
    assert names(door, sortby="-opened")[-1] == names(door, sortby="opened")[-1] == "Thảo Cầm Viên"


def test_words_are_found_without_diacritics(places: layers.Collection, door: Door) -> None:
    assert names(door, q="cho b") == ["Chợ Bến Thành", "Chợ Bình Tây"]
    assert names(door, q="dinh doc lap, thao cam vien") == ["Dinh Độc Lập", "Thảo Cầm Viên"]
    assert items(door, q="khong co")["numberMatched"] == 0


def test_shapes_become_simpler(door: Door, db: None) -> None:
    layers.define_collection(spec("pond", geometry_type="Polygon"), by=CLERK, now=NOW)
    pond = layers.Feature(shapely.Point(106.7, 10.7).buffer(0.01, quad_segs=90), {"name": "Hồ"})
    layers.write_features("pond", [pond], mode="append", by=CLERK, reason="test", now=NOW)

    def points(asked: str) -> int:
        [found] = door.json(f"/collections/pond/items?{asked}")["features"]
        return len(found["geometry"]["coordinates"][0])

    assert points("") == 361
    assert 361 > points("zoom-level=16") > points("zoom-level=12.5") > points("zoom-level=8") >= 4
    metres = f"crs={quote('http://www.opengis.net/def/crs/EPSG/0/9210')}&max-allowable-offset=10"
    assert 361 > points(metres) == points("max-allowable-offset=0.00009")
    both = door.get("/collections/pond/items?zoom-level=3&max-allowable-offset=3")
    assert both.status_code == 400


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"filter": "kind ="}, "character 7: it ends too early"),
        ({"filter": "kind = 1"}, "cannot compare a text with a number"),
        ({"filter": "nothing = 1"}, "no field 'nothing'"),
        ({"filter": "TRUE", "filter-lang": "ecql"}, "write cql2-text or cql2-json"),
        (
            {"filter": "TRUE", "filter-crs": "http://www.opengis.net/def/crs/0/unsupported"},
            "no coordinate reference system",
        ),
        ({"sortby": "nothing"}, "no field 'nothing'"),
        ({"sortby": ""}, "write names of fields"),
        ({"sortby": "name,,kind"}, "write names of fields"),
        ({"sortby": "geometry"}, "no field 'geometry'"),
        ({"sortby": "name,-name"}, "names a field twice"),
        ({"q": " "}, "write words to find"),
        ({"zoom-level": "25"}, "write a number from 0 – 24"),
        ({"zoom-level": "nan"}, "write a number"),
        ({"max-allowable-offset": "-1"}, "write a number from 0"),
        ({"max-allowable-offset": "inf"}, "write a number from 0"),
        ({"after": "x", "sortby": "name"}, "not a page mark"),
        ({"filters": "TRUE"}, "Unknown query parameter: filters"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    places: layers.Collection, door: Door, asked: dict[str, str], said: str
) -> None:
    assert said in refusal(door, **asked)


def test_queryables_name_the_geometry_and_every_field_with_its_type(places: layers.Collection, door: Door) -> None:
    document = door.json("/collections/places/queryables")
    assert document["properties"]["geometry"]["format"] == "geometry-point"
    opened = document["properties"]["opened"]
    assert (opened["title"], opened["type"], opened["format"]) == ("Mở cửa", "string", "date")
    assert document["properties"]["kind"]["enum"] == ["market", "museum", "park"]
    assert document["additionalProperties"] is False
    for name in document["properties"]:
        assert door.get(f"{ITEMS}?filter={name}%20IS%20NULL").status_code == 200


def test_sortables_are_just_what_can_be_sorted_by(places: layers.Collection, door: Door) -> None:
    answer = door.get("/collections/places/sortables")
    assert answer["Content-Type"] == "application/schema+json"
    document = answer.json()
    assert list(document["properties"]) == ["name", "kind", "opened"]
    assert document["$id"].endswith("/collections/places/sortables")
    for name in document["properties"]:
        assert door.get(f"{ITEMS}?sortby=-{name}").status_code == 200
    links = {(link["rel"], link["type"], link["href"]) for link in door.json("/collections/places")["links"]}
    for name in ("sortables", "queryables"):
        address = f"http://testserver/ogc/collections/places/{name}"
        relation = f"http://www.opengis.net/def/rel/ogc/1.0/{name}"
        assert (relation, "application/schema+json", address) in {(r, t, h.partition("?")[0]) for r, t, h in links}


def test_every_listed_function_can_be_called(places: layers.Collection, door: Door) -> None:
    sample = {"geometry": "geometry", "datetime": "opened", "number": "3"}
    listed = door.json("/functions")["functions"]
    assert {function["name"] for function in listed} >= {"area", "length", "distance", "year", "now"}
    for function in listed:
        args = ", ".join(sample[argument["type"][0]] for argument in function["arguments"])
        called = f"{function['name']}({args}) IS NOT NULL"
        assert door.get(f"{ITEMS}?{urlencode({'filter': called})}").status_code == 200, called


def test_people_read_the_functions_and_the_sortables(places: layers.Collection, door: Door) -> None:
    page = door.get("/functions?f=html").content.decode()
    assert "Diện tích, m²" in page and "Các hàm của bộ lọc" in page
    assert "Các trường để sắp xếp" in door.get("/collections/places/sortables?f=html").content.decode()
