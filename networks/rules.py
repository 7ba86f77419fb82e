"""The rules as `rules.yaml` states them, and which of them a network is held to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .kinds import NetworkSpec

FILE = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True)
class Rule:
    """One rule of networks; `where` are the conditions under which a network is held to it."""

    code: str
    severity: str
    title_vi: str
    title_en: str
    text_vi: str
    text_en: str
    fix_vi: str
    fix_en: str
    where: tuple[tuple[str, Any], ...] = ()


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the file."""
    document: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: _rule(code, stated) for code, stated in document.items()}


def _rule(code: str, stated: dict[str, Any]) -> Rule:
    words = {
        f"{part}_{language}": stated[part][language] for part in ("title", "text", "fix") for language in ("vi", "en")
    }
    return Rule(code=code, severity=stated["severity"], where=tuple(stated.get("where", {}).items()), **words)


def severities_of(spec: NetworkSpec) -> dict[str, str]:
    """Rule to severity, of the rules that a network is held to."""
    facts = {
        "nodes": bool(spec.nodes),
        "radial": spec.radial,
        "flow": spec.flow,
        "sources": _expects_sources(spec),
        "territory": bool(spec.territory),
    }
    held = {
        rule.code: spec.severities.get(rule.code, rule.severity) for rule in all_rules().values() if _holds(rule, facts)
    }
    return {code: severity for code, severity in held.items() if severity != "off"}


def _holds(rule: Rule, facts: Mapping[str, Any]) -> bool:
    return all(
        facts[name] in wanted if isinstance(wanted, list) else facts[name] == wanted for name, wanted in rule.where
    )


def _expects_sources(spec: NetworkSpec) -> bool:
    """True if the spec says what its sources (for drains: its outfalls) are."""
    feeding = {"source", "sink"} if spec.flow in ("drawn", "inverts") else {"source"}
    kinds = {*spec.kinds.values(), *(part.kind for part in (*spec.nodes, *spec.links))}
    return bool(feeding & kinds)
