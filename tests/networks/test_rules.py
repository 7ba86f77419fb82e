"""Each rule finds the error that was made for it, and no other: planted one by one in a small sound network."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.factories.networks import at, errors_of, line, make_network, node, pipe, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(now):
    """A source, a valve and two customers on three links; it obeys every rule."""
    nodes = [node(0, 0, "source"), node(100, 0, "valve"), node(200, 0, "customer"), node(100, 100, "customer")]
    links = [pipe((0, 0), (100, 0)), pipe((100, 0), (200, 0)), pipe((100, 0), (100, 100))]
    spec = make_network(nodes, links, now=now)
    assert errors_of() == set()
    return spec


@contextmanager
def planted(*expected: tuple[str, str, int]) -> Iterator[None]:
    """The errors that a change brings are these; a recheck of all of the network finds the same."""
    before = errors_of()
    yield
    assert errors_of() - before == set(expected)
    kept = errors_of()
    sql("SELECT topology.check_all('net')")
    assert errors_of() == kept


def add_link(*places: tuple[float, float], kind: str = "main") -> int:
    """A link without gaps in what is written of it; returns its fid."""
    [(fid,)] = sql(
        "INSERT INTO feature.net_links (geom, kind, owner, year, material, status)"
        " VALUES (ST_GeomFromText(%s, 4326), %s, 'water', 2010, 'hdpe', 'in_service') RETURNING fid",
        [line(*places).wkt, kind],
    )
    return fid


def add_node(x: float, y: float, kind: str = "junction") -> int:
    """A node without gaps in what is written of it; returns its fid."""
    [(fid,)] = sql(
        "INSERT INTO feature.net_nodes (geom, kind, owner, year, shut)"
        " VALUES (ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s, 'water', 2010, false) RETURNING fid",
        [*at(x, y), kind],
    )
    return fid


def test_a_node_alone_and_a_customer_alone(sound) -> None:
    with planted(("orphan_node", "nodes", 5)):
        add_node(300, 300)
    with planted(("customer_without_service", "nodes", 6)):
        add_node(320, 300, "customer")


def test_two_nodes_in_one_place(sound) -> None:
    with planted(("duplicate_node", "nodes", 5)):
        add_node(100.02, 100)
    sql("DELETE FROM feature.net_nodes WHERE fid = 4")
    assert errors_of() == set(), "the one that stays is no duplicate any more"


def test_an_end_in_the_open(sound) -> None:
    with planted(("dangling_end", "links", 4)):
        add_link((200, 0), (250, 40))
    add_node(250, 40, "junction")
    assert errors_of() == set()


def test_an_end_that_stops_short(sound) -> None:
    with planted(("dangling_end", "links", 4), ("near_miss", "links", 4)):
        add_link((200, 0), (150, 0.5))
    detour = line((100, 0), (150, -30), (200, 0))
    sql("UPDATE feature.net_links SET geom = ST_GeomFromText(%s, 4326) WHERE fid = 2", [detour.wkt])
    assert errors_of() == {("dangling_end", "links", 4)}, "the line that it missed has moved away"


def test_the_same_line_twice(sound) -> None:
    with planted(("duplicate_link", "links", 4)):
        add_link((200, 0), (100, 0))
    sql("DELETE FROM feature.net_links WHERE fid = 2")
    assert errors_of() == set()


def test_a_line_that_crosses_itself(sound) -> None:
    with planted(("self_crossing", "links", 4)):
        add_link((200, 0), (220, 40), (220, 10), (190, 40), (100, 100))


def test_no_line_at_all(sound) -> None:
    with planted(("link_without_ends", "links", 4)):
        sql("INSERT INTO feature.net_links (kind, owner, year, material) VALUES ('main', 'w', 2000, 'x')")


def test_a_part_without_a_source(sound) -> None:
    add_node(500, 0), add_node(600, 0), add_node(700, 0)
    with planted(("no_source", "nodes", 5)):
        add_link((500, 0), (600, 0))
    with planted():
        add_link((600, 0), (700, 0))
    sql("UPDATE feature.net_nodes SET kind = 'source' WHERE fid = 7")
    assert errors_of() == set()


def test_cutting_off_a_part(sound) -> None:
    with planted(("no_source", "nodes", 2), ("orphan_node", "nodes", 1)):
        sql("DELETE FROM feature.net_links WHERE fid = 1")


def test_a_valve_beside_a_line_that_goes_on(sound) -> None:
    with planted(("valve_not_splitting", "nodes", 5)):
        add_node(50, 0, "valve")


def test_what_is_not_written(sound) -> None:
    with planted(
        ("missing_owner", "links", 1),
        ("missing_material", "links", 1),
        ("missing_year", "links", 1),
        ("missing_year", "nodes", 1),
    ):
        sql("UPDATE feature.net_links SET owner = NULL, material = NULL, year = NULL WHERE fid = 1")
        sql("UPDATE feature.net_nodes SET year = NULL WHERE fid = 1")


def test_a_value_outside_its_list(sound) -> None:
    with planted(("code_list", "nodes", 3), ("orphan_node", "nodes", 9)):
        sql("UPDATE feature.net_nodes SET kind = 'house' WHERE fid = 3")
        sql(
            "INSERT INTO feature.net_nodes (fid, geom, kind, owner, year) OVERRIDING SYSTEM VALUE"
            " SELECT 9, ST_Translate(geom, 0.01, 0), 'junction', 'w', 2000 FROM feature.net_nodes WHERE fid = 1"
        )


def test_kinds_that_may_not_meet(now) -> None:
    from networks.api import Meeting

    nodes = [node(0, 0, "source"), node(100, 0, "valve"), node(200, 0, "junction")]
    links = [pipe((0, 0), (100, 0), kind="high"), pipe((100, 0), (200, 0), kind="low")]
    make_network(nodes, links, now=now, meetings=(Meeting("high", "low", only_at=("valve",)),))
    assert errors_of() == set()
    with planted(("forbidden_connection", "nodes", 3)):
        add_link((200, 0), (300, 0), kind="high")
        add_node(300, 0)


def test_a_loop_in_a_radial_network(now) -> None:
    nodes = [node(0, 0, "source"), node(100, 0), node(100, 100), node(0, 100)]
    links = [pipe((0, 0), (100, 0)), pipe((100, 0), (100, 100)), pipe((100, 100), (0, 100))]
    make_network(nodes, links, now=now, radial=True, flow="from_sources")
    assert errors_of() == set()
    with planted(("closed_loop", "nodes", 3)):
        add_link((0, 100), (0, 0))
    sql("UPDATE feature.net_links SET status = 'shut' WHERE fid = 2")
    assert errors_of() == set(), "an open switch opens the loop"


def drain(*places, start: float, end: float, diameter: float = 400.0):
    return pipe(*places, invert_from_m=start, invert_to_m=end, diameter_mm=diameter)


def test_water_runs_downhill(now) -> None:
    nodes = [node(0, 0, ground_m=3.0), node(100, 0, ground_m=3.0), node(200, 0, "source", ground_m=3.0)]
    links = [drain((0, 0), (100, 0), start=1.0, end=0.5), drain((100, 0), (200, 0), start=0.5, end=0.0)]
    make_network(nodes, links, now=now, domain="drainage", flow="drawn", kinds={"source": "sink"})
    assert errors_of() == set()
    with planted(("reversed_slope", "links", 2)):
        sql("UPDATE feature.net_links SET invert_to_m = 0.7 WHERE fid = 2")
    with planted(("invert_above_ground", "links", 1)):
        sql("UPDATE feature.net_links SET invert_from_m = 3.2 WHERE fid = 1")
    with planted(("diameter_shrinks", "links", 2)):
        sql("UPDATE feature.net_links SET diameter_mm = 600 WHERE fid = 1")
    with planted(("invert_above_ground", "nodes", 2)):
        sql("UPDATE feature.net_nodes SET invert_m = 4 WHERE fid = 2")
