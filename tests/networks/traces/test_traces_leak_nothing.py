"""A trace walks over what the asker may see, and over nothing else."""

from datetime import datetime

import pytest

from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from networks import api as networks
from networks import errors
from tests.factories.collections import WRITER
from tests.factories.small_networks import codes, define_small_networks, place, start, state_what_feeds_what

pytestmark = pytest.mark.django_db
PLANNER = Subject(key="user:7", name="Planner")


@pytest.fixture(autouse=True)
def city(now: datetime) -> None:
    """Both networks, hidden from everybody."""
    define_small_networks(now=now, public=False)
    state_what_feeds_what(now=now)


def grant(*names: str, now: datetime, **where: object) -> None:
    """Let the planner read collections."""
    for name in names:
        layers.grant_read(name, to=PLANNER.key, by=WRITER, now=now, **where)  # type: ignore[arg-type]


def test_a_hidden_network_is_an_unknown_network() -> None:
    asked = {"kind": "connected", "start": start("water_links", "w1")}
    with pytest.raises(errors.UnknownNetwork) as hidden:
        networks.trace(ANONYMOUS, "water", **asked)
    with pytest.raises(errors.UnknownNetwork) as absent:
        networks.trace(ANONYMOUS, "wazer", **asked)
    assert hidden.value.en == absent.value.en.replace("wazer", "water")


def test_two_links_that_only_a_hidden_one_joins_are_not_joined(now: datetime) -> None:
    grant("water_links", now=now, row_filter={"code": ["w0", "w1", "w3", "w4"]})
    grant("water_nodes", now=now)
    found = networks.trace(PLANNER, "water", kind="connected", start=start("water_links", "w1"))
    assert codes(found.links) == {"w0", "w1"}
    assert not found.whole
    assert found.totals.links == 2


def test_who_sees_everything_is_told_that_the_answer_is_whole(now: datetime) -> None:
    grant("water_links", "water_nodes", now=now)
    found = networks.trace(PLANNER, "water", kind="connected", start=start("water_links", "w1"))
    assert found.whole
    assert found.totals.links == 7


def test_a_hidden_start_is_no_part_of_the_network(now: datetime) -> None:
    grant("water_links", now=now, row_filter={"code": ["w0", "w1"]})
    with pytest.raises(errors.NotInNetwork):
        networks.trace(PLANNER, "water", kind="connected", start=start("water_links", "w4"))
    x, y = place("B")
    with pytest.raises(errors.NothingNear):
        networks.trace(PLANNER, "water", kind="connected", start=networks.Start(point=(x + 0.0005, y)))


def test_hidden_valves_are_not_named_and_do_not_stop_the_walk(now: datetime) -> None:
    grant("water_links", now=now)
    found = networks.isolation(PLANNER, "water", start=start("water_links", "w4"))
    assert not found.shut
    assert not found.nodes
    assert found.totals.customers == 0
    assert not found.whole


def test_a_hidden_kind_tells_nothing_of_valves_and_customers(now: datetime) -> None:
    grant("water_links", now=now)
    grant("water_nodes", now=now, columns=["code"])
    found = networks.isolation(PLANNER, "water", start=start("water_links", "w4"))
    assert not found.shut
    assert {node.kind for node in found.nodes} <= {""}
    assert found.totals.people is None


def test_a_hidden_state_does_not_stop_the_walk(now: datetime) -> None:
    edit = layers.Edit(subject=WRITER, collection_id="water_nodes", reason="test", now=now)
    layers.update_item(edit, fid=start("water_nodes", "V").fid, patch={"properties": {"status": "shut"}})
    grant("water_links", now=now)
    grant("water_nodes", now=now, columns=["code", "kind"])
    found = networks.trace(PLANNER, "water", kind="connected", start=start("water_links", "w1"))
    assert codes(found.links) == {"w0", "w1", "w2", "w3", "w4", "w5", "w6"}
    assert not found.stops


def test_people_are_counted_only_for_those_who_may_read_the_count(now: datetime) -> None:
    grant("water_links", now=now)
    grant("water_nodes", now=now, columns=["code", "kind", "status"])
    found = networks.trace(PLANNER, "water", kind="downstream", start=start("water_links", "w1"))
    assert found.totals.customers == 2
    assert found.totals.people is None


def test_an_outage_does_not_tell_of_hidden_networks_and_cameras(now: datetime) -> None:
    grant("power_links", "power_nodes", now=now)
    found = networks.outage(PLANNER, "power", starts=[start("power_nodes", "T")])
    assert [part.network for part in found.networks] == ["power"]
    assert not found.dark


@pytest.mark.parametrize("columns", [("code",), ("code", "fed_by")], ids=["hidden", "told"])
def test_an_outage_does_not_tell_what_a_hidden_field_says(now: datetime, columns: tuple[str, ...]) -> None:
    grant("power_links", "power_nodes", now=now)
    grant("eyes", now=now, columns=list(columns))
    found = networks.outage(PLANNER, "power", starts=[start("power_nodes", "T")])
    assert len(found.dark) == ("fed_by" in columns)


def test_a_run_is_only_for_those_who_see_the_whole_network(now: datetime) -> None:
    grant("water_links", now=now)
    with pytest.raises(errors.OnlyThoseWhoSeeAll):
        networks.run_pressures(PLANNER, "water")
