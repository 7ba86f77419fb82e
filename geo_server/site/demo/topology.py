"""The five networks of the demo: topology, and a few faults that somebody has left in them, for the rules to find."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shapely import LineString, Point, affinity

from geo_server.core.subject import Subject
from layers import api as layers
from networks import api as networks

from .catalogue.networks import link_features, node_features
from .city.city import City
from .city.networks import Link, Network, Node

DOMAINS: tuple[networks.Domain, ...] = ("water", "power", "telecom", "drainage", "lighting")
CLEARANCES = {"drainage": {"water": 0.5, "telecom": 0.5, "power": 0.5}}
"""Only the sewers ask for a distance: the others, each laid out by one shift, would meet in every other street."""
REASON = "demo city: faults"


def define_networks(city: City, *, by: Subject, now: datetime) -> int:
    """Define the networks and leave the faults in them; returns how many errors their rules find. Safe to run twice."""
    found = 0
    for domain in DOMAINS:
        spec = networks.propose_network(
            by,
            domain=domain,
            network_id=domain,
            owner=domain,
            nodes=[f"{domain}_nodes"],
            links=[f"{domain}_links"],
            clearances=CLEARANCES.get(domain, {}),
        )
        networks.define_network(spec, by=by, now=now)
    for network in city.networks:
        leave_faults(network, by=by, now=now)
        found += layers.get_collection(by, collection_id=f"{network.name}_errors").count
    return found


def leave_faults(network: Network, *, by: Subject, now: datetime) -> None:
    """Write the faulty nodes and links of a network."""
    links = {"drainage": _uphill, "telecom": _loop}.get(network.name, _into_the_open)(network)
    for suffix, rows in (
        ("links", link_features(network, links)),
        ("nodes", node_features(network, [_alone(network)])),
    ):
        layers.write_features(
            f"{network.name}_{suffix}", rows, mode="upsert", key="code", by=by, reason=REASON, now=now
        )


def _alone(network: Network) -> Node:
    """A node in the middle of a block, which no link reaches."""
    last = network.nodes[-1]
    return replace(last, code=f"{last.code}X", point=affinity.translate(last.point, 11.0, 7.0))


def _into_the_open(network: Network) -> list[Link]:
    """A link that ends where nothing stands, and one far from the rest."""
    link, place = network.links[0], network.nodes[0].point
    open_end = LineString([place, Point(place.x + 12.0, place.y + 17.0)])
    far = affinity.translate(open_end, 2000.0, 2000.0)
    return [replace(link, code=f"{link.code}X", line=open_end), replace(link, code=f"{link.code}Y", line=far)]


def _uphill(network: Network) -> list[Link]:
    """Sewers whose levels were written the wrong way round."""
    return list(_turned(network))


def _turned(network: Network) -> Iterator[Link]:
    for link in network.links[10:13]:
        levels = {"invert_from_m": link.facts["invert_to_m"], "invert_to_m": link.facts["invert_from_m"]}
        yield replace(link, facts={**link.facts, **levels})


def _loop(network: Network) -> list[Link]:
    """A cable between two ends of different branches."""
    first, last = network.nodes[1], network.nodes[len(network.nodes) // 2]
    link = network.links[0]
    line = LineString([first.point, last.point])
    return [
        replace(link, code=f"{link.code}X", from_node=first.code, to_node=last.code, line=line, status="in_service")
    ]
