"""Links meet their nodes, trees are trees, drains fall."""

import networkx as nx
import pytest


@pytest.fixture(scope="module")
def networks(city):
    return {network.name: network for network in city.networks}


def graph_of(network):
    return nx.DiGraph([(link.from_node, link.to_node) for link in network.links])


def test_every_link_begins_and_ends_on_its_nodes(networks):
    assert set(networks) == {"water", "power", "telecom", "drainage", "lighting"}
    for network in networks.values():
        places = {node.code: node.point for node in network.nodes}
        for link in network.links:
            assert link.line.coords[0] == places[link.from_node].coords[0]
            assert link.line.coords[-1] == pytest.approx(places[link.to_node].coords[0], abs=1e-6)


def test_codes_are_unique_within_a_network(networks):
    for network in networks.values():
        codes = [part.code for part in (*network.nodes, *network.links)]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(("name", "root"), [("power", "substation"), ("telecom", "exchange")])
def test_power_and_telecom_reach_everything_from_one_root(networks, name, root):
    network = networks[name]
    [source] = [node.code for node in network.nodes if node.kind == root]
    graph = graph_of(network)
    assert nx.is_arborescence(graph)
    assert len(nx.descendants(graph, source)) == len(network.nodes) - 1


def test_water_has_one_source_and_reaches_every_node(networks):
    network = networks["water"]
    assert sum(node.kind == "source" for node in network.nodes) == 1
    assert nx.is_connected(graph_of(network).to_undirected())


def test_drains_fall_and_widen_towards_the_outfall(networks):
    network = networks["drainage"]
    inverts = {node.code: node.facts["invert_m"] for node in network.nodes}
    leaving = {link.from_node: link for link in network.links}
    for link in network.links:
        fall = inverts[link.from_node] - inverts[link.to_node]
        assert fall == pytest.approx(0.0012 * link.line.length, abs=0.0011)  # inverts are rounded to the millimetre
        below = leaving.get(link.to_node)
        assert below is None or below.facts["diameter_mm"] >= link.facts["diameter_mm"]
    [outfall] = [node.code for node in network.nodes if node.kind == "outfall"]
    assert outfall not in leaving
    assert len(leaving) == len(network.nodes) - 1
