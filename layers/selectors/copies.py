"""Which read copy a read may use, as this process knows it; the statement of the read says whether it still holds."""

from ..kinds import CollectionSpec
from ..registry import ReadCopy, Snapshot

_stale: set[int] = set()
"""Builds that have been found stale: none of them ever holds again."""


def usable_copy(spec: CollectionSpec, known: Snapshot) -> ReadCopy | None:
    """The copy of a collection, None if it has none of its present fields."""
    copy = known.copies.get(spec.id)
    if copy is None or copy.build in _stale or copy.columns != tuple(field.name for field in spec.fields):
        return None
    return copy


def note_stale(copy: ReadCopy) -> None:
    """Do not ask this build again."""
    _stale.add(copy.build)
