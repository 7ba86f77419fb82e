"""One style, written in every encoding; and its legend for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from layers import api as layers

from .colours import Colour
from .conditions import Value
from .plain_maplibre import as_plain_style
from .qml import as_qml
from .rules import Rule, rules_of
from .sld import as_sld
from .symbols import Circle, Fill, Label, Line
from .titles import Titles, title_of


@dataclass(frozen=True)
class Swatch:
    """A line of the legend: what, and how it is drawn ("surface", "line", "dot") in CSS colours."""

    title: str
    kind: str
    colour: str
    edge: str


@dataclass(frozen=True)
class StyleSheets:
    """A complete MapLibre style with what is needed to write it otherwise."""

    style: Mapping[str, Any]
    collection_id: str
    geometry_type: str
    titles: Titles

    @classmethod
    def of(cls, style: Mapping[str, Any], collection: layers.Collection, *, language: str) -> "StyleSheets":
        """The sheets of a collection's style; titles in one language."""
        english = language.startswith("en")
        titles: dict[tuple[str, Value], str] = {
            (field.name, code.value): code.title_en if english else code.title_vi
            for field in collection.fields
            for code in field.codes
        }
        title = collection.title_en if english else collection.title_vi
        words = Titles(title, "Other" if english else "Khác", titles)
        return cls(
            style, collection.id, collection.geometry_type, _with_legend(words, style, "en" if english else "vi")
        )

    @cached_property
    def rules(self) -> list[Rule]:
        """The style as rules; raises CannotExport."""
        return rules_of(list(self.style["layers"]))

    def plain(self) -> dict[str, Any]:
        """MapLibre with one layer per class."""
        return as_plain_style(self.style, self.rules)

    def written(self, form: str) -> str:
        """The text of "qml", "sld" or "sld10"; raises CannotExport."""
        if form == "qml":
            place = f"{settings.PUBLIC_URL}/place", gettext("What is here")
            return as_qml(self.rules, geometry_type=self.geometry_type, titles=self.titles, place=place)
        version: Any = "1.0.0" if form == "sld10" else "1.1.0"
        return as_sld(self.rules, name=self.collection_id, version=version, titles=self.titles)


def legend_of(sheets: StyleSheets) -> list[Swatch]:
    """One swatch for each class of features, as it looks when one is near; outlines of surfaces are not told apart."""
    found: dict[tuple[str, str], Swatch] = {}
    for rule in sheets.rules:
        if isinstance(rule.symbol, Label):
            continue
        title = title_of(rule.condition, sheets.titles)
        swatch = _swatch(title, rule.symbol)
        found[swatch.title, swatch.kind] = swatch
    has_surfaces = any(kind == "surface" for _, kind in found)
    return [swatch for (_, kind), swatch in found.items() if kind != "line" or not has_surfaces]


def _swatch(title: str, symbol: Fill | Line | Circle) -> Swatch:
    if isinstance(symbol, Fill):
        return Swatch(title, "surface", _css(symbol.colour), _css(symbol.outline or symbol.colour))
    if isinstance(symbol, Line):
        return Swatch(title, "line", _css(symbol.colour), _css(symbol.colour))
    return Swatch(title, "dot", _css(symbol.colour), _css(symbol.stroke))


def _css(colour: Colour) -> str:
    return f"rgba({colour.red},{colour.green},{colour.blue},{colour.alpha:g})"


def _with_legend(words: Titles, style: Mapping[str, Any], language: str) -> Titles:
    """The titles, with what the legend of a choropleth calls its classes (`diaban:legend`, field `class`)."""
    legend = (style.get("metadata") or {}).get("diaban:legend")
    if not legend:
        return words
    classes = {("class", entry["number"]): entry["label"][language] for entry in legend["classes"] if "number" in entry}
    other = legend["no_data"]["label"][language] if "no_data" in legend else words.other
    return Titles(words.whole, other, {**words.values, **classes})
