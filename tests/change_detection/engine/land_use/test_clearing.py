"""Clearings: wide enough, large enough, and not where a house was found."""

import numpy as np
import pytest

from change_detection.engine.classify import ChangeClass
from change_detection.engine.land_use.clearing import find_clearings, with_clearings
from change_detection.engine.land_use.maps import LandUseMaps, MapWriter
from change_detection.engine.outline import outline
from change_detection.engine.probability_map import ArrayMap
from tests.change_detection.engine.scenes import metre_grid

GRID = metre_grid(200, 200, gsd_m=1.0)


def maps_with(folder, *cleared: tuple[slice, slice], sure: int = 220) -> LandUseMaps:
    clearing = np.zeros(GRID.shape, np.uint8)
    for place in cleared:
        clearing[place] = sure
    maps = LandUseMaps(folder, GRID)
    with MapWriter(maps) as writer:
        writer.write(GRID.whole, np.zeros_like(clearing), np.zeros_like(clearing), clearing)
    return maps


def test_a_field_of_thirty_by_twenty_metres_was_cleared(tmp_path):
    [found] = find_clearings(maps_with(tmp_path, np.s_[50:80, 60:80]), [])
    assert found.change_class is ChangeClass.LAND_CLEARING
    assert found.area_m2 == pytest.approx(600, rel=0.01)
    assert found.score == pytest.approx(220 / 255, abs=0.01)


def test_gardens_strips_and_guesses_are_not_told(tmp_path):
    garden, strip = np.s_[10:20, 10:24], np.s_[40:44, 10:150]
    assert find_clearings(maps_with(tmp_path / "small", garden, strip), []) == []
    assert find_clearings(maps_with(tmp_path / "unsure", np.s_[50:80, 60:80], sure=120), []) == []
    assert len(find_clearings(maps_with(tmp_path / "asked", garden, strip), [], min_area_m2=100)) == 1


def test_a_clearing_under_a_new_house_is_told_once(tmp_path):
    place = np.s_[50:80, 60:80]
    change = np.zeros((3, *GRID.shape), np.uint8)
    change[0][place] = change[2][place] = 255
    built = outline(ArrayMap(change, GRID), threshold=0.5, min_area_m2=10)
    assert [region.change_class for region in built] == [ChangeClass.NEW_BUILDING]
    assert find_clearings(maps_with(tmp_path, place), built) == []


def test_a_change_that_the_network_cannot_name_is_told_as_the_clearing_it_lies_in(tmp_path):
    """No building at either date: the network's own class is unclear; half of a garden elsewhere stays so."""
    change = np.zeros((3, *GRID.shape), np.uint8)
    change[0, 55:65, 62:72] = change[0, 150:160, 20:30] = 255
    built = outline(ArrayMap(change, GRID), threshold=0.5, min_area_m2=10)
    cleared = find_clearings(maps_with(tmp_path, np.s_[50:80, 60:80]), built)
    told = [(region.change_class, round(region.area_m2)) for region in with_clearings(built, cleared)]
    assert told == [(ChangeClass.LAND_CLEARING, 600), (ChangeClass.UNCLEAR, 100)]
