"""What this package listens to: the database was migrated or emptied, a job has ended."""

from datetime import date
from typing import Any

from django.db import connections

from geo_server.core.events import JobFinished

from .models import MAKING_JOB, MatchRuleSet
from .services.deliveries import settle_ended_job

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


def settle_delivery(event: JobFinished) -> None:
    """The job of a delivery that somebody dismissed, or that was given up, ends the delivery too."""
    if event.kind == MAKING_JOB:
        settle_ended_job(event.job_id)
