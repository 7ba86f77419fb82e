"""Traces over 10,000 links inside a network of 2,000,000: ours, a frontier kept in plpgsql, everything in SciPy.

    ./diaban bench networks

Makes the network once (about a minute) and keeps it. Goal: under one second
for a trace and for an isolation; the rivals only count links, ours gives them with their way from the start.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

GOAL_S = 1.0
ROUNDS = 5


def main() -> int:
    """Exit code 1 above the goal."""
    django.setup()
    from networks import api as networks

    from . import city, rivals

    city.make()
    started = time.perf_counter()
    graph = rivals.Pulled()
    pulled_s = time.perf_counter() - started
    subject, start = city.READER, networks.Start("big_links", city.MAIN)

    def trace(kind: Any) -> int:
        return len(networks.trace(subject, "big", kind=kind, start=start).links)

    def drawn() -> int:
        found = networks.trace(subject, "big", kind="downstream", start=start)
        return len(networks.features_of_trace(subject, found)["features"])

    asked: dict[str, Callable[[], int]] = {
        "downstream": lambda: trace("downstream"),
        "downstream as GeoJSON": drawn,
        "isolation": lambda: len(networks.isolation(subject, "big", start=start, by="link").cut_off),
        "frontier in plpgsql": rivals.frontier,
        "SciPy, already pulled": graph.downstream,
    }
    seconds = {name: _median(name, ask) for name, ask in asked.items()}
    sys.stdout.write(f"pulling 2,006,317 links into SciPy: {pulled_s:.2f} s\n")
    ours = seconds["downstream"]
    sys.stdout.write(f"ours / frontier in plpgsql: {ours / seconds['frontier in plpgsql']:.2f}\n")
    sys.stdout.write(f"ours / pulling and SciPy: {ours / (pulled_s + seconds['SciPy, already pulled']):.3f}\n")
    return 0 if max(seconds[name] for name in ("downstream", "isolation")) < GOAL_S else 1


def _median(name: str, ask: Callable[[], int]) -> float:
    ask()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = ask()
        taken.append(time.perf_counter() - started)
    sys.stdout.write(f"{name:24} {found:6} found  median {statistics.median(taken):.3f} s  worst {max(taken):.3f} s\n")
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
