"""Propose what the columns of a file mean in a contract: by name, by content, and as the owner said last time."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from layers import api as layers

from ..names import distinct_names, title
from .codes import map_values
from .columns import ColumnFacts
from .content import Suits, suits
from .contract import Contract, ContractField
from .mapping import Mapping, Match
from .words import likeness, plain

TECHNICAL = frozenset(
    (
        "objectid", "fid", "ogcfid", "gid", "globalid", "shapeleng", "shapelength", "shapearea", "shapelen", "rowid",
        "osmwayid", "zorder", "lastediteddate", "lasteditdate", "lastediteduser", "lasteditor", "createddate",
        "createduser", "stt", "reasonvi", "reasonen",
    )
)  # fmt: skip
"""Columns that programs keep for themselves."""
UNIT = re.compile(r"[A-Za-z%°µ][^<>=≤≥]{0,19}")
"""What can be a unit; a unit row may also hold limits (`≤ 50`)."""
ACCEPTED = 0.5
GENERIC = frozenset({"id", "no", "ma", "type", "loai", "kind"})
"""Names that may mean many things: another column whose name says more goes first."""
GUESS = 0.7
"""Confidence of a match whose unit was guessed: somebody has to look at it."""
BY_CONTENT = 0.62
"""Confidence of a match that only the values speak for."""


@dataclass(frozen=True)
class Candidate:
    """A column and a field that may belong together."""

    column: int
    field: str
    confidence: float
    named: float
    suits: Suits


def propose_mapping(
    columns: tuple[ColumnFacts, ...],
    contract: Contract,
    remembered: Mapping | None = None,
    *,
    made_of: Collection[str] = (),
) -> Mapping:
    """A mapping for people to confirm.

    Args:
        columns: of the layer, as hygiene leaves it.
        contract: whose fields are to be filled.
        remembered: what the owner confirmed for the same columns earlier; it wins wherever it still can.
        made_of: the columns from which the places of a table were made; they are left out, for a place that is edited
            later would contradict them.
    """
    if remembered is not None and (again := _as_before(columns, contract, remembered)) is not None:
        return again
    chosen = _assigned(candidates(columns, contract))
    matches = [_match(column, chosen.get(number), contract) for number, column in enumerate(columns)]
    matches = _with_others(matches, columns, contract)
    return Mapping(contract.id, tuple(_left_out(match) if match.column in made_of else match for match in matches))


def candidates(columns: Iterable[ColumnFacts], contract: Contract) -> list[Candidate]:
    """What may belong together, the surest first; equal ones in the order of the file and of the contract."""
    found = []
    for number, column in enumerate(columns):
        for known in contract.fields:
            named = name_likeness(column, known)
            if is_technical(column.name) and named < 1.0:
                continue
            fitting = suits(column, known)
            confidence = _confidence(named, fitting, known)
            if confidence >= ACCEPTED:
                found.append(Candidate(number, known.name, confidence, named, fitting))
    return sorted(found, key=lambda candidate: -candidate.confidence)


def name_likeness(column: ColumnFacts, known: ContractField) -> float:
    """How surely the name of the column, or what stands above it, names the field."""
    own = (known.field.name, known.field.title_vi, known.field.title_en)
    texts = [text for text in (column.name, column.title) if text]
    by_own = max(likeness(text, called) for text in texts for called in own)
    by_alias = max((likeness(text, called) for text in texts for called in known.aliases), default=0.0)
    if plain(column.name) in GENERIC:
        by_alias *= 0.9
    return max(by_own, 0.97 * by_alias)


def is_technical(name: str) -> bool:
    """True for a column that a program keeps for itself."""
    return plain(name).replace(" ", "") in TECHNICAL


def _confidence(named: float, fitting: Suits, known: ContractField) -> float:
    """A column with the field's own name is the field, however its values look: then its rows are refused, and why."""
    if named < 0.7:
        return BY_CONTENT if known.field.codes and fitting.score >= 1.0 else 0.0
    if fitting.score < 0:
        weighed = named * (1 + 0.8 * fitting.score)
        return max(weighed, ACCEPTED) if named == 1.0 else weighed
    confidence = 0.9 * named + 0.1 * fitting.score
    return min(confidence, GUESS) if fitting.guessed else confidence


def _assigned(found: list[Candidate]) -> dict[int, Candidate]:
    """One field per column and one column per field, the surest first."""
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for candidate in found:
        if candidate.column not in chosen and candidate.field not in taken:
            chosen[candidate.column] = candidate
            taken.add(candidate.field)
    return chosen


def _match(column: ColumnFacts, candidate: Candidate | None, contract: Contract) -> Match:
    if candidate is None:
        return Match(column.name)
    known = contract.by_name[candidate.field]
    values, unknown = map_values(column.values, known) if known.field.codes else ({}, ())
    named_vi = "tên cột" if candidate.named >= 0.7 else "nội dung"
    named_en = "by its name" if candidate.named >= 0.7 else "by its values"
    return Match(
        column.name,
        candidate.field,
        candidate.confidence,
        "; ".join(filter(None, (f"theo {named_vi}", candidate.suits.vi))),
        "; ".join(filter(None, (named_en, candidate.suits.en))),
        values,
        unknown,
        candidate.suits.factor,
        candidate.suits.guessed,
    )


def _left_out(match: Match) -> Match:
    return Match(match.column, vi="vị trí được lấy từ cột này", en="the place was made of it")


def _with_others(matches: list[Match], columns: tuple[ColumnFacts, ...], contract: Contract) -> list[Match]:
    """Columns without a field: kept under their own name, or left out, with the reason."""
    taken = {*layers.OWN_COLUMNS, *contract.by_name}
    names = iter(distinct_names((c.name for c, m in zip(columns, matches, strict=True) if not m.field), taken=taken))
    done = []
    for column, match in zip(columns, matches, strict=True):
        done.append(match if match.field else _other(column, next(names), contract))
    return done


def _other(column: ColumnFacts, name: str, contract: Contract) -> Match:
    if is_technical(column.name):
        return Match(column.name, vi="cột kỹ thuật của phần mềm", en="a column that a program keeps for itself")
    if column.filled == 0:
        return Match(column.name, vi="cột trống", en="the column is empty")
    if contract.others == "leave":
        return Match(column.name, vi="chuẩn dữ liệu không có trường này", en="the contract has no such field")
    kept = own_field(column, name)
    return Match(column.name, name, 1.0, "giữ nguyên cột", "kept as it is", kept=kept)


def own_field(column: ColumnFacts, name: str) -> layers.Field:
    """A field for a column as it is; its own words stay as the title."""
    called = title(column.title or column.name)
    return layers.Field(name, column.type, called, called, unit=column.unit if UNIT.fullmatch(column.unit) else "")


def _as_before(columns: tuple[ColumnFacts, ...], contract: Contract, remembered: Mapping) -> Mapping | None:
    """What was confirmed last time, if the columns are the same and the fields still exist; new values are mapped."""
    by_column = {match.column: match for match in remembered.matches}
    known = {*contract.by_name, *(kept.name for kept in remembered.kept), ""}
    if set(by_column) != {column.name for column in columns} or any(m.field not in known for m in by_column.values()):
        return None
    matches = tuple(_again(column, by_column[column.name], contract) for column in columns)
    return replace(remembered, contract=contract.id, matches=matches, remembered=True)


def _again(column: ColumnFacts, before: Match, contract: Contract) -> Match:
    known = contract.by_name.get(before.field)
    vi, en = "như lần trước", "as last time"
    if known is None or not known.field.codes:
        return replace(before, confidence=1.0, vi=vi, en=en, unknown=())
    values, unknown = map_values((value for value in column.values if value not in before.values), known)
    return replace(before, confidence=1.0, vi=vi, en=en, values={**values, **before.values}, unknown=unknown)
