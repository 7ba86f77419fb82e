"""Collections as a subject may know them."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import UnknownCollection
from ..kinds import Collection, CollectionSpec, Extent
from ..policy import Access, find_access, full_access
from ..registry import snapshot
from ..styles import default_style
from .relation import relation

COUNTS_KEPT = 4096


@dataclass(frozen=True)
class State:
    """The maintained figures of a collection."""

    revision: int
    count: int
    extent: Extent | None
    since: datetime | None
    updated: datetime | None


_counted: OrderedDict[tuple[str, str, State], State] = OrderedDict()


def list_collections(subject: Subject, *, theme: str | None = None) -> list[Collection]:
    """The published collections the subject may read, sorted by id; with `theme`, also of the themes below it."""
    known = snapshot()
    states = read_states(list(known.collections))
    found = []
    for collection_id, registered in known.collections.items():
        if theme is not None and not f"{registered.spec.theme}/".startswith(f"{theme}/"):
            continue
        access = find_access(subject, collection_id, known) if registered.status == "published" else None
        if access is not None:
            found.append(collection_of(access, registered.status, states[collection_id]))
    return found


def get_collection(subject: Subject, *, collection_id: str) -> Collection:
    """One collection as the subject may know it; raises UnknownCollection, also for a hidden one."""
    known = snapshot()
    access = find_access(subject, collection_id, known)
    if access is None:
        raise UnknownCollection(collection_id)
    return collection_of(access, known.collections[collection_id].status, read_states([collection_id])[collection_id])


def describe(subject: Subject, *, collection_id: str) -> CollectionSpec:
    """What the subject may know of a collection without asking the database: no count, no extent.

    Raises:
        UnknownCollection: also for a hidden one.
    """
    access = find_access(subject, collection_id, snapshot())
    if access is None:
        raise UnknownCollection(collection_id)
    return access.spec


def describe_collection(collection_id: str) -> Collection:
    """The whole collection, whoever asks, also a draft or a retired one; raises UnknownCollection."""
    registered = snapshot().collections.get(collection_id)
    if registered is None:
        raise UnknownCollection(collection_id)
    return collection_of(full_access(registered.spec), registered.status, read_states([collection_id])[collection_id])


def collection_of(access: Access, status: Any, state: State) -> Collection:
    """The collection as this access shows it; counts the rows if it does not show all of them."""
    if not access.sees_all_rows:
        state = _restricted(access, state)
    described = {name: getattr(access.spec, name) for name in CollectionSpec.__dataclass_fields__}
    if access.spec.style is None:
        described["style"] = default_style(theme=access.spec.theme, geometry_type=access.spec.geometry_type)
    return Collection(
        **described,
        status=status,
        revision=state.revision,
        count=state.count,
        extent=state.extent,
        since=state.since,
        updated=state.updated,
    )


def read_states(collection_ids: list[str] | None = None) -> dict[str, State]:
    """The figures of these collections by id, of all for None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collection, revision, count, west, south, east, north, since, updated"
            " FROM layers_collectionstate WHERE %(every)s OR collection = ANY(%(wanted)s)",
            {"every": collection_ids is None, "wanted": collection_ids or []},
        )
        rows = cursor.fetchall()
    return {row[0]: State(row[1], row[2], _extent(row[3:7]), row[7], row[8]) for row in rows}


def _restricted(access: Access, state: State) -> State:
    """Count and extent of only the rows that the subject sees; counted once for every state of the rows."""
    key = (access.spec.id, access.key, state)
    found = _counted.get(key)
    if found is None:
        found = _counted[key] = _count(access, state)
        while len(_counted) > COUNTS_KEPT:
            _counted.popitem(last=False)
    return found


def _count(access: Access, state: State) -> State:
    source = relation(access)
    query = sql.SQL(
        "SELECT n, ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)"
        " FROM (SELECT count(*) AS n, ST_Extent(geom) AS e FROM {} s) x"
    ).format(source)
    with connection.cursor() as cursor:
        cursor.execute(query, access.params)
        row = cursor.fetchone()
    return State(state.revision, row[0], _extent(row[1:5]), state.since, state.updated)


def _extent(numbers: Any) -> Extent | None:
    return None if numbers[0] is None else (numbers[0], numbers[1], numbers[2], numbers[3])
