"""The rules of matching: some hold on every day, also after the database was emptied."""

from datetime import date

import pytest
from django.core.management import call_command

from change_detection.models import MatchRuleSet


@pytest.mark.django_db(transaction=True)
def test_rules_are_there_again_after_a_flush():
    call_command("flush", "--noinput", verbosity=0)
    assert MatchRuleSet.in_force(date(2026, 7, 1)).exempt_land_codes == ["CQP", "CAN"]


@pytest.mark.django_db
def test_an_office_s_own_rules_are_not_added_to():
    MatchRuleSet.objects.all().delete()
    MatchRuleSet.objects.create(valid_from=date(2000, 1, 1), margin_m2=5.0)
    call_command("migrate", verbosity=0)
    assert [rules.margin_m2 for rules in MatchRuleSet.objects.all()] == [5.0]
