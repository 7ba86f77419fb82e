"""The tables of the spatial model that Django manages; feature tables are made by `layers.tables`."""

from .areas import AreaVersion
from .changelog import ChangeLogEntry, CollectionState
from .grants import Grant
from .organisations import Membership, Organisation
from .read_copies import StoredCopy
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
    "StoredCopy",
]
