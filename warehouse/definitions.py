"""Indicators as they are written in `indicators/*.yaml`: read once, checked, all faults named."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from geo_server.core.errors import Fault

from .errors import UnknownIndicator, WrongDefinition

FOLDER = Path(__file__).with_name("indicators")
METHODS = ("quantiles", "equal_interval", "natural_breaks")
TEXTS = ("id", "title_vi", "title_en", "unit_vi", "unit_en")

Nature = Literal["extensive", "intensive"]
FormulaKind = Literal["observed", "per_area"]


@dataclass(frozen=True)
class ClassRule:
    """How values fall into classes: a method of `stats.classes` and the number of classes wanted."""

    method: str
    count: int


@dataclass(frozen=True)
class Indicator:
    """One indicator: words, unit, how it is had, how it is drawn.

    Attributes:
        nature: extensive values add up over parts (people); intensive ones do not (density).
        formula: "observed" is loaded; "per_area" divides the indicator `of` by the surface in km².
        of: id of the indicator that the formula starts from; "" when observed.
        classes, palette: for choropleths; None and () where a choropleth would be wrong.
        decimals: digits after the comma that people see.
    """

    id: str
    title_vi: str
    title_en: str
    unit_vi: str
    unit_en: str
    nature: Nature
    formula: FormulaKind
    of: str = ""
    classes: ClassRule | None = None
    palette: tuple[str, ...] = ()
    decimals: int = 0


@cache
def all_indicators() -> Mapping[str, Indicator]:
    """Every definition by id, in the order of ids; raises WrongDefinition."""
    found = [read_definition(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {indicator.id: indicator for indicator in found}


def get_indicator(indicator_id: str) -> Indicator:
    """The definition with this id; raises UnknownIndicator."""
    try:
        return all_indicators()[indicator_id]
    except KeyError as error:
        raise UnknownIndicator(indicator_id) from error


def read_definition(path: Path) -> Indicator:
    """The indicator in one YAML file; raises WrongDefinition with every fault of the file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    faults = _faults_of(raw, stem=path.stem)
    if faults:
        raise WrongDefinition(path.name, faults)
    formula = raw["formula"]
    rule = raw.get("classes")
    return Indicator(
        **{name: raw[name] for name in TEXTS},
        nature=raw["nature"],
        formula=formula["kind"],
        of=formula.get("of", ""),
        classes=ClassRule(rule["method"], rule["count"]) if rule else None,
        palette=tuple(raw.get("palette", ())),
        decimals=raw.get("decimals", 0),
    )


def _faults_of(raw: Any, *, stem: str) -> list[Fault]:
    """Everything that is wrong with the content of a file; empty when it holds."""
    if not isinstance(raw, dict):
        return [Fault(stem, "it is not a YAML mapping.", "không phải là một bảng YAML.")]
    faults = [Fault(name, "is missing.", "còn thiếu.") for name in TEXTS if not isinstance(raw.get(name), str)]
    if raw.get("id") != stem:
        faults.append(Fault("id", f"must be the file's name, '{stem}'.", f"phải trùng tên tệp, '{stem}'."))
    if raw.get("nature") not in ("extensive", "intensive"):
        faults.append(Fault("nature", "is extensive or intensive.", "phải là extensive hoặc intensive."))
    faults += _formula_faults(raw.get("formula"))
    return faults + _class_faults(raw.get("classes"), raw.get("palette", ()))


def _formula_faults(formula: Any) -> list[Fault]:
    kind = formula.get("kind") if isinstance(formula, dict) else None
    if kind not in ("observed", "per_area"):
        return [Fault("formula.kind", "is observed or per_area.", "phải là observed hoặc per_area.")]
    if kind == "per_area" and not formula.get("of"):
        return [Fault("formula.of", "names the indicator to divide.", "phải nêu chỉ số được chia.")]
    return []


def _class_faults(rule: Any, palette: Any) -> list[Fault]:
    if rule is None:
        return []
    faults = []
    if rule.get("method") not in METHODS:
        known = ", ".join(METHODS)
        faults.append(Fault("classes.method", f"is one of {known}.", f"phải là một trong {known}."))
    if len(palette) != rule.get("count"):
        faults.append(Fault("palette", "has one colour for each class.", "phải có đúng một màu cho mỗi lớp."))
    return faults
