"""Every reason code, case by case; the expected code is worked out in the words above each case."""

from dataclasses import replace
from datetime import date

import pytest

from change_detection.matching.decide import decide
from change_detection.matching.reasons import ReasonCode
from change_detection.matching.rules import MatchRules
from change_detection.matching.situation import (
    ChangeClass,
    ChangeFacts,
    ParcelUnder,
    PermitNear,
    PlanLimits,
    RoadReserve,
    Situation,
    ZoneUnder,
)
from change_detection.matching.spread import Spread

BEFORE, AFTER = date(2026, 2, 10), date(2026, 8, 15)
RULES = MatchRules()

# A house whose outline is 12 x 10 m; its walls stand a metre inside of it, 10 x 8 m, and nobody doubts them.
HOUSE = ChangeFacts(
    change_class=ChangeClass.NEW_BUILDING,
    area_m2=120.0,
    wall_m2=Spread.sure(80.0),
    width_m=Spread.sure(8.0),
    before=BEFORE,
    after=AFTER,
    residual_m=0.4,
)
OWN_PARCEL = ParcelUnder(sheet="12", number="345", part_m2=Spread.sure(80.0), land_code="ODT")
HOMES = ZoneUnder(code="R-1", use="residential", part_m2=Spread.sure(80.0))
GOOD_PERMIT = PermitNear(
    permit_no="GP-1",
    parcel="12/345",
    issued=date(2026, 1, 5),
    expires=date(2027, 1, 5),
    footprint_m2=120.0,
    drawn_m2=120.0,
    part_m2=Spread.sure(78.0),
)
PERMITTED = Situation(change=HOUSE, parcels=(OWN_PARCEL,), zones=(HOMES,), permits=(GOOD_PERMIT,))


def with_permit(**changes: object) -> Situation:
    return replace(PERMITTED, permits=(replace(GOOD_PERMIT, **changes),))


def codes(situation: Situation) -> list[str]:
    return [str(reason.code) for reason in decide(situation, RULES).reasons]


def numbers(situation: Situation, code: str) -> dict[str, object]:
    [reason] = [reason for reason in decide(situation, RULES).reasons if reason.code == code]
    return dict(reason.numbers)


def test_a_house_inside_its_permit_matches():
    assert codes(PERMITTED) == ["MATCH_OK"]
    assert not decide(PERMITTED, RULES).is_finding


def test_a_house_nobody_permitted_is_a_finding():
    assert codes(replace(PERMITTED, permits=())) == ["NO_PERMIT"]
    assert decide(replace(PERMITTED, permits=()), RULES).is_finding


def test_without_a_register_of_permits_nothing_is_called_unpermitted():
    assert codes(replace(PERMITTED, permits=(), has_permit_register=False)) == ["PERMIT_GEOMETRY_UNCERTAIN"]


def test_a_permit_that_ended_before_the_first_scene_had_expired():
    assert codes(with_permit(expires=date(2026, 2, 9))) == ["PERMIT_EXPIRED"]


def test_a_permit_that_ended_between_the_scenes_gets_the_benefit_of_the_doubt():
    assert codes(with_permit(expires=BEFORE)) == ["MATCH_OK"]
    assert codes(with_permit(expires=date(2026, 5, 1))) == ["MATCH_OK"]


def test_a_permit_without_an_end_does_not_expire():
    assert codes(with_permit(expires=None)) == ["MATCH_OK"]


def test_a_permit_issued_after_the_building_was_seen_is_later_than_the_change():
    assert codes(with_permit(issued=date(2026, 8, 16))) == ["PERMIT_LATER_THAN_CHANGE"]
    assert codes(with_permit(issued=AFTER)) == ["MATCH_OK"]


def test_a_temporary_building_must_be_gone_when_its_permit_ends():
    assert codes(with_permit(temporary=True, expires=date(2026, 8, 14))) == ["TEMPORARY_PERMIT_EXPIRED"]
    assert codes(with_permit(temporary=True, expires=AFTER)) == ["MATCH_OK"]


def test_a_permit_for_half_the_footprint_is_exceeded():
    # Drawn 6 x 10 m on the left half: 40 m2 of the 80 m2 inside the walls lie outside, that is 50 %.
    situation = with_permit(drawn_m2=60.0, footprint_m2=60.0, part_m2=Spread.sure(40.0), excess_m2=Spread.sure(40.0))
    assert codes(situation) == ["FOOTPRINT_EXCEEDS"]
    assert numbers(situation, "FOOTPRINT_EXCEEDS") == {
        "permit_no": "GP-1",
        "excess_m2": 40.0,
        "excess_low_m2": 40.0,
        "excess_high_m2": 40.0,
        "excess_percent": 50.0,
        "permitted_m2": 60.0,
        "built_m2": 120.0,
    }


@pytest.mark.parametrize(
    ("excess_m2", "code"),
    [(10.0, "MATCH_OK"), (10.1, "FOOTPRINT_EXCEEDS")],  # more than 10 m2 and more than 10 % of 80 m2
)
def test_an_excess_counts_only_above_both_margins(excess_m2: float, code: str):
    assert codes(with_permit(excess_m2=Spread.sure(excess_m2))) == [code]


def test_a_point_permit_on_its_parcel_is_held_to_the_registered_area():
    # The walls of 80 m2 against 60 m2 permitted: 20 m2 too much, 25 %.
    point = {"drawn_m2": None, "part_m2": Spread.sure(0.0), "distance_m": 3.0}
    assert codes(with_permit(**point, footprint_m2=120.0)) == ["MATCH_OK"]
    assert codes(with_permit(**point, footprint_m2=60.0)) == ["FOOTPRINT_EXCEEDS"]


def test_a_permit_drawn_here_but_issued_for_another_parcel_is_of_the_wrong_parcel():
    situation = with_permit(parcel="12/347")
    assert codes(situation) == ["WRONG_PARCEL"]
    assert numbers(situation, "WRONG_PARCEL") == {
        "permit_no": "GP-1",
        "permit_parcel": "12/347",
        "parcel": "12/345",
        "overlap_m2": 80.0,
        "overlap_low_m2": 80.0,
        "overlap_high_m2": 80.0,
    }


def test_a_permitted_house_that_spills_onto_the_neighbour_is_of_the_wrong_parcel():
    neighbour = ParcelUnder(sheet="12", number="346", part_m2=Spread.sure(20.0))
    situation = replace(PERMITTED, parcels=(replace(OWN_PARCEL, part_m2=Spread.sure(60.0)), neighbour))
    assert codes(situation) == ["WRONG_PARCEL"]


def test_an_outline_that_brushes_the_neighbour_is_not_held_against_it():
    neighbour = ParcelUnder(sheet="12", number="346", part_m2=Spread.sure(6.0))
    situation = replace(PERMITTED, parcels=(replace(OWN_PARCEL, part_m2=Spread.sure(74.0)), neighbour))
    assert codes(situation) == ["MATCH_OK"]


def test_a_house_on_the_road_reserve_is_beyond_the_red_line():
    # 40 of 80 m2 on the road; the missing permit is told as well, after it.
    situation = replace(PERMITTED, permits=(), reserves=(RoadReserve(road="Tô Ký", part_m2=Spread.sure(40.0)),))
    assert codes(situation) == ["OUTSIDE_RED_LINE", "NO_PERMIT"]
    assert numbers(situation, "OUTSIDE_RED_LINE") == {
        "road": "Tô Ký",
        "overlap_m2": 40.0,
        "overlap_low_m2": 40.0,
        "overlap_high_m2": 40.0,
        "overlap_percent": 50.0,
    }


def test_a_house_in_a_park_is_forbidden_by_the_plan_before_its_permit_is_missed():
    park = ZoneUnder(code="G-2", use="green", part_m2=Spread.sure(80.0), buildable=False)
    assert codes(replace(PERMITTED, permits=(), zones=(park,))) == ["ZONE_FORBIDS", "NO_PERMIT"]


def test_a_permit_does_not_lift_what_the_plan_forbids():
    park = ZoneUnder(code="G-2", use="green", part_m2=Spread.sure(80.0), buildable=False)
    assert codes(replace(PERMITTED, zones=(park,))) == ["ZONE_FORBIDS"]


def test_the_edge_of_a_park_does_not_forbid_a_house_beside_it():
    park = ZoneUnder(code="G-2", use="green", part_m2=Spread.sure(39.0), buildable=False)  # below half of 80 m2
    assert codes(replace(PERMITTED, zones=(replace(HOMES, part_m2=Spread.sure(41.0)), park))) == ["MATCH_OK"]


def test_an_approved_detail_plan_and_defence_land_are_exempt():
    planned = replace(HOMES, permit_exempt=True)
    assert codes(replace(PERMITTED, permits=(), zones=(planned,))) == ["EXEMPT"]
    defence = replace(OWN_PARCEL, land_code="CQP")
    assert codes(replace(PERMITTED, permits=(), parcels=(defence,))) == ["EXEMPT"]


def test_an_exempt_zone_does_not_excuse_building_on_the_road():
    planned = replace(HOMES, permit_exempt=True)
    situation = replace(
        PERMITTED, permits=(), zones=(planned,), reserves=(RoadReserve(road="Tô Ký", part_m2=Spread.sure(40.0)),)
    )
    assert decide(situation, RULES).code == ReasonCode.OUTSIDE_RED_LINE


def test_a_permit_known_only_by_its_address_nearby_leaves_it_uncertain():
    address_only = {"parcel": "", "drawn_m2": None, "part_m2": Spread.sure(0.0), "on_parcel": False}
    assert codes(with_permit(**address_only, distance_m=25.0)) == ["PERMIT_GEOMETRY_UNCERTAIN"]
    assert codes(with_permit(**address_only, distance_m=31.0)) == ["NO_PERMIT"]


def test_an_address_nearby_does_not_excuse_a_house_that_breaks_its_own_permit():
    neighbour = replace(
        GOOD_PERMIT, permit_no="GP-9", parcel="", drawn_m2=None, part_m2=Spread.sure(0.0), distance_m=15.0
    )
    own = replace(GOOD_PERMIT, expires=date(2025, 1, 1))
    assert codes(replace(PERMITTED, permits=(own, neighbour))) == ["PERMIT_EXPIRED"]


def test_a_permit_drawn_off_its_own_parcel_leaves_it_uncertain():
    assert codes(
        with_permit(part_m2=Spread.sure(0.0), excess_m2=Spread.sure(80.0), on_parcel=False, distance_m=60.0)
    ) == ["PERMIT_GEOMETRY_UNCERTAIN"]


def test_a_permit_for_another_building_on_the_parcel_does_not_speak_for_this_one():
    assert codes(with_permit(part_m2=Spread.sure(0.0), excess_m2=Spread.sure(80.0), distance_m=12.0)) == ["NO_PERMIT"]


def test_of_two_permits_the_one_that_fits_best_is_believed():
    expired = replace(GOOD_PERMIT, permit_no="GP-0", expires=date(2024, 1, 1))
    match = decide(replace(PERMITTED, permits=(expired, GOOD_PERMIT)), RULES)
    assert match.code == ReasonCode.MATCH_OK
    assert match.permit is not None
    assert match.permit.permit_no == "GP-1"


def test_a_change_thinner_than_the_residual_proves_nothing():
    thin = replace(HOUSE, width_m=Spread.sure(0.39))
    situation = replace(PERMITTED, change=thin, permits=())
    assert codes(situation) == ["WITHIN_REGISTRATION_ERROR"]
    assert not decide(situation, RULES).is_finding
    assert codes(replace(situation, change=replace(HOUSE, width_m=Spread.sure(0.41)))) == ["NO_PERMIT"]


def test_a_demolition_needs_no_building_permit():
    gone = replace(HOUSE, change_class=ChangeClass.DEMOLITION)
    assert codes(replace(PERMITTED, change=gone, permits=())) == ["EXEMPT"]


@pytest.mark.parametrize("kind", [ChangeClass.LAND_CLEARING, ChangeClass.UNCLEAR])
def test_ground_on_which_no_building_is_seen_accuses_nobody(kind: ChangeClass):
    ground = replace(HOUSE, change_class=kind)
    assert codes(replace(PERMITTED, change=ground, permits=())) == ["EXEMPT"]


def test_a_new_roof_asks_for_a_height_check():
    roof = replace(HOUSE, change_class=ChangeClass.ROOF_MATERIAL)
    situation = replace(PERMITTED, change=roof, permits=())
    assert codes(situation) == ["NEEDS_HEIGHT_CHECK"]
    assert decide(situation, RULES).is_finding


def test_all_that_is_wrong_is_told_heaviest_first():
    situation = with_permit(parcel="12/347", expires=date(2025, 1, 1), excess_m2=Spread.sure(30.0))
    assert codes(situation) == ["WRONG_PARCEL", "PERMIT_EXPIRED", "FOOTPRINT_EXCEEDS"]


# What is measured has a band. A neighbour's part of 4, 12 or 20 m2 counts above 10 m2: that is at a quarter of the way
# from 4 to 12 and all of the way from 12 to 20, together 0.625 of the band.
IN_DOUBT = ParcelUnder(sheet="12", number="346", part_m2=Spread(4.0, 12.0, 20.0))


def test_what_flips_inside_the_band_is_told_as_uncertain_and_accuses_nobody():
    match = decide(replace(PERMITTED, parcels=(OWN_PARCEL, IN_DOUBT)), RULES)
    assert [str(reason.code) for reason in match.reasons] == ["MATCH_OK", "WRONG_PARCEL"]
    assert match.reasons[1].share == pytest.approx(0.625)
    assert not match.is_finding


def test_what_holds_nearly_everywhere_in_the_band_is_sure():
    # From 9.5 to 12 to 20 m2: above 10 m2 on four fifths of the first half and all of the second, 0.9 of the band.
    spilt = replace(IN_DOUBT, part_m2=Spread(9.5, 12.0, 20.0))
    match = decide(replace(PERMITTED, parcels=(OWN_PARCEL, spilt)), RULES)
    assert match.code == ReasonCode.WRONG_PARCEL
    assert match.share == pytest.approx(0.9)
    assert match.is_finding


def test_what_holds_at_less_than_half_of_the_band_is_no_reason():
    # 4, 8 or 20 m2: above 10 m2 only on 10/12 of the way from 8 to 20, that is 0.417 of the band.
    parcel = replace(IN_DOUBT, part_m2=Spread(4.0, 8.0, 20.0))
    assert codes(replace(PERMITTED, parcels=(OWN_PARCEL, parcel))) == ["MATCH_OK"]


def test_what_is_in_doubt_ranks_behind_what_is_sure():
    # The red line weighs more than a missing permit, but whether it is crossed is in doubt.
    reserve = RoadReserve(road="Tô Ký", part_m2=Spread(4.0, 12.0, 20.0))
    assert codes(replace(PERMITTED, permits=(), reserves=(reserve,))) == ["NO_PERMIT", "OUTSIDE_RED_LINE"]


def test_what_is_in_doubt_does_not_lift_an_exemption():
    planned = replace(HOMES, permit_exempt=True)
    reserve = RoadReserve(road="Tô Ký", part_m2=Spread(4.0, 12.0, 20.0))
    assert codes(replace(PERMITTED, permits=(), zones=(planned,), reserves=(reserve,))) == [
        "EXEMPT",
        "OUTSIDE_RED_LINE",
    ]


def test_a_permit_in_doubt_loses_against_one_that_fits():
    spilt = replace(PERMITTED, parcels=(OWN_PARCEL, IN_DOUBT))
    both = replace(spilt, permits=(GOOD_PERMIT, replace(GOOD_PERMIT, permit_no="GP-0", parcel="")))
    match = decide(both, RULES)
    assert codes(both) == ["MATCH_OK"]
    assert match.permit is not None
    assert match.permit.permit_no == "GP-0"


def test_a_revoked_permit_speaks_for_nothing():
    assert codes(with_permit(revoked=True)) == ["NO_PERMIT"]


# The plan: 120 m2 of parcel, 40 % may be covered, that is 48 m2.
COVERED = ZoneUnder(code="R-1", use="residential", part_m2=Spread.sure(80.0), limits=PlanLimits(coverage=0.4))
SMALL_LOT = replace(OWN_PARCEL, parcel_m2=120.0)


def test_more_than_the_plan_lets_be_covered_exceeds_the_footprint():
    situation = replace(PERMITTED, parcels=(SMALL_LOT,), zones=(COVERED,))
    assert codes(situation) == ["FOOTPRINT_EXCEEDS"]
    said = numbers(situation, "FOOTPRINT_EXCEEDS")
    assert (said["because"], said["allowed_m2"], said["excess_m2"], said["others_m2"]) == ("coverage", 48.0, 32.0, None)
    assert said["covered_percent"] == 66.7  # 80 of 120 m2


def test_what_stood_on_the_parcel_before_is_covered_too():
    # A part of 30 m2 alone would fit into 48 m2; with 35 m2 that stood there it is 17 m2 too much.
    wing = replace(HOUSE, area_m2=40.0, wall_m2=Spread.sure(30.0))
    lot = replace(SMALL_LOT, part_m2=Spread.sure(30.0), built_m2=35.0)
    situation = replace(PERMITTED, change=wing, parcels=(lot,), zones=(replace(COVERED, part_m2=Spread.sure(30.0)),))
    assert numbers(situation, "FOOTPRINT_EXCEEDS")["excess_m2"] == 17.0
    alone = replace(situation, parcels=(replace(lot, built_m2=0.0),))
    assert codes(alone) == ["MATCH_OK"]


@pytest.mark.parametrize(
    ("limits", "breaking"),
    [
        (PlanLimits(floors=2), 3),
        (PlanLimits(height_m=7.0), 3),  # two storeys of 3.3 m
        (PlanLimits(floor_area_ratio=1.6), 3),  # 1.6 x 120 m2 are 192 m2, two storeys of 80 m2
        (PlanLimits(floor_area_ratio=0.5), 1),  # not even one
    ],
)
def test_where_the_usual_storeys_would_break_the_plan_the_height_is_asked_for(limits: PlanLimits, breaking: int):
    zone = replace(HOMES, limits=limits)
    situation = replace(PERMITTED, parcels=(SMALL_LOT,), zones=(zone,))
    assert codes(situation) == ["NEEDS_HEIGHT_CHECK"]
    assert numbers(situation, "NEEDS_HEIGHT_CHECK")["floors_that_break"] == breaking
    assert codes(replace(situation, permits=())) == ["NO_PERMIT", "NEEDS_HEIGHT_CHECK"]


def test_a_permit_for_few_storeys_answers_the_question_of_height():
    zone = replace(HOMES, limits=PlanLimits(floors=2))
    assert codes(replace(with_permit(floors=2), zones=(zone,))) == ["MATCH_OK"]
    assert codes(replace(with_permit(floors=3), zones=(zone,))) == ["NEEDS_HEIGHT_CHECK"]


def test_a_plan_that_allows_the_usual_storeys_asks_nothing():
    zone = replace(HOMES, limits=PlanLimits(floors=3, height_m=10.0, floor_area_ratio=2.1))
    assert codes(replace(PERMITTED, parcels=(SMALL_LOT,), zones=(zone,))) == ["MATCH_OK"]


def test_a_use_that_the_office_closed_forbids_like_a_zone_that_says_so():
    park = ZoneUnder(code="G-2", use="CXDT", part_m2=Spread.sure(80.0))
    rules = replace(RULES, closed_uses=frozenset({"CXDT"}))
    assert decide(replace(PERMITTED, zones=(park,)), rules).code == ReasonCode.ZONE_FORBIDS
    assert decide(replace(PERMITTED, zones=(park,)), RULES).code == ReasonCode.MATCH_OK


def test_a_rim_as_wide_as_the_scenes_lie_apart_proves_nothing_even_if_its_outline_is_wider():
    # The outline is 2.2 m wide; without up to a metre of eaves on both sides the walls are 0.2 to 2.2 m apart, 1.2 m
    # most likely. Below 1.5 m they are at all of the way from 0.2 to 1.2 and at 0.3 of the way from 1.2 to 2.2.
    rim = replace(HOUSE, width_m=Spread(0.2, 1.2, 2.2), residual_m=1.5)
    match = decide(replace(PERMITTED, change=rim, permits=()), RULES)
    assert match.code == ReasonCode.WITHIN_REGISTRATION_ERROR
    assert match.share == pytest.approx((1 + 0.3) / 2)
