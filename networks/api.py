"""The only door of this package; what crosses is plain."""

from .domains import propose_network
from .hydraulics.drawn import features_of_flooding, features_of_pressures
from .hydraulics.exporting import current_input
from .hydraulics.flooding import run_flooding
from .hydraulics.importing import import_epanet, import_swmm
from .hydraulics.kinds import Flooded, Flooding, Imported, Pressures, Scenario
from .hydraulics.placing import Placement
from .hydraulics.pressures import run_pressures
from .hydraulics.rain import Rain, storm
from .hydraulics.results import keep_flooding, keep_pressures
from .kinds import Domain, Meeting, NetworkSpec, Part
from .outages.cascade import outage
from .outages.drawn import features_of_outage
from .outages.kinds import Dark, Outage, PartOut, Stated
from .outages.stating import confirm_proposals, propose_by_nearness, state_by_field, state_one
from .selectors.networks import find_network, get_network, list_networks
from .services.exceptions import accept_error
from .services.networks import define_network, drop_network
from .traces.drawn import features_of_isolation, features_of_route, features_of_trace
from .traces.following import trace
from .traces.isolating import isolation
from .traces.kinds import Isolation, LinkFound, NodeFound, Route, Start, Totals, Trace
from .traces.shortest import shortest_path

__all__ = [
    "Dark",
    "Domain",
    "Flooded",
    "Flooding",
    "Imported",
    "Isolation",
    "LinkFound",
    "Meeting",
    "NetworkSpec",
    "NodeFound",
    "Outage",
    "Part",
    "PartOut",
    "Placement",
    "Pressures",
    "Rain",
    "Route",
    "Scenario",
    "Start",
    "Stated",
    "Totals",
    "Trace",
    "accept_error",
    "confirm_proposals",
    "current_input",
    "define_network",
    "drop_network",
    "features_of_flooding",
    "features_of_isolation",
    "features_of_outage",
    "features_of_pressures",
    "features_of_route",
    "features_of_trace",
    "find_network",
    "get_network",
    "import_epanet",
    "import_swmm",
    "isolation",
    "keep_flooding",
    "keep_pressures",
    "list_networks",
    "outage",
    "propose_by_nearness",
    "propose_network",
    "run_flooding",
    "run_pressures",
    "shortest_path",
    "state_by_field",
    "state_one",
    "storm",
    "trace",
]
