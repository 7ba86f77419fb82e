from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from shapely.geometry import LineString, box

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import UnknownArea
from tests.factories.collections import WRITER

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
BEFORE, AFTER = date(2020, 1, 1), date(2026, 1, 1)
BEN_NGHE = layers.AreaUnit("26740", "Phường Bến Nghé", "Ben Nghe", "ward", date(2000, 1, 1), parent="760")
CAU_KHO = layers.AreaUnit("26752", "Phường Cầu Kho", "Cau Kho", "ward", date(2000, 1, 1), REFORM)
SAI_GON = layers.AreaUnit("26740", "Phường Sài Gòn", "Sai Gon", "ward", REFORM, legal_act="1685/NQ-UBTVQH15")
CON_DAO = layers.AreaUnit("26732", "Đặc khu Côn Đảo", "Con Dao", "special_zone", REFORM)


@pytest.fixture
def reform(now: datetime) -> None:
    """Two wards side by side become one ward and, of the last quarter, a special zone; the code 26740 is used again."""
    layers.define_areas(
        [
            (BEN_NGHE, box(0, 0, 1, 1)),
            (CAU_KHO, box(1, 0, 2, 1)),
            (SAI_GON, box(0, 0, 1.5, 1)),
            (CON_DAO, box(1.5, 0, 2, 1)),
        ],
        by=WRITER,
        now=now,
    )


def test_one_code_means_another_territory_on_another_day(reform: None) -> None:
    assert layers.get_area("26740", day=BEFORE).name_vi == "Phường Bến Nghé"
    assert layers.get_area("26740", day=AFTER) == SAI_GON
    assert layers.area_geometry("26740", day=BEFORE).equals(box(0, 0, 1, 1))
    assert layers.area_geometry("26740", day=AFTER).equals(box(0, 0, 1.5, 1))


def test_a_new_version_ends_the_one_that_stands(reform: None) -> None:
    assert layers.get_area("26740", day=BEFORE).valid_to == REFORM
    assert layers.get_area("26740", day=REFORM) == SAI_GON


def test_a_code_without_a_unit_that_day_is_unknown(reform: None) -> None:
    with pytest.raises(UnknownArea, match="26752"):
        layers.get_area("26752", day=AFTER)


def test_units_of_a_day_come_with_their_territory(reform: None) -> None:
    units = layers.list_areas(day=AFTER)
    assert [unit.code for unit in units] == ["26732", "26740"]
    assert all(unit.geometry is not None and unit.geometry.is_valid for unit in units)
    assert [unit.code for unit in layers.list_areas(day=AFTER, kind="ward")] == ["26740"]


def test_defining_the_same_again_changes_nothing(reform: None, now: datetime) -> None:
    layers.define_area(SAI_GON, box(0, 0, 1.5, 1), by=WRITER, now=now)
    assert [unit.code for unit in layers.list_areas(day=AFTER)] == ["26732", "26740"]
    assert len(layers.list_areas(day=BEFORE)) == 2


def test_two_territories_for_a_code_on_one_day_are_refused(reform: None, now: datetime) -> None:
    overlapping = layers.AreaUnit("26752", "Phường X", "X", "ward", date(2010, 1, 1))
    layers.define_area(CAU_KHO, box(1, 0, 2, 1), by=WRITER, now=now)
    with pytest.raises(ValidationError):
        layers.define_area(overlapping, box(0, 0, 1, 1), by=WRITER, now=now)


def test_a_point_lies_in_the_unit_of_the_day(reform: None) -> None:
    assert [(u.name_en, share) for u, share in layers.area_at(day=BEFORE, point=(1.2, 0.5))] == [("Cau Kho", 1)]
    assert [(u.name_en, share) for u, share in layers.area_at(day=AFTER, point=(1.2, 0.5))] == [("Sai Gon", 1)]
    assert layers.area_at(day=AFTER, point=(5, 5)) == []


def test_a_polygon_and_a_line_are_shared_between_units(reform: None) -> None:
    by_area = layers.area_at(day=BEFORE, geometry=box(0.9, 0.4, 1.3, 0.6))
    assert [(u.name_en, round(share, 3)) for u, share in by_area] == [("Cau Kho", 0.75), ("Ben Nghe", 0.25)]
    by_length = layers.area_at(day=BEFORE, geometry=LineString([(0.5, 0.5), (1.125, 0.5)]))
    assert [(u.name_en, round(share, 3)) for u, share in by_length] == [("Ben Nghe", 0.8), ("Cau Kho", 0.2)]


def test_a_kind_stands_for_its_level(reform: None, now: datetime) -> None:
    city = layers.AreaUnit("79", "Thành phố Hồ Chí Minh", "Ho Chi Minh City", "city", date(1976, 7, 2))
    layers.define_area(city, box(0, 0, 2, 1), by=WRITER, now=now)
    found = layers.area_at(day=AFTER, point=(1.7, 0.5), kind="ward")
    assert [unit.name_en for unit, _ in found] == ["Con Dao"]
    assert len(layers.area_at(day=AFTER, point=(1.7, 0.5))) == 2


def test_weights_follow_the_land_and_sum_to_one(reform: None) -> None:
    walk = layers.crosswalk(from_day=BEFORE, to_day=AFTER)
    weights = {(a.name_en, b.name_en): weight for a, b, weight in walk}
    assert weights == pytest.approx(
        {("Ben Nghe", "Sai Gon"): 1, ("Cau Kho", "Sai Gon"): 0.5, ("Cau Kho", "Con Dao"): 0.5}, rel=1e-6
    )


def test_people_keep_their_number_on_the_way_there_and_back(reform: None) -> None:
    people = {"Ben Nghe": 10_000.0, "Cau Kho": 4_000.0}
    moved: dict[str, float] = {}
    for a, b, weight in layers.crosswalk(from_day=BEFORE, to_day=AFTER):
        moved[b.name_en] = moved.get(b.name_en, 0) + people[a.name_en] * weight
    assert moved == pytest.approx({"Sai Gon": 12_000, "Con Dao": 2_000})


def test_a_sliver_of_another_drawing_is_no_land(now: datetime) -> None:
    old = layers.AreaUnit("1", "A", "A", "ward", BEFORE, REFORM)
    new = [layers.AreaUnit("2", "B", "B", "ward", REFORM), layers.AreaUnit("3", "C", "C", "ward", REFORM)]
    layers.define_areas(
        [(old, box(0, 0, 1, 1)), (new[0], box(0, 0, 0.9995, 1)), (new[1], box(0.9995, 0, 2, 1))], by=WRITER, now=now
    )
    assert [(b.code, weight) for _, b, weight in layers.crosswalk(from_day=BEFORE, to_day=AFTER)] == [("2", 1.0)]


def test_units_of_a_day_are_published_and_keep_their_number(reform: None, now: datetime) -> None:
    first = layers.publish_areas(day=AFTER, by=WRITER, now=now)
    again = layers.publish_areas(day=AFTER, by=WRITER, now=now)
    assert (first.added, again.unchanged, again.added) == (2, 2, 0)
    page = layers.find_items(ANONYMOUS, collection_id="wards", query=layers.ItemsQuery(equals=(("code", "26740"),)))
    assert '"name":"Phường Sài Gòn"'.encode() in page.features
