"""Add, replace, update and delete one feature (OGC API Features Part 4), under the policy and with history."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..errors import ItemChanged, NotAllowed
from ..geometry.crs import CRS84
from ..selectors.items import get_item
from ..services.signing import announce, lock_state, sign, unsign
from ..tables import table
from ..versions import ItemVersion, version_of
from .changes import Changes, allowed_changes, allowed_start
from .draft import Draft, read_draft
from .permits import GEOMETRY, Writing, writing_of
from .statements import insert, update
from .stored import StoredItem, covered_by, lock_item

ACT = "edit_features"
SHORTEST_VERSION = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Who changes a feature of which collection, why, and what he had before him.

    Attributes:
        crs: of the coordinates that are sent; they come in its axis order.
        based_on: write only if the feature is still in one of these versions; None: however it is.
        reason: why, for the history.
        now: the present.
    """

    subject: Subject
    collection_id: str
    crs: str = CRS84
    based_on: Sequence[ItemVersion] | None = None
    reason: str
    now: datetime


def create_item(edit: Edit, *, feature: Mapping[str, Any]) -> int:
    """Add a GeoJSON Feature, whose `id` is ignored; returns the id that it got.

    Raises:
        UnknownCollection, NotEditable, NotSignedIn, ReadOnlyToken, NotAllowed: he may not.
        RejectedItem: the feature does not fit, with all faults.
    """
    writing = writing_of(edit.subject, edit.collection_id, "create")
    changes = allowed_start(writing, read_draft(writing, feature, crs=edit.crs, whole=True))
    with _transaction(edit, count="created") as cursor:
        sign(cursor, by=edit.subject, reason=edit.reason, moment=edit.now, now=edit.now)
        fid = insert(cursor, writing, changes)
        _check_after(cursor, writing, fid, changes)
    return fid


def replace_item(edit: Edit, *, fid: int, feature: Mapping[str, Any]) -> None:
    """Give a feature the contents of another; what the subject does not see or may not set stays as it is.

    Raises:
        UnknownItem: there is none that he sees.
        ItemChanged: it is in another version.
        and what `create_item` raises.
    """
    writing = writing_of(edit.subject, edit.collection_id, "update")
    _change(edit, writing, fid, read_draft(writing, feature, crs=edit.crs, whole=True), whole=True)


def update_item(edit: Edit, *, fid: int, patch: Mapping[str, Any]) -> None:
    """Change the members that a JSON merge patch (RFC 7396) of a Feature names; raises what `replace_item` raises."""
    writing = writing_of(edit.subject, edit.collection_id, "update")
    patch = _with_whole_place(edit, fid, patch)
    _change(edit, writing, fid, read_draft(writing, patch, crs=edit.crs, whole=False), whole=False)


def _with_whole_place(edit: Edit, fid: int, patch: Mapping[str, Any]) -> Mapping[str, Any]:
    """The patch with what it leaves out of the geometry taken from the feature, as a merge of objects wants it."""
    place = patch.get(GEOMETRY)
    if not isinstance(place, dict) or ("type" in place and {"coordinates", "geometries"} & place.keys()):
        return patch
    stored = get_item(edit.subject, collection_id=edit.collection_id, fid=fid, crs=edit.crs)
    return {**patch, GEOMETRY: (json.loads(stored.feature)["geometry"] or {}) | place}


def delete_item(edit: Edit, *, fid: int) -> None:
    """Take a feature away, its versions stay in the history; raises what `replace_item` raises."""
    writing = writing_of(edit.subject, edit.collection_id, "delete")
    with _transaction(edit, count="deleted") as cursor:
        item = _lock(cursor, edit, writing, fid)
        if not item.permits:
            raise NotAllowed("delete this feature", "xóa đối tượng này")
        sign(cursor, by=edit.subject, reason=edit.reason, moment=_moment(edit, item), now=edit.now)
        cursor.execute(sql.SQL("DELETE FROM {} WHERE fid = %s").format(table(edit.collection_id)), [fid])


def _change(edit: Edit, writing: Writing, fid: int, draft: Draft, *, whole: bool) -> None:
    with _transaction(edit, count="changed") as cursor:
        item = _lock(cursor, edit, writing, fid)
        changes = allowed_changes(writing, item, draft, whole=whole)
        if changes.members:
            sign(cursor, by=edit.subject, reason=edit.reason, moment=_moment(edit, item), now=edit.now)
            update(cursor, writing, fid, changes)
            _check_after(cursor, writing, fid, changes)


def _moment(edit: Edit, item: StoredItem) -> datetime:
    """From when the change counts: an edit that waited for another comes after it, whatever their clocks say."""
    return max(edit.now, item.changed_at + SHORTEST_VERSION)


@contextmanager
def _transaction(edit: Edit, *, count: str) -> Iterator[Any]:
    """One transaction that waits for other writers of the collection, tells of the change and writes it down."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = lock_state(cursor, edit.collection_id)
        yield cursor
        unsign(cursor)
        if announce(cursor, edit.collection_id, before) != before:
            audit.record_session(edit.subject, act=ACT, object=edit.collection_id, now=edit.now, count=count)


def _lock(cursor: Any, edit: Edit, writing: Writing, fid: int) -> StoredItem:
    """The row, kept from others; raises UnknownItem, ItemChanged."""
    item = lock_item(cursor, writing, fid)
    if edit.based_on is None:
        return item
    for version in edit.based_on:
        now = get_item(edit.subject, collection_id=edit.collection_id, fid=fid, crs=version.crs)
        if version_of(now.feature, crs=version.crs) == version:
            return item
    raise ItemChanged(edit.collection_id, fid)


def _check_after(cursor: Any, writing: Writing, fid: int, changes: Changes) -> None:
    """Nobody moves a feature to where he may not change or see it; raises NotAllowed, which takes the change back."""
    if not covered_by(cursor, writing, fid, changes.permits):
        raise NotAllowed(
            "give a feature contents or a place outside your own rights",
            "đặt nội dung hoặc vị trí đối tượng ra ngoài phạm vi quyền của bạn",
        )
