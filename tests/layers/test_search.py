from datetime import date, datetime
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER, make_spots, spot, spots_spec, write

pytestmark = pytest.mark.django_db


def titles(text: str, **how: Any) -> list[str]:
    return [hit.title for hit in layers.search(ANONYMOUS, text=text, **how)]


@pytest.mark.parametrize(
    "text", ["quan 12", "Quận 12", "QUAN 12", "12 quận", "  quan   12 ", "Qua\u0302\u0323n 12", "quận"]
)
def test_diacritics_case_and_the_order_of_words_do_not_matter(now: datetime, text: str) -> None:
    make_spots([spot(106.6, 10.8, name="Chợ Quận 12"), spot(1, 1, name="Chợ Bến Thành")], now=now)
    assert titles(text) == ["Chợ Quận 12"]


def test_d_with_a_stroke_is_a_d(now: datetime) -> None:
    make_spots([spot(1, 1, name="Đường Đồng Khởi")], now=now)
    assert titles("duong dong") == titles("đồng khởi") == ["Đường Đồng Khởi"]


def test_the_nearest_name_comes_first(now: datetime) -> None:
    names = ["Chợ Lợi Lê", "Chợ Lê Lợi", "Lê Lợi nối dài", "Lê Lợi"]
    make_spots([spot(1, 1, name=name) for name in names], now=now)
    assert titles("le loi") == ["Lê Lợi", "Lê Lợi nối dài", "Chợ Lê Lợi", "Chợ Lợi Lê"]
    assert titles("le loi", limit=2) == ["Lê Lợi", "Lê Lợi nối dài"]


def test_a_short_word_is_found_where_a_word_begins_and_a_long_one_anywhere(now: datetime) -> None:
    make_spots([spot(1, 1, name="Lê Lai"), spot(1, 1, name="Trịnh Lệ"), spot(1, 1, name="Sale")], now=now)
    assert sorted(titles("le")) == ["Lê Lai", "Trịnh Lệ"]
    assert titles("ale") == ["Sale"]


def test_the_segments_of_a_street_are_one_hit_with_their_whole_extent(now: datetime) -> None:
    layers.define_collection(spots_spec("roads", geometry_type="LineString"), by=WRITER, now=now)
    segments = [LineString([(x, 0), (x + 1, 1)]) for x in range(3)]
    write("roads", [layers.Feature(line, {"name": "Nguyễn Trãi"}) for line in segments], now=now)
    [hit] = layers.search(ANONYMOUS, text="nguyen trai")
    assert hit.bbox == (0, 0, 3, 1)
    assert hit.point is not None
    assert segments[0].distance(Point(*hit.point)) < 1e-9


def test_codes_are_found_and_shown(now: datetime) -> None:
    make_spots([spot(1, 2, name="Camera Hàng Xanh", code="TTH 29.4")], now=now)
    [hit] = layers.search(ANONYMOUS, text="29.4")
    assert (hit.collection, hit.title, hit.subtitle, hit.point) == ("spots", "Camera Hàng Xanh", "TTH 29.4", (1, 2))


@pytest.mark.parametrize("text", ["100%", "a_b", "\\"])
def test_signs_of_patterns_mean_themselves(now: datetime, text: str) -> None:
    make_spots([spot(1, 1, name="1000 aab"), spot(1, 1, name=f"is {text}{text}")], now=now)
    assert titles(text + text) == [f"is {text}{text}"]


@pytest.mark.parametrize("text", ["", " ", "a", " q "])
def test_less_than_two_letters_find_nothing(now: datetime, text: str) -> None:
    make_spots([spot(1, 1, name="a quả")], now=now)
    assert titles(text) == []


def test_old_and_new_names_of_a_unit_both_find_the_place(now: datetime) -> None:
    old = layers.AreaUnit("26740", "Phường Bến Nghé", "Ben Nghe", "ward", date(1988, 1, 1), date(2025, 7, 1))
    new = layers.AreaUnit("26740", "Phường Sài Gòn", "Sai Gon", "ward", date(2025, 7, 1))
    for unit in (old, new):
        layers.define_area(unit, box(106.69, 10.77, 106.71, 10.79), by=WRITER, now=now)
    [hit] = layers.search(ANONYMOUS, text="ben nghe")
    assert (hit.collection, hit.fid, hit.subtitle) == ("areas", None, "01/01/1988 – 01/07/2025")
    assert hit.bbox == pytest.approx((106.69, 10.77, 106.71, 10.79))
    assert titles("phuong sai gon") == ["Phường Sài Gòn"]


def test_a_row_without_a_place_is_found_without_one(now: datetime) -> None:
    make_spots([layers.Feature(None, {"name": "Hồ sơ giấy"})], now=now)
    [hit] = layers.search(ANONYMOUS, text="ho so")
    assert (hit.bbox, hit.point) == (None, None)
