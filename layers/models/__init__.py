"""The tables of the spatial model that Django manages; feature tables are made by `layers.tables`."""

from .areas import AreaVersion
from .changelog import ChangeLogEntry, CollectionState
from .grants import Grant
from .organisations import Membership, Organisation
from .registry import RegisteredCollection, RegistryRevision

__all__ = [
    "AreaVersion",
    "ChangeLogEntry",
    "CollectionState",
    "Grant",
    "Membership",
    "Organisation",
    "RegisteredCollection",
    "RegistryRevision",
]
