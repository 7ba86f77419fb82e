"""Set what an owner asks for before a new version of his data is published."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..fitting import require_fit
from ..models import OwnerRule
from ..policy import require_rule_maker
from ..rules import Rule


def set_rule(rule: Rule, *, by: Subject, now: datetime) -> None:
    """Let this rule hold for its collection, or for all of the organisation; an earlier one is replaced.

    Raises:
        MayNotDecide, ReadOnlyToken: only managers of the organisation and administrators set its rules.
    """
    require_rule_maker(by, rule.organisation)
    require_fit(OwnerRule, asdict(rule))
    values = asdict(rule)
    which = {name: values.pop(name) for name in ("organisation", "collection")}
    with transaction.atomic():
        OwnerRule.objects.update_or_create(**which, defaults=values | {"set_by": by.key, "set_at": now})
        audit.record(by, act="set_owner_rule", object=rule.collection or rule.organisation, now=now, **asdict(rule))
