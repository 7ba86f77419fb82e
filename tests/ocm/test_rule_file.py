"""A city's rules are a file; what does not hold in it is named, entry by entry."""

import pytest

from ocm.competence import Condition
from ocm.errors import WrongRules
from ocm.rule_file import read_rules, rules_of_city

GOOD = """
competence:
  - {code: ward, priority: 90, condition: always, organisation: "ward_{area_code}", valid_from: 2025-07-01,
     legal_act: A, title_vi: B, title_en: C}
terms:
  - {code: week, step: decide, priority: 9, days: 7, valid_from: 2025-07-01, legal_act: A, title_vi: B, title_en: C}
"""


def test_a_file_becomes_rules_and_terms():
    rules = read_rules(GOOD)
    [rule], [term] = rules.competence, rules.terms
    assert (rule.code, rule.condition, rule.organisation) == ("ward", Condition.ALWAYS, "ward_{area_code}")
    assert (term.days, term.reason, term.valid_to) == (7, "", None)


def test_the_shipped_rules_of_the_city_hold():
    rules = read_rules(rules_of_city("hcmc").read_text(encoding="utf-8"))
    assert {rule.code for rule in rules.competence} == {"zone_board", "construction_department", "area_committee"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("condition: always", "condition: sometimes"),
        ("condition: always", "condition: inside_zone"),
        ("{area_code}", "{district}"),
        ("legal_act: A, title_vi: B, title_en: C}\nterms", "title_vi: B, title_en: C}\nterms"),
        ("valid_from: 2025-07-01,\n", "valid_from: soon,\n"),
        ("days: 7", "days: -1"),
    ],
)
def test_a_wrong_entry_is_named(before, after):
    assert before in GOOD
    with pytest.raises(WrongRules) as wrong:
        read_rules(GOOD.replace(before, after, 1))
    [fault] = wrong.value.faults
    assert fault.where in {"ward", "week"}


def test_a_city_without_rules_is_told_which_there_are():
    with pytest.raises(WrongRules, match="hcmc"):
        rules_of_city("atlantis")
