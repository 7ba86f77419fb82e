"""Parcels, houses and known changes of the quarter hold together."""

from collections import Counter

import pytest
import shapely

from geo_server.site.demo.city.fates import MIN_EXTENSION_M2, QUOTAS, Fate, Reason
from geo_server.site.demo.city.frame import quarter_square, scene_square
from geo_server.site.demo.city.land_use import RULES, Use


def test_zones_cover_the_quarter_once(city):
    grounds = [zone.ground for zone in city.zones]
    assert shapely.union_all(grounds).symmetric_difference(quarter_square()).area < 0.01
    assert sum(ground.area for ground in grounds) == pytest.approx(quarter_square().area, abs=0.01)
    assert {zone.use for zone in city.zones} == set(Use)


def test_parcels_do_not_overlap(city):
    grounds = [plot.lot.ground for plot in city.plots]
    tree = shapely.STRtree(grounds)
    pairs = tree.query(grounds, predicate="overlaps")
    shared = [grounds[a].intersection(grounds[b]).area for a, b in pairs.T if a < b]
    assert sum(shared) < 1e-4 * sum(ground.area for ground in grounds)
    assert max(shared, default=0.0) < 1.0  # the centimetre grid of the corners


def test_parcels_have_unique_numbers_and_stand_off_the_streets(city):
    assert len({plot.lot.code for plot in city.plots}) == len(city.plots) > 4000
    roads = shapely.union_all(
        [street.line.buffer(street.width_m / 2 - 0.1, cap_style="flat") for street in city.streets]
    )
    assert sum(plot.lot.ground.intersection(roads).area for plot in city.plots) < 10.0


def test_every_house_stands_on_its_own_parcel(city):
    houses = [(plot.lot.ground, house.footprint) for plot in city.plots for house in (plot.before, plot.after) if house]
    assert len(houses) > 10_000
    assert all(ground.buffer(0.02).contains(footprint) for ground, footprint in houses)


def test_the_quotas_of_change_are_met(city):
    wanted = {(fate, reason): count for fate, reason, count in QUOTAS}
    assert Counter((plot.fate, plot.reason) for plot in city.plots if plot.fate is not Fate.NOTHING) == wanted
    assert 150 <= len(city.truth) <= 250


def test_every_known_change_is_seen_by_both_scenes_and_alone(city):
    changed = [plot.changed for plot in city.truth]
    assert all(ground.within(scene_square()) for ground in changed)
    tree = shapely.STRtree(changed)
    near = tree.query(changed, predicate="dwithin", distance=5.0)
    assert near.shape[1] == len(changed)  # nobody but itself
    assert min(ground.area for ground in changed) >= MIN_EXTENSION_M2


def test_changed_ground_is_what_differs_between_the_dates(city):
    for plot in city.truth:
        old = plot.before.footprint if plot.before else shapely.Polygon()
        new = plot.after.footprint if plot.after else shapely.Polygon()
        assert abs(old.symmetric_difference(new).area - plot.changed.area) < 1.0


def test_offenders_stand_on_the_road_reserve_and_nobody_else(city):
    reserve = shapely.union_all([one.land for one in city.reserves])
    for plot in city.truth:
        share = plot.changed.intersection(reserve).area / plot.changed.area
        if plot.reason is Reason.OUTSIDE_RED_LINE:
            assert share >= 0.2
        else:
            assert share == 0.0


def test_forbidden_zones_and_exempt_land_are_where_the_plan_says(city):
    for plot in city.truth:
        buildable = RULES[plot.lot.zone.use].buildable
        if plot.reason is Reason.ZONE_FORBIDS:
            assert not buildable
        elif plot.fate is Fate.NEW and plot.reason is Reason.EXEMPT:
            assert RULES[plot.lot.zone.use].land_code == "CQP"
        else:
            assert buildable
