"""What this package listens to: the database was migrated or emptied."""

from datetime import date
from typing import Any

from django.db import connections

from .models import MatchRuleSet

FIRST_DAY = date(1993, 10, 15)
"""The Land Law of 1993 came into force: no register speaks of earlier days."""
EXEMPT_LAND_CODES = ["CQP", "CAN"]


def keep_first_rules(*, using: str, **_: Any) -> None:
    """Some rules hold on every day until an office enters its own; Django's `flush` empties every table."""
    if MatchRuleSet._meta.db_table not in connections[using].introspection.table_names():
        return
    rules = MatchRuleSet.objects.using(using)
    if not rules.exists():
        rules.create(valid_from=FIRST_DAY, exempt_land_codes=EXEMPT_LAND_CODES)
