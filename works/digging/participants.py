"""Which collections a dig check asks, and how much of each it may tell: the owner's rule, else what the public sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo_server.core.subject import ANONYMOUS, system
from layers import api as layers
from layers.errors import UnknownCollection

from ..answer import Basis
from ..models import DisclosureRule
from .rules import DigRules

CHECKER = system("dig-check")
"""Reads for the check; what of it is told is decided here, and by nothing else."""

Rules = Mapping[tuple[str, str], DisclosureRule]


@dataclass(frozen=True)
class Participant:
    """A collection that takes part.

    Attributes:
        spec: the whole description.
        kind: "assets" or "obstacles".
        basis: by whose word it is told.
        columns: the fields that may be told, none of a mere presence.
    """

    spec: layers.CollectionSpec
    kind: str
    basis: Basis
    columns: tuple[str, ...]


def list_participants(rules: DigRules, *, box: layers.Extent) -> list[Participant]:
    """The collections of the check that reach into a box and whose owners let something be told, sorted by id."""
    disclosed = disclosure_rules()
    found = []
    for collection in layers.list_collections(CHECKER):
        kind = rules.kind_of(collection.theme)
        if kind is None or not _reaches(collection.extent, box):
            continue
        participant = participant_of(collection, kind=kind, disclosed=disclosed)
        if participant is not None:
            found.append(participant)
    return found


def disclosure_rules() -> Rules:
    """What the owners have said, by scope."""
    return {(rule.scope_kind, rule.scope): rule for rule in DisclosureRule.objects.all()}


def participant_of(spec: layers.CollectionSpec, *, kind: str, disclosed: Rules) -> Participant | None:
    """How a collection takes part, None if not at all.

    Without a rule a check tells what everybody may see; of a network that the public may not see, that it is there.
    """
    rule = find_rule(spec, disclosed)
    if rule is None:
        columns = _public_columns(spec.id)
        if columns is not None:
            return Participant(spec, kind, "public", columns)
        return Participant(spec, kind, "presence", ()) if kind == "assets" else None
    if rule.mode == DisclosureRule.Mode.WITHHELD:
        return None
    if rule.mode == DisclosureRule.Mode.PRESENCE:
        return Participant(spec, kind, "presence", ())
    named = set(rule.columns)
    return Participant(spec, kind, "rule", tuple(f.name for f in spec.fields if f.name in named))


def find_rule(spec: layers.CollectionSpec, disclosed: Rules) -> DisclosureRule | None:
    """The rule of a collection: its own, else that of the nearest theme, None if nobody has said anything."""
    scopes: Iterable[tuple[str, str]] = [("collection", spec.id), *(("theme", name) for name in _themes(spec.theme))]
    return next((disclosed[scope] for scope in scopes if scope in disclosed), None)


def _themes(theme: str) -> list[str]:
    """A theme and those above it, the nearest first."""
    parts = theme.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _public_columns(collection_id: str) -> tuple[str, ...] | None:
    """What everybody may see of every row, None where the public sees nothing or only some rows."""
    try:
        if layers.whole_view(ANONYMOUS, collection_id=collection_id) is None:
            return None
        return tuple(f.name for f in layers.describe(ANONYMOUS, collection_id=collection_id).fields)
    except UnknownCollection:
        return None


def _reaches(extent: layers.Extent | None, box: layers.Extent) -> bool:
    if extent is None:
        return False
    return extent[0] <= box[2] and box[0] <= extent[2] and extent[1] <= box[3] and box[1] <= extent[3]
