"""Loading rules: versions by code and first day; the database keeps two versions from holding on one day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ocm import api as ocm
from ocm.models import CompetenceRule

pytestmark = pytest.mark.django_db

FIRST = """
competence:
  - {code: ward, priority: 90, condition: always, organisation: "ward_{area_code}", valid_from: 2025-07-01,
     legal_act: A, title_vi: B, title_en: C}
"""
ENDED_AND_FOLLOWED = """
competence:
  - {code: ward, priority: 90, condition: always, organisation: "unit_{area_code}", valid_from: 2027-01-01,
     legal_act: D, title_vi: B, title_en: C}
  - {code: ward, priority: 90, condition: always, organisation: "ward_{area_code}", valid_from: 2025-07-01,
     valid_to: 2027-01-01, legal_act: A, title_vi: B, title_en: C}
"""


def load(text, tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return ocm.load_rules("hcmc", path=path)


def test_loading_twice_changes_nothing(tmp_path):
    assert load(FIRST, tmp_path) == 1
    assert load(FIRST, tmp_path) == 0


def test_a_version_ends_where_its_successor_begins(tmp_path):
    load(FIRST, tmp_path)
    assert load(ENDED_AND_FOLLOWED, tmp_path) == 2
    old, new = CompetenceRule.objects.order_by("valid")
    assert (old.valid.upper, old.organisation) == (date(2027, 1, 1), "ward_{area_code}")
    assert (new.valid.lower, new.organisation) == (date(2027, 1, 1), "unit_{area_code}")


def test_two_versions_cannot_hold_on_one_day(tmp_path):
    load(FIRST, tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        load(FIRST.replace("2025-07-01", "2026-01-01"), tmp_path)
    assert CompetenceRule.objects.count() == 1
