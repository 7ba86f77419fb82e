"""Hold 10,000 changes against a million permits and half a million parcels, beside the same done one by one.

    ./diaban bench matching [--changes 10000] [--lots 500000] [--sample 20]

Measured is everything between the outlines and their reasons: the metres, one question for each of the five registers,
the rules, and what did not count; the processor time is that of this process and of its connection's server process.
One by one asks the same registers once for each change, by the same indexes; a sample of it is scaled to all. Goal:
below 60 s.
"""

import argparse
import os
import resource
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import django

GOAL_S = 60.0


def main() -> int:
    """Print the figures; exit code 1 if the goal is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--changes", type=int, default=10_000)
    options.add_argument("--lots", type=int, default=500_000)
    options.add_argument("--sample", type=int, default=20)
    asked = options.parse_args()
    django.setup()
    from change_detection.drafts import OutlineError, make_drafts
    from change_detection.models import MatchRuleSet
    from change_detection.registers.situations import Moments
    from change_detection.services.matching import judge_drafts

    from . import city, naive

    begun = time.perf_counter()
    rows = city.make_city(asked.lots)
    told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    _say(f"city: {told} ({time.perf_counter() - begun:.0f} s)")
    regions = list(city.changes(asked.changes, asked.lots))
    rule_set = MatchRuleSet.in_force(date(2026, 8, 15))
    moments = Moments(date(2026, 2, 10), date(2026, 8, 15), residual_m=0.2)

    before_mb, before_s, begun = _peak_mb(), _processor_s(), time.perf_counter()
    drafts = make_drafts(regions, run_id="bench", crs="EPSG:4326", error=OutlineError(1.0, 0.2))
    drawn = time.perf_counter()
    judged = judge_drafts(drafts, moments=moments, rule_set=rule_set)
    ended, used_s = time.perf_counter(), _processor_s() - before_s
    _say(f"changes    {len(drafts):,} measured in {drawn - begun:.1f} s")
    _say(
        f"registers  {ended - drawn:.1f} s; {sum(len(one.why_not) for one in judged):,} things told that did not count"
    )
    _say(f"reasons    {dict(Counter(str(one.match.code) for one in judged).most_common())}")
    _say(f"processor  {used_s:.1f} s")
    _say(f"memory     {_peak_mb() - before_mb:.0f} MB more at the peak")
    begun_one = time.perf_counter()
    naive.match_one_by_one(drafts[: asked.sample])
    one_by_one_s = (time.perf_counter() - begun_one) / asked.sample * len(drafts)
    all_s = ended - begun
    _say(f"one by one {one_by_one_s:.0f} s, {one_by_one_s / all_s:.0f} times as long, from a sample of {asked.sample}")
    _say(f"together   {all_s:.1f} s (goal {GOAL_S:.0f} s)")
    return 0 if all_s < GOAL_S else 1


def _processor_s() -> float:
    """Seconds of this process, and of the server process of its connection where both are on one machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = stat.read_text().rsplit(")", 1)[1].split()[11:13] if stat.exists() else ("0", "0")
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
