"""Which column of a file becomes which field, which of its values become which codes, and why."""

from collections import abc
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Any, Literal

from geo_server.core.errors import Fault
from layers import api as layers

from ..errors import BadMapping
from .contract import Contract

SURE = 0.75
"""From here on a match is taken for right; below, people should look."""

PlaceBy = Literal["area", "point"]


@dataclass(frozen=True)
class Match:
    """What becomes of one column.

    Attributes:
        column: its name in the file.
        field: name of the field; "" for a column that is left out.
        confidence: 0 to 1.
        vi, en: why.
        values: text of a value to the code it means, None for no value; codes and spellings that the contract knows
            need no entry.
        unknown: values that nobody has given a meaning yet: their rows are refused.
        factor: numbers are multiplied by it, from the file's unit to the field's.
        guessed: nothing says that unit but the size of the numbers; somebody has to confirm it.
        kept: the column becomes this field of its own, beside the contract's.
    """

    column: str
    field: str = ""
    confidence: float = 0.0
    vi: str = ""
    en: str = ""
    values: abc.Mapping[str, str | None] = attribute(default_factory=dict, hash=False)
    unknown: tuple[str, ...] = ()
    factor: float = 1.0
    guessed: bool = False
    kept: layers.Field | None = None

    @property
    def is_sure(self) -> bool:
        """True if nobody has to look at it."""
        return self.confidence >= SURE and not self.unknown


@dataclass(frozen=True)
class PlaceRule:
    """Where the rows of a table without places are: in the unit whose code or name a column has.

    Attributes:
        columns: the columns that together name the unit, the smallest first (ward, then district).
        by: the unit's territory, or a point in it.
    """

    columns: tuple[str, ...]
    by: PlaceBy = "point"


@dataclass(frozen=True)
class Mapping:
    """How the columns of one layer become the fields of a contract; columns in the order of the file."""

    contract: str
    matches: tuple[Match, ...]
    place: PlaceRule | None = None
    remembered: bool = False

    def field_of(self, column: str) -> str:
        """The field that a column becomes, "" for none."""
        return next((m.field for m in self.matches if m.column == column), "")

    def column_of(self, name: str) -> str:
        """The column that becomes this field, "" for none."""
        return next((m.column for m in self.matches if m.field == name), "")

    @property
    def kept(self) -> tuple[layers.Field, ...]:
        """Fields that the file brings and the contract does not have."""
        return tuple(m.kept for m in self.matches if m.kept is not None)

    @property
    def unsure(self) -> tuple[Match, ...]:
        """Matches that people should look at."""
        return tuple(m for m in self.matches if m.field and not m.is_sure)

    def placed_by(self, rule: PlaceRule | None) -> "Mapping":
        """The mapping with this rule for places; a remembered rule stays."""
        return self if self.place is not None else replace(self, place=rule)

    def with_choices(
        self,
        choices: abc.Mapping[str, str | None],
        contract: Contract,
        *,
        values: abc.Mapping[str, abc.Mapping[str, str | None]] | None = None,
        factors: abc.Mapping[str, float] | None = None,
    ) -> "Mapping":
        """The mapping with what somebody decided; what he does not name stays.

        Args:
            choices: column to the name of a field, None to leave the column out.
            contract: whose fields they are.
            values: column to value to code, None for no value.
            factors: column to the factor of its numbers.

        Raises:
            BadMapping: a column, field or code that there is not, or a field that two columns would become.
        """
        chosen = _Choices(choices, values or {}, factors or {})
        if faults := chosen.faults(self, contract):
            raise BadMapping(contract.id, faults)
        taken = {name for name in choices.values() if name}
        return replace(self, matches=tuple(chosen.applied(match, taken) for match in self.matches), remembered=False)

    def to_document(self) -> dict[str, Any]:
        """The mapping as plain JSON."""
        return {
            "contract": self.contract,
            "remembered": self.remembered,
            "place": None if self.place is None else {"columns": list(self.place.columns), "by": self.place.by},
            "matches": [_match_document(match) for match in self.matches],
        }

    @classmethod
    def from_document(cls, document: abc.Mapping[str, Any]) -> "Mapping":
        """The mapping that `to_document` wrote."""
        place = document.get("place")
        return cls(
            contract=document["contract"],
            remembered=document.get("remembered", False),
            place=None if place is None else PlaceRule(tuple(place["columns"]), place["by"]),
            matches=tuple(_match(known) for known in document["matches"]),
        )


@dataclass(frozen=True)
class _Choices:
    """What somebody decided about a mapping."""

    fields: abc.Mapping[str, str | None]
    values: abc.Mapping[str, abc.Mapping[str, str | None]]
    factors: abc.Mapping[str, float]

    def faults(self, mapping: Mapping, contract: Contract) -> list[Fault]:
        columns = {match.column for match in mapping.matches}
        known = {*contract.by_name, *(kept.name for kept in mapping.kept)}
        faults = [
            Fault(column, "the file has no such column.", "tệp không có cột này.")
            for column in (*self.fields, *self.values, *self.factors)
            if column not in columns
        ]
        wanted = [name for name in self.fields.values() if name]
        for column, name in self.fields.items():
            if name and name not in known:
                faults.append(Fault(column, f"there is no field '{name}'.", f"không có trường '{name}'."))
            elif name and wanted.count(name) > 1:
                faults.append(Fault(column, f"two columns become '{name}'.", f"hai cột cùng thành '{name}'."))
        for column, meanings in self.values.items():
            name = self.fields.get(column, mapping.field_of(column)) or ""
            codes = {str(code.value) for code in contract.by_name[name].field.codes} if name in contract.by_name else ()
            for code in meanings.values():
                if code is not None and code not in codes:
                    faults.append(Fault(column, f"'{code}' is no code of '{name}'.", f"'{name}' không có mã '{code}'."))
        return faults

    def applied(self, match: Match, taken: set[str]) -> Match:
        """The match after the decision; a field that another column was given is taken from this one."""
        if match.column in self.fields:
            name = self.fields[match.column] or ""
            kept = match.kept if match.kept is not None and match.kept.name == name else None
            if name != match.field:  # what was found out about its values was about another field
                match = replace(match, values={}, unknown=(), factor=1.0, guessed=False)
            match = replace(match, field=name, confidence=1.0, vi="đã chọn", en="chosen", kept=kept)
        elif match.field in taken:
            match = replace(match, field="", kept=None, vi="trường đã chọn cột khác", en="another column was chosen")
        if match.column in self.values:
            meanings = {**match.values, **self.values[match.column]}
            unknown = tuple(value for value in match.unknown if value not in meanings)
            match = replace(match, values=meanings, unknown=unknown)
        if match.column in self.factors:
            match = replace(match, factor=self.factors[match.column], guessed=False)
        return match


def _match_document(match: Match) -> dict[str, Any]:
    kept = match.kept
    return {
        "column": match.column,
        "field": match.field,
        "confidence": round(match.confidence, 3),
        "vi": match.vi,
        "en": match.en,
        "values": dict(match.values),
        "unknown": list(match.unknown),
        "factor": match.factor,
        "guessed": match.guessed,
        "kept": None
        if kept is None
        else {k: getattr(kept, k) for k in ("name", "type", "title_vi", "title_en", "unit")},
    }


def _match(document: abc.Mapping[str, Any]) -> Match:
    kept = document.get("kept")
    plain = {name: document[name] for name in ("column", "field", "confidence", "vi", "en", "values", "factor")}
    return Match(
        **plain,
        unknown=tuple(document.get("unknown", ())),
        guessed=document.get("guessed", False),
        kept=None if kept is None else layers.Field(**kept),
    )
