"""Random edits by plain SQL: after each statement the topology is what shapely and networkx make of the rows."""

import random
from collections.abc import Callable

import networkx as nx
import pytest

from tests.factories.networks import at, errors_of, make_network, node, pipe, sql

from .from_scratch import depths, draw, expected_errors, kept_errors, read

pytestmark = pytest.mark.django_db

SPREAD = (0.0, 0.0, 0.0, 0.04, 0.08, -0.04)
"""Metres beside the lattice, with a tolerance of 5 cm: some ends meet at once, some by way of a third, some not."""


class Editor:
    """Somebody who changes a network at random, over a lattice so small that his lines meet."""

    def __init__(self, seed: int, *, side: int = 5) -> None:
        self.rng = random.Random(seed)
        self.side = side

    def place(self) -> tuple[float, float]:
        x, y = (10.0 * self.rng.randrange(self.side) + self.rng.choice(SPREAD) for _ in "xy")
        return at(x, y)

    def some(self, table: str, most: int) -> list[int]:
        fids = [fid for (fid,) in sql(f"SELECT fid FROM feature.{table} ORDER BY fid")]
        return self.rng.sample(fids, min(len(fids), self.rng.randint(1, most)))

    def add_links(self) -> None:
        lines = []
        while len(lines) < self.rng.randint(1, 4):
            start, end = self.place(), self.place()
            if start != end:
                lines.append(f"LINESTRING({start[0]} {start[1]}, {end[0]} {end[1]})")
        sql(
            "INSERT INTO feature.net_links (geom, kind)"
            " SELECT ST_GeomFromText(t, 4326), 'main' FROM unnest(%s::text[]) t",
            [lines],
        )

    def add_nodes(self) -> None:
        kind = self.rng.choice(["source", "valve", "customer", "junction"])
        places = [f"POINT({x} {y})" for x, y in (self.place() for _ in range(self.rng.randint(1, 2)))]
        sql(
            "INSERT INTO feature.net_nodes (geom, kind, shut)"
            " SELECT ST_GeomFromText(t, 4326), %s, false FROM unnest(%s::text[]) t",
            [kind, places],
        )

    def move_link_end(self) -> None:
        x, y = self.place()
        sql(
            "UPDATE feature.net_links SET geom = moved.line FROM (SELECT fid AS link, ST_SetPoint(geom, %s,"
            " ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS line FROM feature.net_links WHERE fid = ANY(%s)) moved"
            " WHERE fid = moved.link AND ST_IsValid(moved.line)",
            [self.rng.choice([0, -1]), x, y, self.some("net_links", 2)],
        )

    def move_nodes(self) -> None:
        x, y = self.place()
        sql(
            "UPDATE feature.net_nodes SET geom = ST_SetSRID(ST_MakePoint(%s, %s), 4326) WHERE fid = ANY(%s)",
            [x, y, self.some("net_nodes", 2)],
        )

    def delete_links(self) -> None:
        sql("DELETE FROM feature.net_links WHERE fid = ANY(%s)", [self.some("net_links", 3)])

    def delete_nodes(self) -> None:
        sql("DELETE FROM feature.net_nodes WHERE fid = ANY(%s)", [self.some("net_nodes", 1)])

    def shut(self) -> None:
        if self.rng.random() < 0.5:
            sql("UPDATE feature.net_nodes SET shut = NOT shut WHERE fid = ANY(%s)", [self.some("net_nodes", 1)])
        else:
            sql(
                "UPDATE feature.net_links SET status = CASE status WHEN 'shut' THEN 'open' ELSE 'shut' END"
                " WHERE fid = ANY(%s)",
                [self.some("net_links", 2)],
            )

    def change_kind(self) -> None:
        kind = self.rng.choice(["source", "junction"])
        sql("UPDATE feature.net_nodes SET kind = %s WHERE fid = ANY(%s)", [kind, self.some("net_nodes", 1)])

    def edit(self) -> str:
        """One random statement; returns its name."""
        acts: list[Callable[[], None]] = [
            *[self.add_links] * 3,
            self.add_nodes,
            self.move_link_end,
            self.move_nodes,
            self.delete_links,
            self.delete_nodes,
            self.shut,
            self.change_kind,
        ]
        act = self.rng.choice(acts)
        act()
        return act.__name__


@pytest.mark.parametrize("seed", range(4))
def test_topology_after_every_statement_is_that_of_the_rows(seed: int, now) -> None:
    start = [pipe((0, 0), (10, 0)), pipe((10, 0), (10, 10))]
    make_network([node(0, 0, "source")], start, now=now, flow="from_sources", radial=True)
    editor = Editor(seed)
    for step in range(60):
        told = f"seed {seed}, step {step}: {editor.edit()}"
        drawn, kept = draw(), read()
        assert kept.ties == drawn.ties, told
        parts = {frozenset(part) for part in nx.connected_components(drawn.graph)}
        assert kept.parts == parts, told
        assert kept.stray == 0, told
        for part in parts:
            sources = sum(isinstance(one, int) and drawn.nodes[one]["kind"] == "source" for one in part)
            links = drawn.graph.subgraph(part).number_of_edges()
            assert kept.counts[part] == (len(part), links, sources), told
        assert kept.depths == depths(drawn), told
        assert kept.flows == expected_flows(drawn), told
        wanted = expected_errors(drawn)
        rules = {
            "no_source",
            "orphan_node",
            "customer_without_service",
            "duplicate_node",
            "dangling_end",
            "closed_loop",
        }
        assert {error for error in kept_errors(drawn, parts) if error[0] in rules} == wanted, told


def expected_flows(drawn) -> dict[int, int]:
    """From the lesser depth to the greater; nothing through what is shut, or where no source reaches."""
    found, flows = depths(drawn), {}
    shut = {fid for fid, row in drawn.nodes.items() if row["shut"]}
    for fid, row in drawn.links.items():
        start, end = drawn.ties[fid, 0], drawn.ties[fid, 1]
        flows[fid] = 0
        if row["status"] == "shut" or start not in found or end not in found:
            continue
        if found[start] < found[end] and start not in shut:
            flows[fid] = 1
        elif found[end] < found[start] and end not in shut:
            flows[fid] = -1
    return flows


@pytest.mark.parametrize("seed", range(3))
def test_a_network_made_anew_is_the_one_that_was_kept(seed: int, now) -> None:
    make_network([node(0, 0, "source")], [pipe((0, 0), (10, 0))], now=now, flow="from_sources", radial=True)
    editor = Editor(seed + 100, side=8)
    for _ in range(40):
        editor.edit()
    kept, errors = read(), errors_of()
    sql("SELECT topology.check_all('net')")
    assert errors_of() == errors
    sql("SELECT topology.rebuild('net')")
    assert read() == kept
