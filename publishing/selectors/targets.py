"""Into which collections somebody may hand in."""

from dataclasses import dataclass

from geo_server.core.subject import Subject
from layers import api as layers

from ..policy import OURS, may_hand_in


@dataclass(frozen=True)
class Target:
    """A collection that a file may be handed in for.

    Attributes:
        key: the field that tells which row is which, "" if it has none.
    """

    id: str
    title_vi: str
    title_en: str
    owner: str
    contract: str
    count: int
    key: str


def list_targets(subject: Subject) -> list[Target]:
    """The collections whose content the subject may hand in, by title."""
    if subject.is_anonymous or subject.read_only:
        return []
    known = [one for one in layers.list_collections(subject) if one.package in OURS and not one.coverage]
    return sorted((_target(one) for one in known if may_hand_in(subject, one)), key=lambda target: target.title_vi)


def _target(one: layers.Collection) -> Target:
    key = one.field_with_role("key")
    return Target(one.id, one.title_vi, one.title_en, one.owner, one.contract, one.count, key.name if key else "")
