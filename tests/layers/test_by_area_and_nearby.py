"""Counting by area and finding near a shape, held against Shapely and PROJ."""

from collections import Counter

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from layers import api as layers
from layers.errors import BadSpec, UnknownCollection, UnknownField
from tests.factories.places import CLERK, NOW, spec

FIELDS = (
    layers.Field(name="name", type="string", title_vi="Tên", title_en="Name", role="title"),
    layers.Field(name="kw", type="number", title_vi="Công suất", title_en="Power"),
)


def define(collection_id: str, kind: str, rows: list[tuple[BaseGeometry, str, float | None]]) -> None:
    layers.define_collection(spec(collection_id, geometry_type=kind, fields=FIELDS), by=CLERK, now=NOW)
    features = [layers.Feature(geometry=shape, properties={"name": n, "kw": kw}) for shape, n, kw in rows]
    layers.write_features(collection_id, features, mode="append", key=None, by=CLERK, reason="test", now=NOW)


@pytest.fixture
def city(db: None) -> list[tuple[float, float]]:
    """Four hundred masts at random places, sixteen grounds in a grid that covers a part of them."""
    random = np.random.default_rng(7)
    points = [(float(x), float(y)) for x, y in random.uniform((106.5, 10.6), (106.9, 11.0), (400, 2))]
    define("masts", "Point", [(shapely.Point(p), f"m{i}", float(i) if i % 3 else None) for i, p in enumerate(points)])
    grid = [(i, j) for i in range(4) for j in range(4)]
    squares = [shapely.box(106.6 + i / 20, 10.7 + j / 20, 106.65 + i / 20, 10.75 + j / 20) for i, j in grid]
    define("grounds", "Polygon", [(square, f"g{i}", None) for i, square in enumerate(squares)])
    return points


def test_counts_and_sums_are_those_of_shapely(city: list[tuple[float, float]]) -> None:
    found = layers.count_by_area(CLERK, collection_id="masts", areas_id="grounds", field="kw")
    squares = {f"g{i * 4 + j}": (106.6 + i / 20, 10.7 + j / 20) for i in range(4) for j in range(4)}
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for number, (x, y) in enumerate(city):
        for name, (west, south) in squares.items():
            if west <= x <= west + 0.05 and south <= y <= south + 0.05:
                counts[name] += 1
                sums[name] += number if number % 3 else 0
    assert {area.name: area.count for area in found} == {name: counts[name] for name in squares}
    assert {area.name: area.total or 0 for area in found} == pytest.approx({name: sums[name] for name in squares})
    assert sum(area.count for area in found) < 400, "those outside every ground count nowhere"


def test_a_feature_on_a_common_border_counts_once(db: None) -> None:
    define("masts", "Point", [(shapely.Point(106.625, 10.72), "on the border", 1.0)])
    define("grounds", "Polygon", [(shapely.box(x, 10.7, x + 0.125, 10.75), str(x), None) for x in (106.5, 106.625)])
    found = layers.count_by_area(CLERK, collection_id="masts", areas_id="grounds")
    assert [area.count for area in found] == [1, 0]


def test_what_cannot_be_counted_is_refused(city: list[tuple[float, float]]) -> None:
    with pytest.raises(BadSpec):
        layers.count_by_area(CLERK, collection_id="grounds", areas_id="masts")
    with pytest.raises(BadSpec):
        layers.count_by_area(CLERK, collection_id="masts", areas_id="grounds", field="name")
    with pytest.raises(UnknownField):
        layers.count_by_area(CLERK, collection_id="masts", areas_id="grounds", field="geom")
    with pytest.raises(UnknownCollection):
        layers.count_by_area(CLERK, collection_id="masts", areas_id="nothing")


def test_the_nearest_come_first_with_the_distance_of_proj(city: list[tuple[float, float]]) -> None:
    here = (106.7, 10.8)
    found = layers.within_distance(
        CLERK, collection_id="masts", geometry=shapely.Point(here), distance_m=8_000, most=1_000
    )
    geod = Geod(ellps="WGS84")
    distances = sorted(geod.inv(*here, *point)[2] for point in city)
    expected = [metres for metres in distances if metres <= 8_000]
    assert [near.distance_m for near in found] == pytest.approx(expected, abs=0.01)
    few = layers.within_distance(CLERK, collection_id="masts", geometry=shapely.Point(here), distance_m=8_000, most=3)
    assert [near.feature for near in few] == [near.feature for near in found[:3]]


def test_near_a_line_means_near_any_part_of_it(db: None) -> None:
    define(
        "masts",
        "Point",
        [(shapely.Point(106.65, 10.7009), "100 m off", 1.0), (shapely.Point(106.65, 10.702), "far", 1)],
    )
    road = shapely.LineString([(106.6, 10.7), (106.7, 10.7)])
    found = layers.within_distance(CLERK, collection_id="masts", geometry=road, distance_m=120, most=10)
    assert [b'"100 m off"' in near.feature for near in found] == [True]
