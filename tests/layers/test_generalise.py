"""Simplified shapes have fewer points, stay within the tolerance, and never vanish."""

import json
from datetime import datetime
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from tests.factories.collections import WRITER, spots_spec, write

pytestmark = pytest.mark.django_db

CIRCLE = shapely.Point(106.7, 10.7).buffer(0.01, quad_segs=64)
TINY = shapely.Point(106.8, 10.7).buffer(0.00001)


def two_islands() -> BaseGeometry:
    return shapely.MultiPolygon([TINY, shapely.transform(TINY, lambda points: np.add(points, (0.001, 0)))])


@pytest.fixture(autouse=True)
def shapes(now: datetime) -> None:
    layers.define_collection(spots_spec("shapes", geometry_type="MultiPolygon"), by=WRITER, now=now)
    rows = [layers.Feature(shapely.MultiPolygon([CIRCLE]), {}), layers.Feature(two_islands(), {})]
    write("shapes", rows, now=now)


def found(**query: Any) -> list[BaseGeometry]:
    page = layers.find_items(ANONYMOUS, collection_id="shapes", query=layers.ItemsQuery(**query))
    return [shapely.from_geojson(json.dumps(f["geometry"])) for f in json.loads(b"[" + page.features + b"]")]


def test_points_become_fewer_and_stay_near() -> None:
    circle, _ = found(tolerance=0.0005)
    assert shapely.get_num_coordinates(circle) < 40 < shapely.get_num_coordinates(CIRCLE)
    assert shapely.hausdorff_distance(circle, CIRCLE) <= 0.0005 + 1e-6


def test_the_tolerance_has_the_unit_of_the_answer() -> None:
    circle, _ = found(tolerance=20, crs="EPSG:9210")
    true, _ = found(crs="EPSG:9210")
    assert shapely.get_num_coordinates(circle) < shapely.get_num_coordinates(true)
    assert shapely.hausdorff_distance(circle, true) <= 20.01


@pytest.mark.parametrize("tolerance", [0.0001, 1, 360])
def test_no_area_and_no_part_vanishes(tolerance: float) -> None:
    shapes = found(tolerance=tolerance)
    assert [shape.geom_type for shape in shapes] == ["MultiPolygon", "MultiPolygon"]
    assert [shapely.get_num_geometries(shape) for shape in shapes] == [1, 2]
    assert all(shape.area > 0 and shape.is_valid for shape in shapes)


def test_a_zoom_level_moves_points_by_half_a_pixel_at_most() -> None:
    assert layers.tolerance_of_zoom(0, degrees=True) == pytest.approx(360 / 256 / 2)
    assert layers.tolerance_of_zoom(10, degrees=False) == pytest.approx(152.874 / 2, rel=1e-5)
