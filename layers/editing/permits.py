"""Which write grants concern a subject, and what each lets him change, as SQL over the feature table.

A write grant does not include the right to read: whoever changes a row must see it, before and after. One grant must
cover the whole of a change; two that each cover half of it do not add up.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg import sql

from geo_server.core import clock
from geo_server.core.subject import Subject

from ..errors import NotAllowed, NotEditable, NotSignedIn, ReadOnlyToken
from ..kinds import CollectionSpec, Field
from ..policy import Access, access_to, grants_for, rows_of
from ..registry import GrantRow, snapshot
from ..services.grants import WriteAction

GEOMETRY = "geometry"
"""The name under which a grant lists the place of a feature among its columns."""
WRITE_ACTIONS: tuple[WriteAction, ...] = ("create", "update", "delete")
_WORDS: dict[WriteAction, tuple[str, str]] = {
    "create": ("add features to '{}'", "thêm đối tượng vào lớp '{}'"),
    "update": ("change features of '{}'", "sửa đối tượng của lớp '{}'"),
    "delete": ("delete features of '{}'", "xóa đối tượng của lớp '{}'"),
}


@dataclass(frozen=True)
class Permit:
    """What one grant lets a subject do.

    Attributes:
        condition: the rows, SQL over alias `f`, before and after the change; None for all.
        members: names of the fields that he may set, GEOMETRY for the place.
    """

    condition: sql.Composable | None
    members: frozenset[str]


@dataclass(frozen=True)
class Writing:
    """What one subject may do to a collection by one action; at least one permit.

    Attributes:
        access: what he sees of it.
        params: values for the placeholders in the conditions of the permits and of `access`.
    """

    access: Access
    action: WriteAction
    permits: tuple[Permit, ...]
    params: dict[str, Any]

    @property
    def settable(self) -> frozenset[str]:
        """The members that at least one permit lets him set, on some row."""
        return frozenset().union(*(permit.members for permit in self.permits))


def writing_of(subject: Subject, collection_id: str, action: WriteAction) -> Writing:
    """What the subject may do to the collection.

    Raises:
        UnknownCollection: it does not exist or he may not know of it.
        NotEditable: nobody changes its features one by one.
        NotSignedIn, ReadOnlyToken, NotAllowed: he may not, and why.
    """
    writing = find_writing(subject, collection_id, action)
    if writing is not None:
        return writing
    if not access_to(subject, collection_id).spec.editable:
        raise NotEditable(collection_id)
    if subject.is_anonymous:
        raise NotSignedIn(collection_id)
    if subject.read_only:
        raise ReadOnlyToken
    en, vi = _WORDS[action]
    raise NotAllowed(en.format(collection_id), vi.format(collection_id))


def require_action(subject: Subject, *, collection_id: str, action: WriteAction) -> None:
    """Raise what `writing_of` raises if the subject may do this to no feature of the collection."""
    writing_of(subject, collection_id, action)


def find_writing(subject: Subject, collection_id: str, action: WriteAction) -> Writing | None:
    """The same, None if he may do nothing; raises UnknownCollection."""
    access = access_to(subject, collection_id)
    if subject.read_only or not access.spec.editable:
        return None
    if subject.is_administrator:
        return Writing(access, action, (_everything(access.whole),), dict(access.params))
    known = snapshot()
    grants = grants_for(subject, known.collections[collection_id], known, clock.now(), action=action)
    if not grants:
        return None
    permits, params = _compile(access.whole, grants)
    return Writing(access, action, permits, access.params | params)


@dataclass(frozen=True)
class Receivables:
    """What the subject may send in a feature, new or old; empty if he may change nothing.

    Attributes:
        members: names of the fields that he may set, GEOMETRY for the place.
        unseen: those fields that he may set and does not see.
    """

    members: frozenset[str]
    unseen: tuple[Field, ...]


def receivables(subject: Subject, *, collection_id: str) -> Receivables:
    """The receivables of a collection (OGC API Common Part 3); raises UnknownCollection."""
    access = access_to(subject, collection_id)
    actions: tuple[WriteAction, ...] = ("create", "update")
    found = (find_writing(subject, collection_id, action) for action in actions)
    members: frozenset[str] = frozenset().union(*(writing.settable for writing in found if writing is not None))
    seen = {field.name for field in access.spec.fields}
    return Receivables(members, tuple(f for f in access.whole.fields if f.name in members and f.name not in seen))


def _everything(spec: CollectionSpec) -> Permit:
    return Permit(None, frozenset({GEOMETRY, *(field.name for field in spec.fields)}))


@lru_cache(maxsize=4096)
def _compile(spec: CollectionSpec, grants: tuple[GrantRow, ...]) -> tuple[tuple[Permit, ...], dict[str, Any]]:
    params: dict[str, Any] = {}
    permits = tuple(Permit(rows_of(grant, spec, params), _members(grant, spec)) for grant in grants)
    return permits, params


def _members(grant: GrantRow, spec: CollectionSpec) -> frozenset[str]:
    if grant.columns is None:
        return frozenset({GEOMETRY, *(field.name for field in spec.fields if not field.private)})
    return frozenset(grant.columns) & _everything(spec).members
