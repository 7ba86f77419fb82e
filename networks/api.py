"""The only door of this package; what crosses is plain."""

from .kinds import Meeting, NetworkSpec, Part
from .selectors.networks import find_network, get_network, list_networks
from .services.networks import define_network, drop_network
from .traces.drawn import features_of_isolation, features_of_route, features_of_trace
from .traces.following import trace
from .traces.isolating import isolation
from .traces.kinds import Isolation, LinkFound, NodeFound, Route, Start, Totals, Trace
from .traces.shortest import shortest_path

__all__ = [
    "Isolation",
    "LinkFound",
    "Meeting",
    "NetworkSpec",
    "NodeFound",
    "Part",
    "Route",
    "Start",
    "Totals",
    "Trace",
    "define_network",
    "drop_network",
    "features_of_isolation",
    "features_of_route",
    "features_of_trace",
    "find_network",
    "get_network",
    "isolation",
    "list_networks",
    "shortest_path",
    "trace",
]
