"""A collection as a SQL relation for tiles and for joins of other packages."""

from geo_server.core.subject import Subject

from ..policy import Access, access_to
from ..queries import Source, TimeSpan
from ..registry import snapshot
from .collections import get_collection
from .copies import usable_copy
from .relation import relation, relation_params
from .standing import standing_of


def source(subject: Subject, *, collection_id: str, at: TimeSpan | None = None) -> Source:
    """What the subject may read of a collection, as SQL for tiles and for joins; raises UnknownCollection."""
    access = access_to(subject, collection_id)
    copied = at is None and _has_copy(access)
    return Source(
        relation=relation(access, at, copied=copied),
        columns=tuple(name for name, _ in access.columns),
        params=relation_params(access, at),
        collection=get_collection(subject, collection_id=collection_id),
        policy_key=access.key,
        shape="Shape" if copied else None,
    )


def _has_copy(access: Access) -> bool:
    """True if a copy holds in this moment; what is read of it a moment later may be a bulk change behind."""
    copy = usable_copy(access.whole, snapshot())
    return copy is not None and standing_of(access.spec.id).build == copy.build
