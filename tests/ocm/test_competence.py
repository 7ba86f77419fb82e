"""Who is competent: the rules of the city, case by case, worked out by hand from Decision 25/2025."""

from datetime import date

import pytest

from ocm.competence import Condition, Rule, Situation, choose

BOARD = Rule(
    code="zone_board",
    priority=10,
    condition=Condition.INSIDE_ZONE,
    argument="management_zones",
    organisation="{board}",
    valid_from=date(2025, 11, 20),
)
DEPARTMENT = Rule(
    code="department",
    priority=20,
    condition=Condition.PERMIT_ISSUED_BY,
    argument="construction",
    organisation="construction",
    valid_from=date(2025, 11, 20),
)
WARD = Rule(code="ward", priority=90, condition=Condition.ALWAYS, organisation="ward_{area_code}")
RULES = [WARD, DEPARTMENT, BOARD]
TODAY = date(2026, 9, 1)


def test_a_building_without_permit_belongs_to_the_ward():
    chosen = choose(RULES, Situation(day=TODAY, area_code="26767"))
    assert chosen and (chosen.organisation, chosen.rule.code) == ("ward_26767", "ward")


def test_a_permit_of_the_ward_leaves_the_ward_competent():
    chosen = choose(RULES, Situation(day=TODAY, area_code="26767", permit_issuer="ward_26767"))
    assert chosen and chosen.organisation == "ward_26767"


def test_a_permit_of_the_department_makes_the_department_competent():
    chosen = choose(RULES, Situation(day=TODAY, area_code="26767", permit_issuer="construction"))
    assert chosen and (chosen.organisation, chosen.rule.code) == ("construction", "department")


def test_inside_a_zone_its_board_is_competent_for_all_buildings():
    inside = Situation(
        day=TODAY, area_code="26767", permit_issuer="construction", boards={"management_zones": "board_iz"}
    )
    chosen = choose(RULES, inside)
    assert chosen and (chosen.organisation, chosen.rule.code) == ("board_iz", "zone_board")


def test_a_rule_does_not_hold_before_its_first_day():
    inside = Situation(day=date(2025, 11, 19), area_code="26767", boards={"management_zones": "board_iz"})
    chosen = choose(RULES, inside)
    assert chosen and chosen.organisation == "ward_26767"


def test_the_day_after_the_last_belongs_to_no_rule():
    ended = Rule(code="old", priority=1, condition=Condition.ALWAYS, organisation="district", valid_to=date(2025, 7, 1))
    assert choose([ended], Situation(day=date(2025, 7, 1), area_code="26767")) is None
    assert choose([ended], Situation(day=date(2025, 6, 30), area_code="26767")) is not None


@pytest.mark.parametrize("rules", [[], [WARD]])
def test_a_place_outside_every_unit_has_no_competent_ward(rules):
    assert choose(rules, Situation(day=TODAY, area_code="")) is None


def test_zones_of_another_register_do_not_count():
    elsewhere = Situation(day=TODAY, area_code="26767", boards={"heritage_zones": "heritage_board"})
    chosen = choose(RULES, elsewhere)
    assert chosen and chosen.rule.code == "ward"
