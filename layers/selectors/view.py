"""What names a subject's view of a whole collection, for files that are made once and given to all who see the same."""

import hashlib

from geo_server.core.subject import Subject

from ..policy import access_to


def whole_view(subject: Subject, *, collection_id: str) -> str | None:
    """A name for the fields that the subject sees on every row; None if a grant hides rows or single values from him.

    Equal names mean equal columns, titles and units. A view that depends on more than the fields has no name, because
    what it shows can change without a new revision (the area of a grant is moved).

    Raises:
        UnknownCollection.
    """
    access = access_to(subject, collection_id)
    if not access.sees_all_rows or access.params:
        return None
    spec = access.spec
    shown = (access.key, spec.title_vi, spec.title_en, spec.geometry_type, spec.fields)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
