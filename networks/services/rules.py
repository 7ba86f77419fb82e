"""Keep the rules that the triggers read in step with `rules.yaml`."""

from dataclasses import asdict

from django.db import connections

from ..models import Rule
from ..rules import all_rules


def store_rules(*, using: str = "default") -> None:
    """Write every rule anew; nothing where the table is not there yet."""
    if Rule._meta.db_table not in connections[using].introspection.table_names():
        return
    for rule in all_rules().values():
        values = {name: value for name, value in asdict(rule).items() if name not in ("code", "where")}
        Rule.objects.using(using).update_or_create(code=rule.code, defaults=values)
    Rule.objects.using(using).exclude(code__in=all_rules()).delete()
