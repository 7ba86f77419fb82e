import pytest
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from layers.geometry.repair import repair_without_loss

EIGHT_FROM_TWO_SQUARES = Polygon([(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)])
BOW_TIE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


def test_two_squares_that_meet_in_a_corner_are_cut_apart() -> None:
    assert not EIGHT_FROM_TWO_SQUARES.is_valid
    repaired = repair_without_loss(EIGHT_FROM_TWO_SQUARES)
    assert repaired is not None
    assert repaired.is_valid
    assert repaired.equals(MultiPolygon([box(0, 0, 2, 2), box(2, 2, 4, 4)]))


@pytest.mark.parametrize(
    "shape",
    [
        BOW_TIE,
        Polygon(box(0, 0, 2, 2).exterior, [box(3, 3, 4, 4).exterior]),
        MultiPolygon([box(0, 0, 2, 2), box(1, 1, 3, 3)]),
        Polygon([(0, 0), (1, 1), (2, 2)]),
        LineString([(0, 0), (0, 0)]),
    ],
    ids=["bow tie", "hole outside", "parts that overlap", "no area", "line without length"],
)
def test_what_the_sender_must_decide_is_not_repaired(shape: Polygon) -> None:
    assert not shape.is_valid
    assert repair_without_loss(shape) is None
