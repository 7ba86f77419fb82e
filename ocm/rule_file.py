"""Read a city's rules (`rules/<city>.yaml`) into plain values, all faults together; nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from geo_server.core.errors import Fault

from .competence import Condition
from .deadlines import Step
from .errors import WrongRules

FOLDER = Path(__file__).parent / "rules"
T = TypeVar("T")


@dataclass(frozen=True)
class RuleEntry:
    """What a competence rule and a term have in common."""

    code: str
    priority: int
    valid_from: date
    valid_to: date | None
    legal_act: str
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class CompetenceEntry(RuleEntry):
    """One version of a competence rule."""

    condition: Condition
    argument: str
    organisation: str


@dataclass(frozen=True)
class TermEntry(RuleEntry):
    """One version of a term; without days nobody is told."""

    step: Step
    reason: str
    days: int | None


@dataclass(frozen=True)
class RuleFile:
    """All rules of a city."""

    competence: tuple[CompetenceEntry, ...]
    terms: tuple[TermEntry, ...]


def rules_of_city(city: str) -> Path:
    """The rule file that is shipped for a city; raises WrongRules if there is none."""
    path = FOLDER / f"{city}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.yaml")))
        raise WrongRules(
            f"There are no rules for the city '{city}'; there are: {known}. Give the path of your own file.",
            f"Không có bộ quy tắc cho thành phố '{city}'; hiện có: {known}. Hãy chỉ đường dẫn tới tệp của bạn.",
        )
    return path


def read_rules(text: str) -> RuleFile:
    """The rules of a YAML document; raises WrongRules with a fault for each entry that does not hold."""
    data = yaml.safe_load(text) or {}
    faults: list[Fault] = []
    competence = _entries(data.get("competence", []), _competence, faults)
    terms = _entries(data.get("terms", []), _term, faults)
    if faults:
        raise WrongRules(
            f"{len(faults)} rules do not hold; nothing was changed.",
            f"Có {len(faults)} quy tắc không hợp lệ; chưa có gì thay đổi.",
            faults=faults,
        )
    return RuleFile(tuple(competence), tuple(terms))


def _entries(rows: list[dict[str, Any]], make: Callable[[Mapping[str, Any]], T], faults: list[Fault]) -> list[T]:
    made = []
    for row in rows:
        try:
            made.append(make(row))
        except (KeyError, TypeError, ValueError) as error:
            what = f"missing {error}" if isinstance(error, KeyError) else str(error)
            faults.append(
                Fault(str(row.get("code", row)), f"This rule does not hold: {what}.", f"Quy tắc sai: {what}.")
            )
    return made


def _head(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": str(row["code"]),
        "priority": int(row["priority"]),
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]) if row.get("valid_to") else None,
        "legal_act": str(row["legal_act"]),
        "title_vi": str(row["title_vi"]),
        "title_en": str(row["title_en"]),
    }


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"'{value}' is not a day written as 2026-01-31")
    return value


def _competence(row: Mapping[str, Any]) -> CompetenceEntry:
    condition = Condition(row["condition"])
    argument = str(row.get("argument", ""))
    if (condition == Condition.ALWAYS) == bool(argument):
        raise ValueError(f"condition '{condition}' and argument '{argument}' do not go together")
    return CompetenceEntry(
        **_head(row), condition=condition, argument=argument, organisation=_pattern(row["organisation"])
    )


def _pattern(value: object) -> str:
    """An organisation code or pattern; only the two known placeholders are allowed."""
    try:
        str(value).format(area_code="", board="")
    except (KeyError, IndexError) as error:
        raise ValueError(f"'{value}' has a placeholder other than {{area_code}} and {{board}}") from error
    return str(value)


def _term(row: Mapping[str, Any]) -> TermEntry:
    days = row.get("days")
    if days is not None and int(days) < 0:
        raise ValueError(f"{days} days lie in the past")
    return TermEntry(
        **_head(row),
        step=Step(row["step"]),
        reason=str(row.get("reason", "")),
        days=None if days is None else int(days),
    )
