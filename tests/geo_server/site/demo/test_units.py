"""The units have their real names and codes and cover the land without gaps or overlaps."""

from collections import Counter

import shapely

from geo_server.site.demo.city import outline
from geo_server.site.demo.city.frame import CRS, scene_square
from geo_server.site.demo.city.units import make_units
from layers import api as layers


def test_there_are_as_many_units_as_resolution_1685_made(city):
    assert Counter(unit.kind for unit in city.units) == {"ward": 113, "commune": 54, "special_zone": 1}
    assert len({unit.code for unit in city.units}) == 168


def test_names_are_the_real_ones(city):
    names = {unit.code: unit.name_vi for unit in city.units}
    assert names["26740"] == "Phường Sài Gòn"
    assert names["26773"] == "Phường Thới An"
    assert names["26536"] == "Phường Rạch Dừa"  # the package writes it with two spaces
    assert names["26732"] == "Đặc khu Côn Đảo"


def test_the_partition_has_no_gaps_and_no_overlaps(city):
    shapes = [unit.geometry for unit in city.units]
    assert shapely.coverage_is_valid(shapes)
    land = [
        layers.transform_geometry(part, source="EPSG:4326", target=CRS)
        for part in (outline.mainland(), outline.island())
    ]
    drawn = sum(part.area for part in land)
    assert abs(sum(shape.area for shape in shapes) - drawn) < 0.01 * drawn  # its outer border is bent a little


def test_the_scenes_show_several_wards_of_one_former_district(city):
    shown = [unit for unit in city.units if unit.geometry.intersection(scene_square()).area > 100_000]
    assert len(shown) >= 3
    assert {unit.place for unit in shown} == {"Quận 12"}


def test_the_same_seed_makes_the_same_units(city):
    again = make_units()
    assert all(a.geometry.equals_exact(b.geometry, 0.0) for a, b in zip(city.units, again, strict=True))
