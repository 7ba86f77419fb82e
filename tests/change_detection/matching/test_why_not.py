"""What lies near a change and did not count: one case for every code, and its sentence in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from change_detection.matching.decide import decide
from change_detection.matching.situation import ChangeClass, ParcelUnder, RoadReserve, Situation, ZoneUnder
from change_detection.matching.spread import Spread
from change_detection.matching.why_not import WhyNot, WhyNotCode, why_not
from change_detection.matching.why_not_wording import explain_why_not

from .test_decide import GOOD_PERMIT, HOMES, HOUSE, OWN_PARCEL, PERMITTED, RULES

NONE = Spread.sure(0.0)
ADDRESS_ONLY = replace(GOOD_PERMIT, permit_no="GP-9", parcel="", drawn_m2=None, part_m2=NONE, distance_m=12.0)
ELSEWHERE = replace(GOOD_PERMIT, permit_no="GP-9", part_m2=NONE, excess_m2=Spread.sure(80.0), distance_m=14.0)


def unheard(situation: Situation) -> list[WhyNot]:
    return list(why_not(situation, decide(situation, RULES), RULES))


def the_one(situation: Situation) -> tuple[str, str]:
    """Code and Vietnamese sentence of the only thing that did not count."""
    [one] = unheard(situation)
    return str(one.code), explain_why_not(one).vi


def with_other(permit: object) -> Situation:
    return replace(PERMITTED, permits=(GOOD_PERMIT, permit))


def test_a_permit_that_covers_the_change_leaves_nothing_to_explain():
    assert unheard(PERMITTED) == []


def test_a_permit_that_was_revoked():
    code, said = the_one(replace(PERMITTED, permits=(replace(GOOD_PERMIT, revoked=True),)))
    assert (code, said) == ("REVOKED", "Giấy phép GP-1 (cách 0 m) đã bị thu hồi.")


def test_an_address_that_is_too_far():
    code, said = the_one(replace(PERMITTED, permits=(replace(ADDRESS_ONLY, distance_m=41.0),)))
    assert code == "TOO_FAR"
    assert said == "Giấy phép GP-9 chỉ có địa chỉ, cách 41 m; xa hơn 30 m thì không tính."


def test_an_address_nearby_beside_a_permit_that_fits():
    assert the_one(with_other(ADDRESS_ONLY)) == (
        "BETTER_SPEAKS", "Giấy phép GP-9 chỉ có địa chỉ, cách 12 m; giấy phép GP-1 phù hợp hơn."
    )  # fmt: skip


def test_a_permit_of_the_neighbours_parcel():
    other = replace(ELSEWHERE, parcel="12/346")
    assert the_one(with_other(other)) == (
        "OTHER_PARCEL", "Giấy phép GP-9 cách 14 m, cấp cho thửa 12/346, không phải thửa 12/345."
    )  # fmt: skip


def test_a_permit_of_another_building_on_the_same_parcel():
    assert the_one(with_other(ELSEWHERE))[0] == "OTHER_BUILDING"


def test_a_permit_drawn_elsewhere_without_a_parcel():
    assert the_one(with_other(replace(ELSEWHERE, parcel="")))[0] == "DRAWN_ELSEWHERE"


def test_a_drawing_that_covers_too_little():
    # 20 of 80 m2 are a quarter; half is asked for.
    little = replace(GOOD_PERMIT, permit_no="GP-9", parcel="12/346", part_m2=Spread(10.0, 20.0, 30.0))
    code, said = the_one(with_other(little))
    assert code == "COVERS_TOO_LITTLE"
    assert said == "Bản vẽ của giấy phép GP-9 chỉ phủ 20 m² (10–30 m²), tức 25 %; cần 50 %."


def test_a_permit_that_speaks_but_fits_less():
    expired = replace(GOOD_PERMIT, permit_no="GP-0", expires=date(2024, 1, 1))
    [one] = unheard(with_other(expired))
    assert (one.code, one.numbers["objection"]) == (WhyNotCode.FITS_LESS, "PERMIT_EXPIRED")


@pytest.mark.parametrize(
    ("dates", "code"),
    [({"expires": date(2026, 5, 1)}, "ENDED_BETWEEN"), ({"issued": date(2026, 5, 1)}, "ISSUED_BETWEEN")],
    ids=["ended", "issued"],
)
def test_a_day_between_the_scenes_gets_the_benefit_of_the_doubt_and_is_told(dates: dict[str, date], code: str):
    said, sentence = the_one(replace(PERMITTED, permits=(replace(GOOD_PERMIT, **dates),)))
    assert said == code
    assert "01/05/2026, giữa hai ảnh (10/02/2026 và 15/08/2026)" in sentence


def test_what_the_outline_only_brushes():
    neighbour = ParcelUnder(sheet="12", number="346", part_m2=Spread(0.0, 3.0, 9.0))
    park = ZoneUnder(code="G-2", use="green", part_m2=Spread(0.0, 8.0, 16.0), buildable=False)
    reserve = RoadReserve(road="Tô Ký", part_m2=Spread(0.0, 2.0, 4.5))
    situation = replace(PERMITTED, parcels=(OWN_PARCEL, neighbour), zones=(HOMES, park), reserves=(reserve,))
    assert [explain_why_not(one).en for one in unheard(situation)] == [
        "Only 3 m² (0–9 m²) lie on parcel 12/346; below 10 m² they do not count.",
        "Only 8 m² (0–16 m²), that is 10 %, lie in planning zone G-2; below 50 % they do not count.",
        "Only 2 m² (0–4.5 m²) stand on land reserved for the road Tô Ký; below 10 m² they do not count.",
    ]


def test_where_no_permit_is_asked_for_those_that_would_speak_are_not_told():
    gone = replace(HOUSE, change_class=ChangeClass.DEMOLITION)
    assert unheard(replace(PERMITTED, change=gone)) == []


def test_permits_are_told_nearest_first():
    far = replace(ELSEWHERE, permit_no="GP-7", distance_m=20.0)
    assert [one.key for one in unheard(replace(PERMITTED, permits=(GOOD_PERMIT, far, ELSEWHERE)))] == ["GP-9", "GP-7"]
