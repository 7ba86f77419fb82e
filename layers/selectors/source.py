"""A collection as a SQL relation for tiles and for joins of other packages."""

from geo_server.core.subject import Subject

from ..policy import access_to
from ..queries import Source, TimeSpan
from .collections import get_collection
from .relation import relation, relation_params


def source(subject: Subject, *, collection_id: str, at: TimeSpan | None = None) -> Source:
    """What the subject may read of a collection, as SQL for tiles and for joins; raises UnknownCollection."""
    access = access_to(subject, collection_id)
    return Source(
        relation=relation(access, at),
        columns=tuple(name for name, _ in access.columns),
        params=relation_params(access, at),
        collection=get_collection(subject, collection_id=collection_id),
        policy_key=access.key,
    )
