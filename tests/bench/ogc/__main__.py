"""Diaban, its peers and the bare SQL limit on the same data, in one run; prints the harness's tables and our goals.

    ./diaban bench ogc [-w F1 -w T3 ...] [-p tipg ...] [--clients 8] [--seconds 5] [--output FILE]

The first call makes the data and installs the peers (some minutes); later calls only measure.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import peers, target
from .goals import Goal, goals

PEERS = (
    "tipg", "pygeoapi", "mapserver", "mapserver-wfs", "qgis", "django naive", "pg_featureserv", "pg_tileserv",
    "nginx static mvt", "titiler jpg (UTM, warp)", "titiler jpg (web-optimised)", "mapproxy file cache",
)  # fmt: skip
WORKLOADS = (
    "F1",
    "F2",
    "F2n",
    "F3",
    "F4",
    "F5",
    "F5c",
    "F6a",
    "F6",
    "F7",
    "FE",
    "T1",
    "T2",
    "T3",
    "TC",
    "R1",
    "R2",
    "R3",
)
MORE_WORKLOADS = {
    "F6a": {"seed": "one", "secs": 6, "kind": "geojson", "raw": [], "title": "items, first page", "conc": [1, 8]},
    "TC": {"seed": "t16", "secs": 6, "kind": "mvt", "raw": [], "title": "MVT z16 that is kept", "conc": [1, 8, 32]},
}  # fmt: skip
OFFSETS = [*range(0, 200_000, 10_000), *range(500_000, 501_001)]


def main() -> int:
    """Exit code 0 if every goal that was measured is met."""
    options = _options()
    folder = Path(os.environ["DIABAN_VAR"]) / "peers"
    harness = peers.prepare(folder)
    try:
        database_url = harness.database("diaban")
        _fill(harness, database_url)
        result = Path(options.output or folder / "results" / "diaban.json").resolve()
        result.unlink(missing_ok=True)
        plan = _plan(folder, database_url, options)
        plan_file = folder / "run" / "plan.json"
        plan_file.write_text(json.dumps(plan), encoding="utf-8")
        harness.run_aloud(harness.python, Path(__file__).with_name("drive.py"), plan_file, result)
    finally:
        peers.stop_cluster(harness)
    reached = goals(json.loads(result.read_text(encoding="utf-8"))["runs"])
    sys.stdout.write(
        "\n".join(["", "| workload | against | wanted | measured | |", "|---|---|---|---|---|", *map(_line, reached)])
        + "\n"
    )
    return 0 if all(goal.is_met is not False for goal in reached) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-w", "--workload", action="append", choices=WORKLOADS, help="all if none is named")
    parser.add_argument(
        "-p", "--peer", action="append", help="all that are installed if none is named; 'none' for none"
    )
    parser.add_argument(
        "--clients", type=int, action="append", help="1, 8 and 32 as each workload needs if none is named"
    )
    parser.add_argument("--seconds", type=int, help="of each measurement")
    parser.add_argument("--output", help="where the figures go as JSON")
    return parser.parse_args()


def _plan(folder: Path, database_url: str, options: argparse.Namespace) -> dict[str, Any]:
    """What `drive.py` reads."""
    return {
        "harness": str(folder),
        "services": target.services(folder, database_url=database_url),
        "targets": target.targets(),
        "more_workloads": MORE_WORKLOADS,
        "marks": {str(offset): target.page_mark(offset) for offset in OFFSETS},
        "peers": options.peer or list(PEERS),
        "workloads": options.workload or list(WORKLOADS),
        "clients": options.clients,
        "seconds": options.seconds,
        "prepare": not (folder / "data" / "static" / "mvt").is_dir(),
    }


def _fill(harness: peers.Harness, database_url: str) -> None:
    """Our own database on the same cluster, with the same features in collections."""
    environment = os.environ | target.environment(harness.folder, database_url=database_url)
    command = [sys.executable, "-m", "tests.bench.ogc.prepare", harness.database("city")]
    subprocess.run(command, env=environment, stdout=sys.stderr, check=True)


def _line(goal: Goal) -> str:
    measured = "not measured" if goal.measured is None else f"{goal.measured:.2f}"
    sign, verdict = "≤" if goal.at_most else "≥", {True: "met", False: "MISSED", None: ""}[goal.is_met]
    return f"| {goal.workload} | {goal.baseline} | {sign} {goal.wanted:g} | {measured} | {verdict} |"


if __name__ == "__main__":
    sys.exit(main())
