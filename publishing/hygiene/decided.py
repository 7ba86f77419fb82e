"""What was decided about a layer: the owner's word, and what nobody needs to be asked about."""

from collections.abc import Mapping, Sequence

from geo_server.core.errors import Fault

from ..errors import OpenQuestions, UnknownDecision
from ..kinds import Decisions, Proposal, SourceLayer
from .places.moves import is_way
from .text.choose import declared_encoding
from .text.tables import TABLES

SAID_FIRST = ("crs", "encoding", "axes")
"""What may be decided although nothing was asked."""
AXES = ("swap", "keep")


def settle(layer: SourceLayer, proposals: Sequence[Proposal], decisions: Decisions) -> dict[str, str]:
    """Id of each proposal, and of what was said beforehand, to the value that is taken.

    Raises:
        UnknownDecision: about something that was not asked, or a choice that was not offered.
        OpenQuestions: something is not sure and was not decided.
    """
    asked = {proposal.id: proposal for proposal in proposals}
    for name, value in decisions.items():
        _require_known(name, value, asked)
    open_ones = [proposal for proposal in proposals if not proposal.sure and proposal.id not in decisions]
    if open_ones:
        raise OpenQuestions(layer.name, [_question(proposal) for proposal in open_ones])
    taken = {proposal.id: proposal.choices[0].value for proposal in proposals}
    return taken | dict(decisions)


def said_first(decisions: Decisions) -> dict[str, str]:
    """Of some decisions those that may be made before anything is asked; encodings under the names that they have here.

    Raises:
        UnknownDecision: a reference system or an encoding that nobody knows.
    """
    said = {name: decisions[name] for name in SAID_FIRST if name in decisions}
    for name, value in said.items():
        _require_known(name, value, {})
    if "encoding" in said and said["encoding"] not in TABLES:
        said["encoding"] = declared_encoding(said["encoding"])
    return said


def evidence_columns(proposal: Proposal) -> Mapping[str, Mapping[str, object]]:
    """What a proposal found in each column that it is about."""
    columns: Mapping[str, Mapping[str, object]] = proposal.evidence["columns"]
    return columns


def _require_known(name: str, value: str, asked: Mapping[str, Proposal]) -> None:
    known = [choice.value for choice in asked[name].choices] if name in asked else []
    if value in known:
        return
    if name == "crs":
        if is_way(value):
            return
        raise UnknownDecision(name, value, known or ["EPSG:9210", "EPSG:4326"])
    rule = name.partition(":")[0]
    if rule == "encoding" and (value in TABLES or declared_encoding(value)):
        return
    if name == "axes" and value in AXES:
        return
    if name not in asked and name not in SAID_FIRST:
        raise UnknownDecision(name, value, sorted(asked))
    raise UnknownDecision(name, value, known or (list(AXES) if name == "axes" else sorted(TABLES)))


def _question(proposal: Proposal) -> Fault:
    vi = " / ".join(f"{choice.value}: {choice.title_vi}" for choice in proposal.choices)
    en = " / ".join(f"{choice.value}: {choice.title_en}" for choice in proposal.choices)
    return Fault(proposal.id, f"{proposal.text_en} [{en}]", f"{proposal.text_vi} [{vi}]")
