"""What a subject may do to a collection or to one of its features, for the Allow header and for buttons."""

from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import UnknownItem
from ..policy import ROW, access_to
from ..services.grants import WriteAction
from ..tables import table
from .permits import GEOMETRY, WRITE_ACTIONS, Writing, find_writing
from .stored import TRUE


def allowed_actions(subject: Subject, *, collection_id: str, fid: int | None = None) -> frozenset[WriteAction]:
    """The actions that the subject may take.

    Args:
        subject: who asks.
        collection_id: the collection.
        fid: one feature, for the actions on just that; None: on some feature.

    Raises:
        UnknownCollection, UnknownItem: nothing of that name that he sees.
    """
    found = {action: find_writing(subject, collection_id, action) for action in WRITE_ACTIONS}
    writings = {action: writing for action, writing in found.items() if writing is not None}
    if fid is None:
        return frozenset(writings)
    return _covering(subject, collection_id, fid, writings)


def may_write_whole(subject: Subject, *, collection_id: str) -> bool:
    """Whether he may add, change and remove any row with every field that he could be given, as a file does.

    Raises:
        UnknownCollection: nothing of that name that he sees.
    """
    everything = {field.name for field in access_to(subject, collection_id).whole.fields} | {GEOMETRY}
    found = [find_writing(subject, collection_id, action) for action in WRITE_ACTIONS]
    return all(
        writing is not None and any(p.condition is None and p.members >= everything for p in writing.permits)
        for writing in found
    )


def _covering(
    subject: Subject, collection_id: str, fid: int, writings: dict[WriteAction, Writing]
) -> frozenset[WriteAction]:
    """Those of the actions that a permit covers on this row."""
    access = access_to(subject, collection_id)
    params: dict[str, Any] = access.params | {"fid": fid}
    answers: list[sql.Composable] = []
    for writing in writings.values():
        answers.append(sql.SQL("({})").format(sql.SQL(" OR ").join(p.condition or TRUE for p in writing.permits)))
        params |= writing.params
    statement = sql.SQL("SELECT ARRAY[{}]::boolean[] FROM {} {} WHERE f.fid = %(fid)s AND {}").format(
        sql.SQL(", ").join(answers), table(collection_id), ROW, access.condition or TRUE
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    if row is None:
        raise UnknownItem(collection_id, fid)
    return frozenset(action for action, covers in zip(writings, row[0], strict=True) if covers)
