"""People moved between area versions are neither lost nor counted twice."""

import pytest

from warehouse.stats.moving import WeightsDoNotSum, carried_over, move_extensive


def test_a_split_ward_keeps_its_population():
    weights = [("old", "north", 0.25), ("old", "south", 0.75)]
    assert move_extensive({"old": 1000.0}, weights) == {"north": 250.0, "south": 750.0}


def test_a_ward_merged_from_parts_is_their_sum():
    weights = [("a", "new", 1.0), ("b", "new", 0.4), ("b", "rest", 0.6)]
    assert move_extensive({"a": 100.0, "b": 50.0}, weights) == {"new": 120.0, "rest": 30.0}


def test_weights_that_lose_people_are_refused():
    with pytest.raises(WeightsDoNotSum) as caught:
        move_extensive({"old": 1000.0}, [("old", "north", 0.25), ("old", "south", 0.7)])
    assert caught.value.source == "old"
    assert caught.value.total == pytest.approx(0.95)


def test_a_source_without_any_weight_is_refused():
    with pytest.raises(WeightsDoNotSum):
        move_extensive({"island": 10.0}, [("old", "north", 1.0)])


def test_only_whole_areas_are_carried_over_as_counted():
    weights = [("a", "kept", 1.0), ("b", "left", 0.5), ("b", "right", 0.5), ("c", "merged", 1.0), ("d", "merged", 1.0)]
    assert carried_over(weights) == {"kept", "merged"}
