"""Ask about units that no name says and only the size of the numbers suggests: nothing is multiplied on a guess."""

from collections.abc import Mapping
from dataclasses import replace

from ..kinds import Choice, Proposal
from .contract import Contract
from .mapping import Mapping as ColumnMapping
from .mapping import Match

UNIT = "unit"
"""First part of the ids of these questions; the column follows after a colon."""


def ask_units(mapping: ColumnMapping, contract: Contract) -> tuple[Proposal, ...]:
    """A question for each column whose unit was guessed, in the order of the file."""
    return tuple(_question(match, contract) for match in mapping.matches if match.guessed)


def answer_units(mapping: ColumnMapping, decisions: Mapping[str, str]) -> ColumnMapping:
    """The mapping with the units that were confirmed; an answer that is no number of ours changes nothing."""
    return replace(mapping, matches=tuple(_answered(match, decisions) for match in mapping.matches))


def _answered(match: Match, decisions: Mapping[str, str]) -> Match:
    said = decisions.get(f"{UNIT}:{match.column}")
    if not match.guessed or said not in (f"{match.factor:g}", "1"):
        return match
    return replace(match, factor=match.factor if said != "1" else 1.0, guessed=False, confidence=1.0)


def _question(match: Match, contract: Contract) -> Proposal:
    field = contract.by_name[match.field].field
    unit, factor = field.unit or "1", f"{match.factor:g}"
    return Proposal(
        id=f"{UNIT}:{match.column}",
        text_vi=f"Số trong cột '{match.column}' không giống '{field.title_vi}' tính bằng {unit}; {match.vi}.",
        text_en=f"The numbers of '{match.column}' do not look like '{field.title_en}' in {unit}; {match.en}.",
        choices=(
            Choice(factor, f"nhân {factor} thành {unit}", f"multiply by {factor} to {unit}"),
            Choice("1", f"đã đúng {unit}, giữ nguyên", f"they are in {unit}, keep them"),
        ),
        evidence={"factor": match.factor, "unit": unit},
        sure=False,
    )
