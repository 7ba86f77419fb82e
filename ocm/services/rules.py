"""Bring the rules of a file into the tables; a version is keyed by its code and first day."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from psycopg.types.range import Range

from ocm.models import CompetenceRule, DeadlineRule
from ocm.rule_file import RuleEntry, read_rules, rules_of_city

M = TypeVar("M", CompetenceRule, DeadlineRule)


def load_rules(city: str, *, path: Path | None = None) -> int:
    """Store the rules shipped for a city, or those of a file; returns how many versions were added or changed.

    Idempotent. Versions that the file does not name stay: alerts point to the rule that chose their organisation.

    Raises:
        WrongRules: no rules for this city, or entries that do not hold (all of them named); nothing is written.
    """
    rules = read_rules((path or rules_of_city(city)).read_text(encoding="utf-8"))
    with transaction.atomic():
        return _store(CompetenceRule, rules.competence) + _store(DeadlineRule, rules.terms)


def _store(model: type[M], entries: Iterable[RuleEntry]) -> int:
    """Earlier versions first, so that one which now ends makes room for its successor."""
    ordered = sorted(entries, key=lambda entry: entry.valid_from)
    return sum(_store_version(model, asdict(entry)) for entry in ordered)


def _store_version(model: type[M], values: dict[str, Any]) -> bool:
    start: date = values.pop("valid_from")
    values["valid"] = Range(start, values.pop("valid_to"))
    existing = model._default_manager.filter(code=values["code"], valid__startswith=start).first()
    if existing is None:
        model._default_manager.create(**values)
        return True
    changed = {name: value for name, value in values.items() if getattr(existing, name) != value}
    for name, value in changed.items():
        setattr(existing, name, value)
    if changed:
        existing.save(update_fields=list(changed))
    return bool(changed)
