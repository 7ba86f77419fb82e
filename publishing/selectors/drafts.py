"""What a draft would change, row by row and on a map, and which rows were rejected, as far as a subject may see it."""

from pathlib import Path
from typing import Literal

from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from ..drafts import incoming_of
from ..errors import NotThereYet
from ..models import Submission
from .submissions import find_row

Kind = Literal["added", "changed", "removed"]
PAGE = 100
LARGEST_PAGE = 1000


def difference_page(
    subject: Subject,
    *,
    submission_id: object,
    kind: Kind | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> list[layers.ChangedRow]:
    """Rows of the difference, attribute by attribute; `after` continues after the number of the last one.

    Raises:
        UnknownSubmission: also for one that he may not see.
        UnknownCollection: he may not read what it is compared with.
        NotThereYet: it was not drafted yet, is published, or the collection has changed since.
    """
    incoming, found = _compared(find_row(subject, submission_id))
    return layers.changed_rows(
        subject, incoming=incoming, found=found, kind=kind, after=after, limit=min(limit, LARGEST_PAGE)
    )


def difference_geojson(subject: Subject, *, submission_id: object, bbox: layers.Extent | None = None) -> bytes:
    """The difference for a map: a FeatureCollection in CRS84 with `kind` "added", "changed", "moved" or "removed".

    Raises:
        UnknownSubmission, UnknownCollection, NotThereYet: as for `difference_page`.
    """
    incoming, found = _compared(find_row(subject, submission_id))
    return layers.difference_map(subject, incoming=incoming, found=found, bbox=bbox)


def rejects_file(subject: Subject, *, submission_id: object) -> Path:
    """The file of the rejected rows, in the format of the input, with the reasons as columns.

    Raises:
        UnknownSubmission: also for one that he may not see.
        NotThereYet: no row was rejected, or none was checked yet.
    """
    key = find_row(subject, submission_id).rejects_key
    if not key or not storage.path_of(key).is_file():
        raise NotThereYet("rejected rows", "dòng bị loại")
    return storage.path_of(key)


def _compared(submission: Submission) -> tuple[layers.Incoming, layers.Difference]:
    if submission.difference is None:
        raise NotThereYet("difference", "bảng so sánh")
    incoming = incoming_of(submission)
    found = layers.find_difference(incoming)
    if found is None:
        raise NotThereYet("difference", "bảng so sánh")
    return incoming, found
