"""Each known change has the permit, or the lack of one, that its reason code speaks of."""

from datetime import timedelta

import pytest
import shapely

from geo_server.site.demo.city.fates import Fate, Reason
from geo_server.site.demo.city.frame import AFTER, BEFORE

FIRST, LAST = BEFORE.date(), AFTER.date()
WITHOUT = (Reason.NO_PERMIT, Reason.ZONE_FORBIDS, Reason.OUTSIDE_RED_LINE)


@pytest.fixture(scope="module")
def cases(city):
    """(plot, permits for it) of every new or extended building."""
    by_lot = {}
    for permit in city.permits:
        by_lot.setdefault(permit.lot.code, []).append(permit)
    return [(p, by_lot.get(p.lot.code, [])) for p in city.truth if p.fate in (Fate.NEW, Fate.EXTENDED)]


def of(cases, reason):
    return [(plot, permits) for plot, permits in cases if plot.reason is reason]


def test_buildings_without_permit_have_none_and_nobody_drew_on_their_ground(cases, city):
    tree = shapely.STRtree([permit.shape for permit in city.permits])
    found = [pair for reason in WITHOUT for pair in of(cases, reason)]
    assert len(found) > 40
    for plot, permits in found:
        assert permits == []
        assert len(tree.query(plot.changed, predicate="intersects")) == 0


def test_a_match_is_drawn_named_and_in_time(cases):
    for plot, [permit] in of(cases, Reason.MATCH_OK):
        assert permit.issued < FIRST < permit.expires
        assert permit.named.code == plot.lot.code
        assert permit.shape.buffer(0.01).contains(plot.changed)


@pytest.mark.parametrize("reason", [Reason.PERMIT_EXPIRED, Reason.TEMPORARY_PERMIT_EXPIRED])
def test_expired_permits_ended_long_before_the_earlier_scene(cases, reason):
    for _, [permit] in of(cases, reason):
        assert permit.expires <= FIRST - timedelta(days=60)
        assert permit.temporary is (reason is Reason.TEMPORARY_PERMIT_EXPIRED)


def test_late_permits_were_issued_after_the_later_scene(cases):
    assert all(permit.issued > LAST for _, [permit] in of(cases, Reason.PERMIT_LATER_THAN_CHANGE))


def test_exceeded_footprints_cover_part_of_what_was_built(cases):
    for plot, [permit] in of(cases, Reason.FOOTPRINT_EXCEEDS):
        beyond = plot.changed.difference(permit.shape).area
        assert beyond > 10
        assert beyond > 0.2 * plot.changed.area
        assert permit.shape.intersection(plot.changed).area > 0.5 * min(permit.shape.area, plot.changed.area)


def test_a_wrong_parcel_is_named_on_which_nothing_happens(cases, city):
    changed = {plot.lot.code for plot in city.plots if plot.fate is not Fate.NOTHING}
    for plot, [permit] in of(cases, Reason.WRONG_PARCEL):
        assert permit.shape.equals(plot.after.footprint)
        assert permit.named.code not in changed


def test_an_uncertain_place_is_a_point_on_the_street_that_names_no_parcel(cases, city):
    grounds = shapely.STRtree([plot.lot.ground for plot in city.plots])
    for plot, [permit] in of(cases, Reason.PERMIT_GEOMETRY_UNCERTAIN):
        assert (permit.named, permit.is_drawn) == (None, False)
        assert permit.shape.distance(plot.lot.ground) < 20
        assert plot.lot.ground.disjoint(permit.shape)
        assert len(grounds.query(permit.shape, predicate="within")) == 0
