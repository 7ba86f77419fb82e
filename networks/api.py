"""The only door of this package; what crosses is plain."""

from .kinds import Meeting, NetworkSpec, Part
from .selectors.networks import find_network, get_network, list_networks
from .services.networks import define_network, drop_network

__all__ = [
    "Meeting",
    "NetworkSpec",
    "Part",
    "define_network",
    "drop_network",
    "find_network",
    "get_network",
    "list_networks",
]
