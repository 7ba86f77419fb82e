"""Write down what changed a collection for everybody, and announce it."""

from datetime import datetime

from geo_server.core.subject import Subject
from layers import api as layers

from ..events import CollectionPublished, collection_published
from ..models import Publication


def record_publication(
    kind: Publication.Kind,
    collection_id: str,
    written: layers.WriteReport,
    *,
    before: int,
    by: Subject,
    now: datetime,
    **more: object,
) -> None:
    """Write down what was done, and announce it when it is committed."""
    Publication.objects.create(
        kind=kind,
        collection=collection_id,
        at=now,
        by=by.key,
        by_name=by.name,
        revision_before=before,
        revision_after=written.revision,
        added=written.added,
        changed=written.changed,
        removed=written.removed,
        unchanged=written.unchanged,
        **more,
    )
    collection_published.send_on_commit(CollectionPublished(collection=collection_id, revision=written.revision))
