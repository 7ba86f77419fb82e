"""What frames every write: the lock on the collection's state, the signature for the triggers, the news afterwards."""

from datetime import datetime
from typing import Any

from geo_server.core.subject import Subject

from ..errors import BadSpec
from ..events import FeaturesChanged, features_changed
from ..kinds import CollectionSpec, Extent
from ..values import city_zone


def lock_state(cursor: Any, collection_id: str) -> int:
    """Wait for other writers of this collection; returns its revision."""
    cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s FOR UPDATE", [collection_id])
    return int(cursor.fetchone()[0])


def sign(cursor: Any, *, by: Subject, reason: str, moment: datetime, now: datetime) -> None:
    """Tell the triggers who writes, why, from when it counts, and what the writer's clock says."""
    cursor.execute(
        "SELECT set_config('diaban.actor', %s, true), set_config('diaban.reason', %s, true),"
        " set_config('diaban.since', %s, true), set_config('diaban.now', %s, true)",
        [by.key, reason, moment.isoformat(), now.isoformat()],
    )


def unsign(cursor: Any) -> None:
    """Take the signature back, so that nothing else in the transaction carries it."""
    cursor.execute(
        "SELECT set_config('diaban.actor', '', true), set_config('diaban.reason', '', true),"
        " set_config('diaban.since', '', true), set_config('diaban.now', '', true)"
    )


def announce(cursor: Any, collection_id: str, before: int) -> int:
    """Send FeaturesChanged for what the change log gained after revision `before`; returns the new revision."""
    cursor.execute(
        "SELECT revision, count, ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM"
        " (SELECT max(revision) AS revision, sum(count) AS count, ST_Extent(bbox) AS e"
        "    FROM layers_changelog WHERE collection = %s AND revision > %s) l",
        [collection_id, before],
    )
    row = cursor.fetchone()
    if row[0] is None:
        return before
    bbox: Extent | None = None if row[2] is None else (row[2], row[3], row[4], row[5])
    event = FeaturesChanged(collection=collection_id, revision=row[0], bbox=bbox, count=int(row[1]))
    features_changed.send_on_commit(event)
    return int(row[0])


def moment_of(spec: CollectionSpec, *, now: datetime, since: datetime | None) -> datetime:
    """From when rows count that are written now: `since` if it is given; raises BadSpec if that is to come."""
    if since is not None and since.tzinfo is None:
        since = since.replace(tzinfo=city_zone())
    if since is not None and since > now:
        raise BadSpec(
            spec.id,
            f"rows cannot be true only from {since.isoformat()}, which is to come.",
            f"dữ liệu không thể có hiệu lực từ {since.isoformat()}, thời điểm chưa tới.",
        )
    return since or now
