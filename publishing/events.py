"""What this package announces, after commit."""

from dataclasses import dataclass

from geo_server.core.events import Event


@dataclass(frozen=True)
class SubmissionMoved:
    """A submission is in another state; `state` is a value of `publishing.states.State`."""

    submission: str
    collection: str
    state: str


@dataclass(frozen=True)
class CollectionPublished:
    """A new version of a collection is what everybody sees (published or rolled back)."""

    collection: str
    revision: int


submission_moved: Event[SubmissionMoved] = Event(SubmissionMoved)
collection_published: Event[CollectionPublished] = Event(CollectionPublished)
