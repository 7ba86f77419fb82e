"""Tables that are kept beside a collection: stored, listed, found, dropped. Reading applies the reader's own policy."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from psycopg import sql

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import NotAllowed, ReadOnlyToken, UnknownCollection

from ..models import Join, JoinRow
from .csv_table import Table
from .errors import SignInToKeep, TooManyJoins, UnknownJoin, UnknownKeyField
from .joined import Attachment
from .keys import get_key_field

KEPT_FOR = timedelta(days=30)
MOST_JOINS = 50
BATCH = 2_000


@transaction.atomic
def keep_join(
    table: Table,
    *,
    collection_id: str,
    key_field: str,
    source: str,
    source_key: str,
    public: bool,
    by: Subject,
    now: datetime,
) -> Join:
    """Store a table for thirty days.

    Raises:
        SignInToKeep, ReadOnlyToken: the public keeps nothing, nor does a token for reading.
        NotAllowed: only the owner of the collection may show a join to the public.
        TooManyJoins.
    """
    if by.is_anonymous:
        raise SignInToKeep
    if by.read_only:
        raise ReadOnlyToken
    collection = layers.get_collection(by, collection_id=collection_id)
    if public and not (by.is_administrator or by.organisation == collection.owner):
        raise NotAllowed("show a join of this collection to the public", "công bố bảng ghép của lớp này")
    if Join.objects.filter(owner=by.key).count() >= MOST_JOINS:
        raise TooManyJoins(MOST_JOINS)
    join = Join.objects.create(
        owner=by.key,
        public=public,
        collection=collection_id,
        key_field=key_field,
        source=source[:300],
        source_key=source_key,
        columns=list(table.columns),
        duplicates=list(table.duplicates),
        created_at=now,
        expires_at=now + KEPT_FOR,
    )
    rows = (JoinRow(join=join, key=key, values=values) for key, values in table.rows.items())
    JoinRow.objects.bulk_create(rows, batch_size=BATCH)
    return join


def list_joins(subject: Subject, *, now: datetime, span: layers.TimeSpan | None = None) -> list[Join]:
    """The joins that the subject may read, newest first; made in that span of time."""
    wanted = Join.objects.filter(_mine_or_public(subject), expires_at__gt=now)
    if span is not None and span.start is not None:
        wanted = wanted.filter(created_at__gte=span.start)
    if span is not None and span.end is not None:
        wanted = wanted.filter(created_at__lte=span.end)
    return [join for join in wanted.order_by("-created_at", "-id") if _may_read(subject, join)]


def get_join(join_id: str, *, subject: Subject, now: datetime) -> Join:
    """One join; raises UnknownJoin, also if the subject may not see the collection or its key field."""
    try:
        wanted = Join.objects.filter(_mine_or_public(subject), pk=uuid.UUID(join_id), expires_at__gt=now)
    except ValueError as error:
        raise UnknownJoin(join_id) from error
    join = wanted.first()
    if join is None or not _may_read(subject, join):
        raise UnknownJoin(join_id)
    return join


def delete_join(join_id: str, *, by: Subject, now: datetime) -> None:
    """Drop a join of one's own; raises UnknownJoin, NotAllowed."""
    join = get_join(join_id, subject=by, now=now)
    if join.owner != by.key and not by.is_administrator:
        raise NotAllowed("delete somebody else's join", "xóa bảng ghép của người khác")
    join.delete()


def drop_expired(*, now: datetime) -> int:
    """Drop the joins whose time is over; returns how many."""
    old = Join.objects.filter(expires_at__lte=now)
    number = old.count()
    old.delete()
    return number


def attachment_of(join: Join) -> Attachment:
    """A stored table, ready to be read with its collection."""
    rows = sql.SQL('(SELECT key, "values" FROM ogc_joinrow WHERE join_id = %(join)s)')
    return Attachment(join.collection, join.key_field, tuple(join.columns), rows, {"join": join.pk})


def _mine_or_public(subject: Subject) -> Q:
    if subject.is_administrator:
        return Q()
    return Q(public=True) | Q(owner=subject.key)


def _may_read(subject: Subject, join: Join) -> bool:
    try:
        get_key_field(layers.get_collection(subject, collection_id=join.collection), join.key_field)
    except (UnknownCollection, UnknownKeyField):
        return False
    return True
