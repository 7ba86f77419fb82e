"""What lies near a finding and did not count: stored with the change, told to those who may read it in its register."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import pytest
from shapely import Point, Polygon, affinity

from change_detection import api
from change_detection.drafts import make_drafts
from change_detection.engine.classify import ChangeClass
from change_detection.engine.outline import Region
from change_detection.models import Change, MatchRuleSet
from change_detection.registers.situations import Moments
from change_detection.services.matching import Judged, judge_drafts
from geo_server.core import clock
from geo_server.core.subject import Subject, system
from layers import api as layers
from tests.factories.findings import FindingDraft, make_finding

from .ground import LOTS_CRS, Ground, drawn_ground, publish
from .test_reasons_on_the_ground import AFTER, BEFORE, ERROR, house_on, publish_permit

pytestmark = pytest.mark.django_db
OFFICE = system("tests")
INSPECTOR = Subject(key="user:5", name="Trần Thị Hoa", organisation="ward", roles=frozenset({"inspector"}))


@pytest.fixture
def ground() -> Ground:
    place = drawn_ground()
    lots = [(place.lot, {"sheet": "8", "number": 34}), (place.neighbour, {"sheet": "8", "number": 35})]
    publish("parcels", lots)
    publish("red_lines", [(place.road, {"road_name": place.road_name})])
    return place


def judged(outline: Polygon) -> Judged:
    region = Region(outline, outline.area, 0.9, ChangeClass.NEW_BUILDING)
    drafts = make_drafts([region], run_id="r", crs=LOTS_CRS, error=ERROR)
    [one] = judge_drafts(drafts, moments=Moments(BEFORE, AFTER, 0.2), rule_set=MatchRuleSet(valid_from=BEFORE))
    return one


def test_all_that_was_looked_at_is_told_with_its_reason(ground: Ground):
    # Moved east the walls stand from 4.5 to 10.5, 16 m deep: 0.5 x 16 m² on the lot that begins at 10, less than 10 m².
    house = affinity.translate(house_on(ground.lot), 2.5)
    publish(
        "permits",
        [
            (house_on(ground.neighbour), {"permit_no": "GP-N", "parcel_sheet": "8", "parcel_number": 35}),
            (Point(ground.lot.centroid.x - 40, ground.lot.centroid.y), {"permit_no": "GP-A"}),
            (ground.lot, {"permit_no": "GP-R", "parcel_sheet": "8", "parcel_number": 34, "status": "revoked"}),
        ],
    )
    one = judged(house)
    assert one.match.code == "NO_PERMIT"
    told = {(str(thing.register), thing.key): str(thing.code) for thing in one.why_not}
    assert told == {
        ("permits", "GP-R"): "REVOKED",
        ("permits", "GP-N"): "OTHER_PARCEL",
        ("permits", "GP-A"): "TOO_FAR",
        ("parcels", "8/35"): "BRUSHED",
    }
    [brushed] = [thing for thing in one.why_not if thing.key == "8/35"]
    walls = house.buffer(-0.5, join_style="mitre")
    assert brushed.numbers["overlap_m2"] == pytest.approx(walls.intersection(ground.neighbour).area, abs=0.1)


@pytest.fixture
def finding(ground: Ground) -> Iterator[str]:
    """A finding with a neighbour's permit and a neighbour's parcel that did not count."""
    publish_permit(house_on(ground.neighbour), parcel=35)
    corner = layers.transform_geometry(Point(*ground.lot.bounds[:2]), source=LOTS_CRS, target="EPSG:4326")
    yield make_finding(FindingDraft(x=corner.x, y=corner.y))


def store(finding: str, one: Judged) -> None:
    Change.objects.filter(finding=finding).update(why_not=[asdict(thing) for thing in one.why_not])


def test_a_finding_tells_those_who_may_read_the_registers(ground: Ground, finding: str):
    store(finding, judged(affinity.translate(house_on(ground.lot), 2.5)))
    told = api.get_finding(OFFICE, finding_id=finding).why_not
    assert {(thing.register, thing.key) for thing in told} == {("permits", "GP-1"), ("parcels", "8/35")}
    assert all(thing.vi and thing.en and thing.vi != thing.en for thing in told)
    assert api.list_findings(OFFICE)[0].why_not == ()


def test_a_permit_in_a_hidden_register_is_not_told(ground: Ground, finding: str):
    store(finding, judged(affinity.translate(house_on(ground.lot), 2.5)))
    assert api.get_finding(INSPECTOR, finding_id=finding).why_not == ()
    layers.grant_read("parcels", to="role:inspector", by=OFFICE, now=clock.now())
    [told] = api.get_finding(INSPECTOR, finding_id=finding).why_not
    assert (told.register, told.key) == ("parcels", "8/35")
    assert "GP-1" not in f"{told.vi} {told.en} {told.numbers}"


def test_what_has_left_its_register_is_not_told_any_more(ground: Ground, finding: str):
    store(finding, judged(affinity.translate(house_on(ground.lot), 2.5)))
    Change.objects.filter(finding=finding).update(
        why_not=[
            {
                "register": "permits",
                "key": "GP-GONE",
                "code": "REVOKED",
                "numbers": {"permit_no": "GP-GONE", "distance_m": 1},
            }
        ]
    )
    assert api.get_finding(OFFICE, finding_id=finding).why_not == ()


def test_a_day_in_the_past_is_judged_by_the_rules_of_that_day():
    MatchRuleSet.objects.create(valid_from=date(2026, 9, 1), margin_m2=5.0)
    assert MatchRuleSet.in_force(AFTER).rules.margin_m2 == 10.0
    assert MatchRuleSet.in_force(date(2026, 9, 1)).rules.margin_m2 == 5.0
