"""What may be a network, and what becomes of one that is changed or let go."""

from pathlib import Path
from typing import Any

import pytest

from layers import api as layers
from layers.errors import UnknownCollection
from networks import api as networks
from networks.errors import BadNetwork, UnknownNetwork
from networks.rule_table import rule_table
from networks.rules import all_rules, severities_of
from tests.factories.networks import WRITER, errors_of, make_collections, make_network, network_spec, node, pipe, sql

pytestmark = pytest.mark.django_db


def test_all_faults_are_named_at_once(now: Any) -> None:
    make_collections(now)
    spec = network_spec(
        "Bad Id",
        nodes=(networks.Part("net_links"), networks.Part("nowhere")),
        links=(networks.Part("net_links", {"diameter": "kind", "year": "no_such"}),),
        tolerance_m=-1,
        kinds={"pump": "engine"},
        severities={"no_rule": "error"},
        clearances={"water": 1000.0},
    )
    with pytest.raises(BadNetwork) as refused:
        networks.define_network(spec, by=WRITER, now=now)
    places = {fault.where for fault in refused.value.faults}
    assert {"id", "tolerance_m", "kinds.pump", "severities.no_rule", "clearances.water", "nowhere"} <= places
    assert {"net_links", "net_links.kind", "net_links.no_such"} <= places
    assert sql("SELECT count(*) FROM networks_network") == [(0,)]


def test_a_network_that_is_let_go_leaves_its_collections_as_plain_tables(now: Any) -> None:
    make_network([node(0, 0)], [pipe((0, 0), (10, 0))], now=now)
    networks.drop_network("net", by=WRITER, now=now)
    for name in ("node", "link", "component"):
        assert sql(f"SELECT count(*) FROM topology.{name}") == [(0,)]
    sql("DELETE FROM feature.net_links")
    with pytest.raises(UnknownCollection):
        layers.get_collection(WRITER, collection_id="net_errors")
    with pytest.raises(UnknownNetwork):
        networks.drop_network("net", by=WRITER, now=now)


def test_a_rule_that_is_off_finds_nothing(now: Any) -> None:
    make_network([node(0, 0), node(50, 50)], [pipe((0, 0), (10, 0), owner=None)], now=now)
    assert {rule for rule, _, _ in errors_of()} == {"no_source", "orphan_node", "dangling_end", "missing_owner"}
    changed = network_spec(severities={"no_source": "off", "missing_owner": "off", "orphan_node": "error"})
    networks.define_network(changed, by=WRITER, now=now)
    assert {rule for rule, _, _ in errors_of()} == {"orphan_node", "dangling_end"}
    assert sql("SELECT severity FROM feature.net_errors WHERE rule = 'orphan_node'") == [("error",)]


def test_outside_the_territory_that_the_owner_serves(now: Any) -> None:
    spec = layers.CollectionSpec(
        id="served_areas", title_vi="x", title_en="x", theme="base", geometry_type="Polygon", fields=()
    )
    layers.define_collection(spec, by=WRITER, now=now)
    make_network([node(0, 0, "source")], [pipe((0, 0), (100, 0)), pipe((100, 0), (200, 0))], now=now)
    networks.define_network(network_spec(territory="served_areas"), by=WRITER, now=now)
    assert "outside_territory" not in {rule for rule, _, _ in errors_of()}, "a territory without areas says nothing"
    area = "ST_Expand((SELECT geom FROM feature.net_nodes WHERE fid = 1), 0.0005)"
    sql(f"INSERT INTO feature.served_areas (geom) SELECT {area}")
    assert ("outside_territory", "links", 2) in errors_of()
    assert ("outside_territory", "links", 1) not in errors_of()
    sql("UPDATE feature.served_areas SET geom = ST_Expand(geom, 0.01)")
    assert "outside_territory" not in {rule for rule, _, _ in errors_of()}


@pytest.mark.parametrize("domain", ["water", "power", "telecom", "drainage", "gas", "lighting"])
def test_every_domain_has_a_usual_network(domain: Any, now: Any) -> None:
    make_collections(now)
    spec = networks.propose_network(
        WRITER, domain=domain, network_id="n", owner="city", nodes=["net_nodes"], links=["net_links"]
    )
    assert spec.links[0].columns["diameter"] == "diameter_mm"
    networks.define_network(spec, by=WRITER, now=now)
    assert networks.get_network("n") == spec
    assert set(severities_of(spec)) <= set(all_rules())


def test_the_documentation_lists_the_rules_as_they_are() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "use" / "networks.md"
    assert rule_table() in page.read_text(encoding="utf-8")


def test_every_rule_has_its_function() -> None:
    for code in all_rules():
        assert sql("SELECT count(*) FROM pg_proc WHERE proname = %s", [f"rule_{code}"]) == [(1,)], code
