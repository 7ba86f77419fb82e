import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from shapely.geometry import LineString, shape

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import (
    BadBbox,
    BadCursor,
    BadLimit,
    BadValue,
    UnknownCollection,
    UnknownCrs,
    UnknownField,
    UnknownItem,
)
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db


def ask(collection_id: str = "spots", **query: Any) -> tuple[list[dict[str, Any]], layers.ItemsPage]:
    page = layers.find_items(ANONYMOUS, collection_id=collection_id, query=layers.ItemsQuery(**query))
    return json.loads(b"[" + page.features + b"]"), page


def names(**query: Any) -> list[str]:
    return [feature["properties"]["name"] for feature in ask(**query)[0]]


def test_pages_follow_each_other_without_a_gap_or_a_twin(now: datetime) -> None:
    make_spots([spot(n, 1, name=str(n)) for n in range(7)], now=now)
    seen: list[str] = []
    after, matched = None, []
    while True:
        features, page = ask(limit=3, after=after)
        seen += [feature["properties"]["name"] for feature in features]
        matched.append(page.matched)
        if page.next is None:
            break
        after = page.next
    assert seen == [str(n) for n in range(7)]
    assert matched == [7, None, None]


def test_a_full_last_page_has_no_next(now: datetime) -> None:
    make_spots([spot(n, 1) for n in range(4)], now=now)
    first = ask(limit=2)[1]
    assert ask(limit=2, after=first.next)[1].next is None


def test_a_row_deleted_between_pages_loses_no_other(now: datetime) -> None:
    make_spots([spot(n, 1, name=str(n)) for n in range(4)], now=now)
    page = ask(limit=2)[1]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM feature.spots WHERE name IN ('0', '2')")
    assert names(limit=2, after=page.next) == ["3"]


def test_a_feature_says_all_its_keys_in_the_order_of_the_table(now: datetime) -> None:
    make_spots([spot(106.7, 10.7, height=1.5)], now=now)
    [feature] = ask()[0]
    assert list(feature) == ["type", "id", "geometry", "properties"]
    assert list(feature["properties"].items()) == [("name", None), ("code", None), ("owner", None), ("height", 1.5)]


def test_words_stay_as_they_are_written(now: datetime) -> None:
    text = 'Đường "Nguyễn Trãi" \\ \n 100%'
    make_spots([spot(1, 1, name=text)], now=now)
    assert names() == [text]
    assert "Nguyễn Trãi".encode() in ask()[1].features


def test_a_box_takes_what_it_truly_touches(now: datetime) -> None:
    layers.define_collection(spots_spec("lines", geometry_type="LineString"), by=WRITER, now=now)
    diagonal = layers.Feature(LineString([(0, 0), (10, 10)]), {"name": "diagonal"})
    write("lines", [diagonal], now=now)
    assert ask("lines", bbox=(4, 4, 6, 6))[1].matched == 1
    assert ask("lines", bbox=(8, 0, 9, 1))[1].matched == 0  # inside its envelope, away from the line


def test_the_border_of_the_box_belongs_to_it(now: datetime) -> None:
    make_spots([spot(1, 1, name="corner"), spot(0.999999, 1, name="outside")], now=now)
    assert names(bbox=(1, 1, 2, 2)) == ["corner"]


def test_a_box_speaks_the_axis_order_of_its_crs(now: datetime) -> None:
    make_spots([spot(106.7, 10.7, name="A")], now=now)
    assert names(bbox=(10, 106, 11, 107), bbox_crs="EPSG:4326") == ["A"]
    assert names(bbox=(106, 10, 107, 11), bbox_crs="OGC:CRS84") == ["A"]


def test_a_box_in_vn2000_metres_finds_the_place(now: datetime) -> None:
    x, y = (float(v) for v in layers.transformer("OGC:CRS84", "EPSG:9210")(106.7, 10.7))
    make_spots([spot(106.7, 10.7, name="A")], now=now)
    near = (x - 0.01, y - 0.01, x + 0.01, y + 0.01)
    assert names(bbox=near, bbox_crs="EPSG:9210") == ["A"]
    assert names(bbox=(x + 0.01, y, x + 1, y + 1), bbox_crs="EPSG:9210") == []


@pytest.mark.parametrize("crs", layers.SUPPORTED_CRS)
def test_coordinates_are_those_of_proj_in_the_order_of_the_crs(now: datetime, crs: str) -> None:
    make_spots([spot(106.7, 10.7)], now=now)
    [feature] = ask(crs=crs)[0]
    x, y = (float(v) for v in layers.transformer("OGC:CRS84", crs)(106.7, 10.7))
    wanted = (y, x) if layers.axis_order(crs) == "yx" else (x, y)
    assert feature["geometry"]["coordinates"] == pytest.approx(wanted, abs=10 ** -layers.decimals(crs))
    assert "crs" not in feature["geometry"]


def test_a_filter_reads_its_value_by_the_type_of_the_field(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", height=2), spot(1, 1, name="B", height=3)], now=now)
    assert names(equals=(("height", "2.0"),)) == ["A"]
    assert names(equals=(("height", "2"), ("name", "B"))) == []


def test_a_filter_is_a_value_and_never_sql(now: datetime) -> None:
    make_spots([spot(1, 1, name="A")], now=now)
    assert names(equals=(("name", "' OR '1'='1"),)) == []


def test_matched_counts_all_pages_of_a_filter(now: datetime) -> None:
    make_spots([spot(n, 1, owner="evn" if n % 2 else "city") for n in range(9)], now=now)
    assert ask(limit=2, equals=(("owner", "evn"),))[1].matched == 4
    assert ask(limit=2, equals=(("owner", "evn"),), with_matched=False)[1].matched is None


def test_only_the_asked_properties_are_written(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a")], now=now)
    [feature] = ask(properties=("code",))[0]
    assert feature["properties"] == {"code": "a"}
    [empty] = ask(properties=())[0]
    assert empty["properties"] == {}


def test_geometry_can_be_left_out(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now)
    assert ask(skip_geometry=True)[0][0]["geometry"] is None


def test_as_of_a_day_shows_what_stood_then(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a"), spot(2, 2, name="B", code="b")], now=now)
    later, last = now + timedelta(days=10), now + timedelta(days=20)
    write("spots", [spot(1, 1, name="A2", code="a")], now=later, mode="replace", key="code")
    write("spots", [spot(3, 3, name="C", code="c")], now=last)
    assert names(at=moment(now - timedelta(days=1))) == []
    assert names(at=moment(now)) == ["A", "B"]
    assert names(at=moment(later - timedelta(seconds=1))) == ["A", "B"]
    assert names(at=moment(later)) == ["A2"]
    assert names(at=moment(last)) == ["A2", "C"]
    assert names() == ["A2", "C"]


def test_a_span_shows_the_last_version_of_each_that_stood_in_it(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a"), spot(2, 2, name="B", code="b")], now=now)
    later = now + timedelta(days=10)
    write("spots", [spot(1, 1, name="A2", code="a")], now=later, mode="replace", key="code")
    before_and_after = layers.TimeSpan(now + timedelta(days=1), later)
    assert names(at=before_and_after) == ["A2", "B"]
    assert names(at=layers.TimeSpan(None, now)) == ["A", "B"]
    assert names(at=layers.TimeSpan(later, None)) == ["A2"]


def test_an_old_place_is_found_where_it_was(now: datetime) -> None:
    make_spots([spot(1, 1, name="A", code="a")], now=now)
    write("spots", [spot(9, 9, name="A", code="a")], now=now + timedelta(days=1), mode="upsert", key="code")
    assert names(at=moment(now), bbox=(0, 0, 2, 2)) == ["A"]
    assert names(bbox=(0, 0, 2, 2)) == []


def test_one_item_is_the_same_text_as_in_its_page(now: datetime) -> None:
    make_spots([spot(106.7, 10.7, name="A")], now=now)
    page = ask()[1]
    fid = json.loads(page.features)["id"]
    assert layers.get_item(ANONYMOUS, collection_id="spots", fid=fid).feature == page.features


def test_the_revision_moves_with_the_rows(now: datetime) -> None:
    make_spots([spot(1, 1)], now=now)
    before = ask()[1].revision
    write("spots", [spot(2, 2)], now=now)
    assert ask()[1].revision > before


def test_a_page_asks_the_database_twice(now: datetime, django_assert_num_queries: Any) -> None:
    """Once for the revision of the registry, once for the page with its revision and count."""
    make_spots([spot(n, 1) for n in range(5)], now=now)
    ask(limit=2)
    with django_assert_num_queries(2):
        ask(limit=2)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"limit": 0}, BadLimit),
        ({"after": "%%%"}, BadCursor),
        ({"after": "ZmlkOi0x"}, BadCursor),
        ({"after": "Zm9v"}, BadCursor),
        ({"bbox": (2, 2, 1, 1)}, BadBbox),
        ({"crs": "EPSG:2193"}, UnknownCrs),
        ({"equals": (("colour", "red"),)}, UnknownField),
        ({"properties": ("colour",)}, UnknownField),
        ({"equals": (("height", "tall"),)}, BadValue),
    ],
)
def test_a_question_that_makes_no_sense_has_its_own_error(now: datetime, query: dict[str, Any], error: Any) -> None:
    make_spots([spot(1, 1)], now=now)
    with pytest.raises(error):
        ask(**query)


def test_what_is_not_there_is_named(now: datetime) -> None:
    with pytest.raises(UnknownCollection, match="nowhere"):
        ask("nowhere")
    make_spots([], now=now)
    with pytest.raises(UnknownItem, match="7"):
        layers.get_item(ANONYMOUS, collection_id="spots", fid=7)


def test_overlaps_measure_what_is_common(now: datetime) -> None:
    layers.define_collection(spots_spec("lots", geometry_type="Polygon"), by=WRITER, now=now)
    lots = [(0, 0, 1, 1, "left"), (1, 0, 2, 1, "right"), (5, 5, 6, 6, "far")]
    write("lots", [layers.Feature(shape(_box(*lot[:4])), {"name": lot[4]}) for lot in lots], now=now)
    house = shape(_box(0.75, 0.2, 1.75, 0.8))
    found = layers.overlaps("lots", geometry=house, fields=("name",))
    assert [row.properties["name"] for row in found] == ["right", "left"]
    assert [row.share_of_given for row in found] == pytest.approx([0.75, 0.25], rel=1e-3)
    assert found[0].area_m2 == pytest.approx(layers.area_m2(shape(_box(1, 0.2, 1.75, 0.8))), rel=1e-6)
    assert found[0].share_of_feature == pytest.approx(0.75 * 0.6, rel=1e-3)


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def moment(when: datetime) -> layers.TimeSpan:
    return layers.TimeSpan(when, when)
