"""The city's rules for a dig check, read once from `rules/<city>.yaml`; all faults of the file are told together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from geo_server.core.errors import Fault

from ..errors import WrongDigRules

FOLDER = Path(__file__).parents[1] / "rules"
WORST = "D"
CLASSES = ("A", "B", "C", "D")
SECTIONS = ("survey", "fields", "themes", "clearances", "limits")


@dataclass(frozen=True)
class Uncertainty:
    """How far an asset of a survey class may lie from where it is drawn."""

    horizontal_m: float
    vertical_m: float


@dataclass(frozen=True)
class Limits:
    """What may be asked, and for how many days an answer holds."""

    largest_area_m2: float
    deepest_m: float
    longest_period_days: int
    requests_per_day: int
    answer_days: int


@dataclass(frozen=True)
class DigRules:
    """The rules of one city.

    Attributes:
        survey: survey class to uncertainty; WORST is always there.
        fields: what is read ("depth", "overhead", ...) to the names that it may have in a collection.
        themes: "assets" and "obstacles" to the themes that hold them.
        clearances: pair of network domains to the least distance in metres.
    """

    survey: Mapping[str, Uncertainty]
    fields: Mapping[str, tuple[str, ...]]
    themes: Mapping[str, tuple[str, ...]]
    clearances: Mapping[frozenset[str], float]
    limits: Limits

    def uncertainty(self, survey_class: str | None) -> Uncertainty:
        """The uncertainty of a class; an unknown or missing one is the worst."""
        return self.survey.get(survey_class or WORST, self.survey[WORST])

    def clearance_m(self, first: str, second: str) -> float:
        """The least distance between lines of two domains, 0 where no rule names them."""
        return self.clearances.get(frozenset((first, second)), 0.0)

    def kind_of(self, theme: str) -> str | None:
        """What a theme's collections are to a dig: "assets", "obstacles", or None."""
        for kind, themes in self.themes.items():
            if any(theme == named or theme.startswith(f"{named}/") for named in themes):
                return kind
        return None


def domain_of(theme: str) -> str:
    """The network domain that a theme names: "water" of "network/water"."""
    return theme.rpartition("/")[2]


def rules_of_city() -> DigRules:
    """The rules of the configured city; raises WrongDigRules."""
    return read_rules(FOLDER / f"{settings.CITY}.yaml")


@lru_cache(maxsize=8)
def read_rules(path: Path) -> DigRules:
    """The rules of a file; raises WrongDigRules with all its faults."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise WrongDigRules(path.name, [Fault("file", str(error), str(error))]) from error
    faults = _faults(document if isinstance(document, dict) else {})
    if faults:
        raise WrongDigRules(path.name, faults)
    return DigRules(
        survey={name: Uncertainty(**values) for name, values in document["survey"].items()},
        fields={name: tuple(names) for name, names in document["fields"].items()},
        themes={name: tuple(names) for name, names in document["themes"].items()},
        clearances={frozenset(entry["between"]): float(entry["horizontal_m"]) for entry in document["clearances"]},
        limits=Limits(**document["limits"]),
    )


def _faults(document: dict[str, Any]) -> list[Fault]:
    found = [Fault(name, "The section is missing.", "Thiếu phần này.") for name in SECTIONS if name not in document]
    for name in CLASSES:
        values = (document.get("survey") or {}).get(name)
        if not isinstance(values, dict) or not all(_is_distance(values.get(f)) for f in ("horizontal_m", "vertical_m")):
            found.append(
                Fault(
                    f"survey.{name}",
                    "Give horizontal_m and vertical_m, metres from 0.",
                    "Hãy ghi horizontal_m và vertical_m, số mét từ 0.",
                )
            )
    for number, entry in enumerate(document.get("clearances") or (), start=1):
        if len(set(entry.get("between", ()))) != 2 or not _is_distance(entry.get("horizontal_m")):
            found.append(
                Fault(
                    f"clearances {number}",
                    "Name two different networks and horizontal_m.",
                    "Hãy ghi hai loại mạng khác nhau và horizontal_m.",
                )
            )
    return found


def _is_distance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
