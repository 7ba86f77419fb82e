"""Pressures and flows of a water network as it stands, or under a scenario."""

from geo_server.core.subject import Subject
from geo_server.core.watch import Watch

from ..errors import UnknownPart
from .child import ask_engine
from .collections import link_collection, node_collection
from .exporting import current_document
from .kinds import Pressures, Scenario
from .parts import ModelPart

AS_IT_STANDS = Scenario()


def run_pressures(
    subject: Subject,
    network_id: str,
    *,
    scenario: Scenario = AS_IT_STANDS,
    watch: Watch | None = None,
) -> Pressures:
    """Run EPANET over the network as the collections hold it now.

    Raises:
        UnknownNetwork, OnlyThoseWhoSeeAll, NoModel, EngineFailed.
        UnknownPart: the scenario names a feature that the network does not have.
    """
    document, nodes, links = current_document(subject, network_id)
    shut = [_code_of(network_id, links, fid) for fid in scenario.shut]
    fire = {} if scenario.fire_node is None else {_code_of(network_id, nodes, scenario.fire_node): scenario.fire_l_s}
    standing = {node["name"] for node in document["nodes"] if node["node_type"] == "Junction"}
    if not set(fire) <= standing:
        raise UnknownPart(network_id, scenario.fire_node)
    request = {
        "do": "run", "document": document, "close": shut, "demands": fire,
        "pressure_driven": scenario.pressure_driven,
    }  # fmt: skip
    answer = ask_engine("epanet", request, watch=watch)
    pressure, flow = answer["pressure_m"], answer["flow_m3_s"]
    return Pressures(
        network=network_id,
        nodes=node_collection(network_id),
        links=link_collection(network_id),
        hours=tuple(answer["hours"]),
        pressure_m={node.fid: tuple(pressure[node.code]) for node in nodes if node.code in pressure},
        flow_l_s={link.fid: tuple(1000.0 * q for q in flow[link.code]) for link in links if link.code in flow},
    )


def _code_of(network_id: str, parts: list[ModelPart], fid: int) -> str:
    for part in parts:
        if part.fid == fid:
            return part.code
    raise UnknownPart(network_id, fid)
