"""What this package announces, after commit."""

from dataclasses import dataclass

from geo_server.core.events import Event

from .kinds import Extent


@dataclass(frozen=True)
class CollectionDefined:
    """A collection was registered, or its description, fields, style or grants changed."""

    collection: str
    revision: int


@dataclass(frozen=True)
class FeaturesChanged:
    """Rows of a collection changed; `bbox` (west, south, east, north) covers the old and the new places."""

    collection: str
    revision: int
    bbox: Extent | None
    count: int


@dataclass(frozen=True)
class CollectionRetired:
    """A collection is no longer published."""

    collection: str


collection_defined: Event[CollectionDefined] = Event(CollectionDefined)
features_changed: Event[FeaturesChanged] = Event(FeaturesChanged)
collection_retired: Event[CollectionRetired] = Event(CollectionRetired)
