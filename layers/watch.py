"""The registry and the state of every collection as they were a moment ago, for answers that are kept ready.

A cached tile is one read of a file; asking the database first whether it still holds would cost more than the file.
So each process looks at most once in `PATIENCE_S` at both, in one statement, and serves what it keeps by that. An edit
or a revoked right is seen by every process after that time at the latest; what is not kept ready is always read fresh.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from geo_server.core.subject import Subject

from .kinds import Collection
from .policy import find_access
from .registry import Snapshot, snapshot
from .selectors.collections import State, collection_of, read_states

PATIENCE_S = 0.2
GLANCES_KEPT = 4096


@dataclass(frozen=True)
class Glance:
    """What a subject may know of a collection, at most `PATIENCE_S` old.

    Attributes:
        policy_key: as in Source.
        registry: the revision of the registry at that time.
    """

    collection: Collection
    policy_key: str
    registry: int


@dataclass(frozen=True)
class _Seen:
    """What a process saw at one moment of its own clock."""

    at_s: float
    known: Snapshot
    states: dict[str, State]


_seen: _Seen | None = None
_glances: OrderedDict[tuple[object, ...], Glance] = OrderedDict()


def glance(subject: Subject, *, collection_id: str) -> Glance | None:
    """The collection by what was seen a moment ago; None if that shows nothing to him, then ask afresh."""
    seen = _recently()
    access = find_access(subject, collection_id, seen.known)
    state = seen.states.get(collection_id)
    if access is None or state is None:
        return None
    key = (collection_id, access.key, seen.known.revision, state)
    found = _glances.get(key)
    if found is None:
        registered = seen.known.collections[collection_id]
        found = Glance(collection_of(access, registered.status, state), access.key, seen.known.revision)
        _glances[key] = found
        while len(_glances) > GLANCES_KEPT:
            _glances.popitem(last=False)
    return found


def _recently() -> _Seen:
    global _seen
    now_s = time.monotonic()
    if _seen is None or now_s - _seen.at_s >= PATIENCE_S:
        _seen = _Seen(now_s, snapshot(), read_states())
    return _seen
