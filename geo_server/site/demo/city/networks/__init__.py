"""Five networks under and over the streets of the quarter, each with links and nodes that meet exactly."""

from .drainage import make_drainage
from .lighting import make_lighting
from .parts import Link, Network, Node
from .power import make_power
from .street_graph import street_graph
from .telecom import make_telecom
from .water import make_water

__all__ = [
    "Link",
    "Network",
    "Node",
    "make_drainage",
    "make_lighting",
    "make_power",
    "make_telecom",
    "make_water",
    "street_graph",
]
