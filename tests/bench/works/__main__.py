"""Dig checks in a city of five networks, beside the bare spatial join in SQL.

    ./diaban bench works [--links 400000] [--rounds 20] [--side 150]

The search finds assets, conflicts and neighbours; a dig check is a request from its form to its stored, logged answer;
the paper is its PDF, printed and signed anew. The bare join reads, by the same indexes, which links of the five tables
lie within 3 m of the polygon. Goals: check below 2 s, paper below 5 s, place card over 200 collections below 1 s.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django


def main() -> int:
    """Print the figures; exit code 1 if a goal is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--links", type=int, default=400_000)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--side", type=float, default=150.0)
    asked = options.parse_args()
    django.setup()
    from . import city, measure

    begun = time.perf_counter()
    city.make_city(asked.links)
    _say(f"city of 5 x {asked.links:,} links: {time.perf_counter() - begun:.0f} s")
    pits = [city.pit(number, side_m=asked.side) for number in range(asked.rounds)]
    bare, found = _timed(measure.bare_join, pits)
    search, _ = _timed(measure.search, pits)
    check, answers = _timed(measure.check, pits)
    paper, sizes = _timed(measure.paper, answers[: max(3, asked.rounds // 4)])
    _say(f"pits of {asked.side:g} x {asked.side:g} m, {statistics.median(found):.0f} assets each, {len(pits)} of them")
    _say(f"bare join  median {statistics.median(bare) * 1000:8.1f} ms  slowest {max(bare) * 1000:8.1f} ms")
    ratio = statistics.median(search) / statistics.median(bare)
    _say(f"search     median {statistics.median(search) * 1000:8.1f} ms  slowest {max(search) * 1000:8.1f} ms"
         f"  {ratio:.1f} times the bare join")  # fmt: skip
    _say(f"dig check  median {statistics.median(check) * 1000:8.1f} ms  slowest {max(check) * 1000:8.1f} ms"
         "  (goal 2 s)")  # fmt: skip
    _say(f"paper      median {statistics.median(paper) * 1000:8.1f} ms  slowest {max(paper) * 1000:8.1f} ms"
         f"  {statistics.median(sizes) / 1000:.0f} kB  (goal 5 s)")  # fmt: skip
    measure.make_many_collections(200)
    card, things = _timed(measure.card, pits)
    _say(f"place card median {statistics.median(card) * 1000:8.1f} ms  slowest {max(card) * 1000:8.1f} ms"
         f"  {statistics.median(things):.0f} things of 200 collections  (goal 1 s)")  # fmt: skip
    return 0 if max(check) < 2 and max(paper) < 5 and max(card) < 1 else 1


def _timed(work: Callable[[Any], Any], inputs: list[Any]) -> tuple[list[float], list[Any]]:
    """Seconds and results, one for each input; the first is done once before, unmeasured."""
    work(inputs[0])
    seconds, results = [], []
    for given in inputs:
        begun = time.perf_counter()
        results.append(work(given))
        seconds.append(time.perf_counter() - begun)
    return seconds, results


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
