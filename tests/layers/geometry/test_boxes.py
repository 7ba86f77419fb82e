import pytest
from shapely.geometry import Point

from layers.geometry.boxes import NoBox, outline, read_box
from layers.geometry.crs import CRS84, transformer


def test_six_numbers_are_read_without_their_heights() -> None:
    assert read_box("106,10,0,107,11,500") == (106, 10, 107, 11)


@pytest.mark.parametrize("text", ["1,2,3", "1,2,3,4,5", "", "a,b,c,d", "1,2,nan,4", "1,2,inf,4"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(NoBox):
        read_box(text)


@pytest.mark.parametrize(
    ("bbox", "crs"),
    [
        ((106, 11, 107, 10), CRS84),
        ((106, 10, 190, 11), CRS84),
        ((610000, 1190000, 600000, 1200000), "EPSG:9210"),
    ],
)
def test_boxes_turned_inside_out_are_refused(bbox: tuple[float, float, float, float], crs: str) -> None:
    with pytest.raises(NoBox):
        outline(bbox, crs=crs)


def test_latitude_comes_first_in_4326() -> None:
    assert outline((10, 106, 11, 107), crs="EPSG:4326").bounds == (106, 10, 107, 11)


def test_a_box_across_the_antimeridian_holds_both_sides() -> None:
    shape = outline((170, -10, -170, 10))
    assert shape.contains(Point(175, 0))
    assert shape.contains(Point(-175, 0))
    assert not shape.contains(Point(0, 0))


def test_a_box_in_metres_keeps_its_sides_true() -> None:
    west, south, east, north = 560000, 1180000, 660000, 1240000
    shape = outline((west, south, east, north), crs="EPSG:9210")
    just_inside = transformer("EPSG:9210", CRS84)((west + east) / 2, south + 2)
    just_outside = transformer("EPSG:9210", CRS84)((west + east) / 2, south - 2)
    assert shape.contains(Point(*map(float, just_inside)))
    assert not shape.contains(Point(*map(float, just_outside)))
