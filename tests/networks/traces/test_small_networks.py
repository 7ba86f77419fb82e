"""Traces, isolation, outages and ways in a network small enough to be read off a drawing."""

from datetime import datetime

import pytest

from layers import api as layers
from networks import api as networks
from networks import errors
from tests.factories.collections import WRITER
from tests.factories.small_networks import codes, define_small_networks, place, start, state_what_feeds_what

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(now: datetime) -> None:
    """Both networks, and what hangs on what."""
    define_small_networks(now=now)
    state_what_feeds_what(now=now)


def shut(collection: str, code: str, now: datetime) -> None:
    """Shut a part, as an engineer does in QGIS."""
    edit = layers.Edit(subject=WRITER, collection_id=collection, reason="test", now=now)
    layers.update_item(edit, fid=start(collection, code).fid, patch={"properties": {"status": "shut"}})


def test_downstream_follows_the_flow_and_tells_how_far() -> None:
    found = networks.trace(WRITER, "water", kind="downstream", start=start("water_links", "w1"))
    assert codes(found.links) == {"w1", "w2", "w3", "w4", "w5", "w6"}
    assert [link.steps for link in found.links] == [0, 1, 1, 2, 2, 3]
    step_m = layers.length_m(_line("A", "V"))
    assert found.links[-1].distance_m == pytest.approx(2 * step_m, rel=1e-3)
    assert (found.totals.customers, found.totals.people) == (2, 7)


def test_upstream_leads_to_the_source() -> None:
    found = networks.trace(WRITER, "water", kind="upstream", start=start("water_links", "w6"))
    assert codes(found.links) == {"w6", "w5", "w1", "w0"}
    assert "source" in {node.kind for node in found.nodes}


def test_a_place_means_the_nearest_link() -> None:
    x, y = place("B")
    found = networks.trace(WRITER, "water", kind="upstream", start=networks.Start(point=(x + 0.0005, y + 0.0001)))
    assert codes([found.start]) == {"w4"}
    with pytest.raises(errors.NothingNear):
        networks.trace(WRITER, "water", kind="upstream", start=networks.Start(point=(107.5, 11.5)))


def test_nothing_passes_a_valve_that_is_shut(now: datetime) -> None:
    shut("water_nodes", "V", now)
    found = networks.trace(WRITER, "water", kind="connected", start=start("water_links", "w1"))
    assert codes(found.links) == {"w0", "w1", "w2", "w5", "w6"}
    assert codes(found.stops) == {"V"}


def test_too_many_links_are_refused() -> None:
    with pytest.raises(errors.TooManyLinks):
        networks.trace(WRITER, "water", kind="connected", start=start("water_links", "w1"), max_links=3)


def test_isolation_names_the_valves_and_who_is_without_water() -> None:
    found = networks.isolation(WRITER, "water", start=start("water_links", "w2"))
    assert codes(found.section) == {"w0", "w1", "w2", "w5"}
    assert codes(found.shut) == {"V", "W"}
    assert not any(valve.needed for valve in found.shut)  # nothing behind them has a source of its own
    assert codes(found.sources) == {"S"}
    assert codes(found.cut_off) == {"w3", "w4", "w6"}
    assert (found.totals.customers, found.totals.people) == (2, 7)


def test_isolation_behind_a_valve_leaves_the_rest_supplied() -> None:
    found = networks.isolation(WRITER, "water", start=start("water_links", "w4"))
    assert codes(found.section) == {"w3", "w4"}
    assert [(codes([valve]), valve.needed) for valve in found.shut] == [({"V"}, True)]
    assert not found.cut_off
    assert found.totals.people == 4


def test_a_link_that_falls_cuts_off_what_lies_behind_it() -> None:
    found = networks.isolation(WRITER, "water", start=start("water_links", "w5"), by="link")
    assert codes(found.section) == {"w5"}
    assert codes(found.cut_off) == {"w6"}


def test_the_shortest_way_runs_from_link_to_link() -> None:
    found = networks.shortest_path(WRITER, "water", start=start("water_links", "w6"), end=start("water_links", "w4"))
    assert [codes([link]) for link in found.links] == [{"w6"}, {"w5"}, {"w2"}, {"w3"}, {"w4"}]


def test_there_is_no_way_past_a_shut_valve(now: datetime) -> None:
    shut("water_nodes", "V", now)
    with pytest.raises(errors.NoRoute):
        networks.shortest_path(WRITER, "water", start=start("water_links", "w6"), end=start("water_links", "w4"))


def test_a_substation_that_is_out_stops_the_pump_the_water_and_the_camera() -> None:
    found = networks.outage(WRITER, "power", starts=[start("power_nodes", "T")])
    assert [(part.network, part.round) for part in found.networks] == [("power", 0), ("water", 1)]
    assert codes(found.dark) == {"eye"}
    power, water = found.networks
    assert (power.totals.people, water.totals.people) == (5, 7)
    assert codes(water.links) == {"w0", "w1", "w2", "w3", "w4", "w5", "w6"}


def test_a_proposed_dependency_counts_when_it_is_confirmed(now: datetime) -> None:
    from networks.models import Dependency

    Dependency.objects.all().delete()
    stated = networks.propose_by_nearness("power", consumers="eyes", within_m=50.0, by=WRITER, now=now)
    assert stated.stated == 1
    outage = {"starts": [start("power_nodes", "T")]}
    assert not networks.outage(WRITER, "power", **outage).dark
    assert codes(networks.outage(WRITER, "power", **outage, with_proposed=True).dark) == {"eye"}
    networks.confirm_proposals("power", consumers="eyes", by=WRITER, now=now)
    assert codes(networks.outage(WRITER, "power", **outage).dark) == {"eye"}


def _line(a: str, b: str):  # type: ignore[no-untyped-def]
    import shapely

    return shapely.LineString([place(a), place(b)])
