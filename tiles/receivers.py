"""What this package listens to: changed features drop their tiles at once, a new definition drops them all.

The cache would notice both by itself at the next request; this only spares the disk.
"""

from geo_server.core.subject import system
from layers import api as layers
from layers.events import (
    CollectionDefined,
    CollectionRetired,
    FeaturesChanged,
    collection_defined,
    collection_retired,
    features_changed,
)

from . import cache


def drop_touched_tiles(event: FeaturesChanged) -> None:
    """Delete the tiles that a change reaches."""
    collection = layers.get_collection(system("tiles"), collection_id=event.collection)
    cache.catch_up(collection.id, cache.Mark.of(collection))


def drop_all_tiles(event: CollectionDefined | CollectionRetired) -> None:
    """Delete every tile of a collection whose definition changed or that is gone."""
    cache.forget(event.collection)


def connect() -> None:
    """Start to listen; called once when Django is ready."""
    features_changed.connect(drop_touched_tiles)
    collection_defined.connect(drop_all_tiles)
    collection_retired.connect(drop_all_tiles)
