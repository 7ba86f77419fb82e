"""Every reason code on ground drawn with a ruler and on ground of the city; what is expected is worked out by hand.

A house is outlined; its walls stand half a metre inside the outline, give or take what `ERROR` and the register say.
Areas are computed beside by Shapely in metres and by pyproj on the ellipsoid.
"""

from datetime import date
from typing import Any

import pytest
import shapely
from shapely import Point, Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from change_detection.drafts import OutlineError, make_drafts
from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region
from change_detection.matching.reasons import Reason, ReasonCode
from change_detection.matching.wording import explain
from change_detection.models import MatchRuleSet
from change_detection.registers.situations import Moments
from change_detection.services.matching import Judged, judge_drafts

from .ground import LOTS_CRS, Ground, drawn_ground, publish, real_ground, square_metres

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 2, 10), date(2026, 8, 15)
ERROR = OutlineError(inside_m=1.0, apart_m=0.2)
EXACT = 0.002
"""A plane of VN-2000 or UTM is up to 0.04 % too small or too large, and numbers are rounded to 0.1 m²."""


@pytest.fixture(params=["drawn", pytest.param("real", marks=pytest.mark.real)])
def ground(request: pytest.FixtureRequest) -> Ground:
    """The ground to build on; the lots are published as parcels."""
    if request.param == "drawn":
        place = drawn_ground()
    else:
        place = real_ground(request.getfixturevalue("real_data"))
    lots = [(place.lot, {"sheet": "8", "number": 34, "land_code": "ODT"})]
    lots += [(place.neighbour, {"sheet": "8", "number": 35, "land_code": "ODT"})]
    publish("parcels", lots)
    return place


def house_on(lot: Polygon) -> Polygon:
    """A house that keeps a metre and a half from the borders of its lot."""
    return lot.buffer(-1.5, join_style="mitre")


def walls(outline: Polygon) -> Polygon:
    return outline.buffer(-0.5, join_style="mitre")


def block(of: Polygon, width: float, depth: float) -> Polygon:
    """A house of a size in the middle of the widest part of a zone."""
    x, y = shapely.maximum_inscribed_circle(of, tolerance=0.1).coords[0]
    return box(x - width / 2, y - depth / 2, x + width / 2, y + depth / 2)


def judged(
    outline: Polygon,
    *,
    crs: str = LOTS_CRS,
    kind: ChangeClass = ChangeClass.NEW_BUILDING,
    residual_m: float = 0.2,
    **rules: Any,
) -> Judged:
    """What is said of one change."""
    [draft] = make_drafts([Region(outline, square_metres(outline, crs), 0.9, kind)], run_id="r", crs=crs, error=ERROR)
    moments = Moments(BEFORE, AFTER, residual_m)
    [one] = judge_drafts([draft], moments=moments, rule_set=MatchRuleSet(valid_from=BEFORE, **rules))
    return one


def codes(one: Judged) -> list[str]:
    return [str(reason.code) for reason in one.match.reasons]


def reason(one: Judged, code: ReasonCode) -> Reason:
    [found] = [reason for reason in one.match.reasons if reason.code == code]
    return found


def publish_permit(shape: BaseGeometry, parcel: int | None = 34, **more: Any) -> None:
    values = {"permit_no": "GP-1", "parcel_sheet": "8" if parcel else None, "parcel_number": parcel}
    times = {"issued": date(2026, 1, 5), "expires": date(2027, 1, 5)}
    rest = {"temporary": False, "footprint_m2": shape.area or 100.0, "status": "valid"}
    row = {name: value for name, value in {**values, **times, **rest, **more}.items() if value is not None}
    publish("permits", [(shape, row)])


def publish_zone(shape: Polygon, crs: str, **more: Any) -> None:
    publish("zoning", [(shape, {"zone_code": "Z-1", "use": "NNO", **more})], crs=crs)


def test_match_ok(ground: Ground):
    # The permit draws the whole outline: nothing of the house is outside of it, all of it on its own lot.
    publish_permit(house_on(ground.lot))
    one = judged(house_on(ground.lot))
    assert codes(one) == ["MATCH_OK"]
    [parcel, *_] = sorted(one.situation.parcels, key=lambda parcel: -parcel.part_m2.likely)
    assert parcel.part_m2.likely == pytest.approx(square_metres(walls(house_on(ground.lot)), LOTS_CRS), rel=EXACT)
    assert parcel.parcel_m2 == pytest.approx(square_metres(ground.lot, LOTS_CRS), rel=EXACT)


def test_no_permit(ground: Ground):
    # The only permit draws the house on the neighbour's lot, and names that lot.
    publish_permit(house_on(ground.neighbour), parcel=35)
    one = judged(house_on(ground.lot))
    assert codes(one) == ["NO_PERMIT"]
    assert one.match.reasons[0].numbers["built_m2"] == pytest.approx(
        square_metres(house_on(ground.lot), LOTS_CRS), rel=EXACT
    )


def test_permit_expired(ground: Ground):
    # It ended a day before the earlier scene, on which nothing stood yet.
    publish_permit(house_on(ground.lot), expires=date(2026, 2, 9))
    assert codes(judged(house_on(ground.lot))) == ["PERMIT_EXPIRED"]


def test_permit_later_than_change(ground: Ground):
    # It was issued a day after the later scene, on which the house stands.
    publish_permit(house_on(ground.lot), issued=date(2026, 8, 16))
    assert codes(judged(house_on(ground.lot))) == ["PERMIT_LATER_THAN_CHANGE"]


def test_temporary_permit_expired(ground: Ground):
    # It ended a day before the later scene, on which the house still stands.
    publish_permit(house_on(ground.lot), temporary=True, expires=date(2026, 8, 14))
    assert codes(judged(house_on(ground.lot))) == ["TEMPORARY_PERMIT_EXPIRED"]


def test_footprint_exceeds_its_permit(ground: Ground):
    # The permit draws the half of the house west of its middle; what the walls enclose east of it is too much.
    house = house_on(ground.lot)
    west, south, _, north = house.bounds
    half = house.intersection(box(west, south, house.centroid.x, north))
    publish_permit(half)
    one = judged(house)
    assert codes(one) == ["FOOTPRINT_EXCEEDS"]
    numbers = reason(one, ReasonCode.FOOTPRINT_EXCEEDS).numbers
    assert numbers["excess_m2"] == pytest.approx(square_metres(walls(house).difference(half), LOTS_CRS), rel=EXACT)
    assert numbers["permitted_m2"] == pytest.approx(half.area, abs=0.06)


def test_footprint_exceeds_what_the_plan_lets_be_covered(ground: Ground):
    # A fifth of the lot may be built on; the walls enclose more, and the permit for all of it does not lift the plan.
    house = house_on(ground.lot)
    publish_permit(house)
    publish_zone(ground.lot.buffer(30), LOTS_CRS, max_coverage=0.2)
    one = judged(house)
    assert codes(one) == ["FOOTPRINT_EXCEEDS"]
    too_much = square_metres(walls(house), LOTS_CRS) - 0.2 * square_metres(ground.lot, LOTS_CRS)
    assert one.match.reasons[0].numbers["excess_m2"] == pytest.approx(too_much, rel=0.005)
    assert "8/34" in explain(one.match.reasons[0]).vi


def test_wrong_parcel(ground: Ground):
    # Drawn on this house, issued for the neighbour's lot: all that the walls enclose stands on another lot.
    publish_permit(house_on(ground.lot), parcel=35)
    one = judged(house_on(ground.lot))
    assert codes(one) == ["WRONG_PARCEL"]
    numbers = one.match.reasons[0].numbers
    assert (numbers["permit_parcel"], numbers["parcel"]) == ("8/35", "8/34")
    on_lot = walls(house_on(ground.lot)).intersection(ground.lot)
    assert numbers["overlap_m2"] == pytest.approx(square_metres(on_lot, LOTS_CRS), rel=EXACT)


def test_outside_red_line(ground: Ground):
    # A house of 12 x 12 m in the middle of the border between lot and road; the part over the road counts.
    publish("red_lines", [(ground.road, {"road_name": ground.road_name})])
    publish_permit(Point(ground.lot.centroid.x + 500, ground.lot.centroid.y), parcel=99)
    border = ground.lot.buffer(0.2).intersection(ground.road).centroid
    house = border.buffer(6, cap_style="square")
    one = judged(house)
    assert codes(one) == ["OUTSIDE_RED_LINE", "NO_PERMIT"]
    numbers = one.match.reasons[0].numbers
    on_road = square_metres(walls(house).intersection(ground.road), LOTS_CRS)
    assert on_road > 14.4  # of 144 m²: more than both margins, 10 m² and a tenth
    assert numbers["road"] == ground.road_name
    assert numbers["overlap_m2"] == pytest.approx(on_road, rel=0.01)


def test_zone_forbids(ground: Ground):
    # A house of 12 x 9 m with all of it in a park; the plan of District 7 has no word for "closed", only its uses.
    publish_zone(ground.park, ground.plan_crs, use="CXDT")
    one = judged(block(ground.park, 12, 9), crs=ground.plan_crs, closed_uses=["CXDT", "MN", "DGT"])
    assert codes(one)[0] == "ZONE_FORBIDS"
    numbers = one.match.reasons[0].numbers
    assert numbers["overlap_m2"] == pytest.approx(11 * 8, rel=EXACT)  # its walls
    assert numbers["overlap_percent"] == 100.0


def test_zone_forbids_a_narrow_house_too_however_badly_the_zone_is_drawn(ground: Ground):
    # Walls of 3 x 12 m all in the park: at the inner end of the zone's band next to nothing is left of them, all of it
    # still in the park.
    publish_zone(ground.park, ground.plan_crs, use="CXDT")
    one = judged(block(ground.park, 4, 13), crs=ground.plan_crs, closed_uses=["CXDT"], zoning_accuracy_m=2.0)
    assert codes(one)[0] == "ZONE_FORBIDS"
    assert one.match.share == 1.0


def test_exempt_by_a_detail_plan(ground: Ground):
    publish_zone(ground.planned, ground.plan_crs, permit_exempt=True)
    assert codes(judged(block(ground.planned, 12, 9), crs=ground.plan_crs)) == ["EXEMPT"]


def test_exempt_because_nothing_is_built(ground: Ground):
    assert codes(judged(house_on(ground.lot), kind=ChangeClass.DEMOLITION)) == ["EXEMPT"]


def test_permit_geometry_uncertain(ground: Ground):
    # Known by its address only, twenty metres beside the middle of the house.
    house = house_on(ground.lot)
    address = Point(house.centroid.x + 20, house.centroid.y)
    publish_permit(address, parcel=None)
    one = judged(house)
    assert codes(one) == ["PERMIT_GEOMETRY_UNCERTAIN"]
    assert one.match.reasons[0].numbers["distance_m"] == pytest.approx(walls(house).distance(address), abs=0.06)


def test_needs_height_check_where_the_plan_is_low(ground: Ground):
    # Two storeys and 7 m are allowed: a house of the usual three would break the plan, and no permit says how many.
    publish_zone(ground.low, ground.plan_crs, max_floors=2, max_height_m=7.0)
    publish("permits", [(ground.lot, {"permit_no": "GP-9", "status": "valid"})])
    one = judged(block(ground.low, 15, 10), crs=ground.plan_crs)
    assert codes(one) == ["NO_PERMIT", "NEEDS_HEIGHT_CHECK"]
    assert one.match.reasons[1].numbers["floors_that_break"] == 3


def test_needs_height_check_by_the_floor_area_ratio(ground: Ground):
    # Walls of W m² on a lot of L m² with a ratio of 1: floor(L / W) storeys fit, one more breaks it.
    house = house_on(ground.lot)
    publish_permit(house)
    publish_zone(ground.lot.buffer(30), LOTS_CRS, max_far=1.0)
    one = judged(house)
    fitting = int(square_metres(ground.lot, LOTS_CRS) / square_metres(walls(house), LOTS_CRS))
    assert fitting + 1 <= 3
    assert codes(one) == ["NEEDS_HEIGHT_CHECK"]
    assert one.match.reasons[0].numbers["floors_that_break"] == fitting + 1


def test_a_new_roof_needs_a_height_check(ground: Ground):
    assert codes(judged(house_on(ground.lot), kind=ChangeClass.ROOF_MATERIAL)) == ["NEEDS_HEIGHT_CHECK"]


def test_within_registration_error(ground: Ground):
    # A rim of 2.2 m along the house, where the scenes lie three pixels of half a metre apart: its walls are likelier to
    # be 1.2 m apart, less than 1.5 m.
    house = house_on(ground.lot)
    rim = box(house.bounds[0], house.bounds[1], house.bounds[0] + 2.2, house.bounds[3])
    one = judged(affinity.translate(rim, -1.1), residual_m=1.5)
    assert codes(one) == ["WITHIN_REGISTRATION_ERROR"]
    assert one.match.reasons[0].numbers == {"width_m": 1.2, "residual_m": 1.5}
    assert codes(judged(affinity.translate(rim, -1.1), residual_m=0.2)) != ["WITHIN_REGISTRATION_ERROR"]
