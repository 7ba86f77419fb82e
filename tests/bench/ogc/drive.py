"""Runs in the harness's own interpreter: adds Diaban to its servers, measures, takes all down.

python drive.py PLAN RESULT     PLAN is the JSON that `__main__` writes: services, targets, marks, peers, workloads ...
"""

import json
import sys
from pathlib import Path
from typing import Any


def main(plan_file: str, result_file: str) -> int:
    """Measure what the plan says; the result is the harness's own JSON."""
    plan: dict[str, Any] = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    sys.path.insert(0, plan["harness"])
    import bench  # type: ignore[import-not-found]
    import targets  # type: ignore[import-not-found]

    _extend(bench, targets, plan)
    asked = [name for name in targets.TARGETS if name in plan["targets"] or name in plan["peers"]]
    wanted = [name for name in asked if any(bench.urls(name, workload) for workload in plan["workloads"])]
    started = {service for name in wanted for service in targets.TARGETS[name]["accounts"]}
    try:
        for service in sorted(started):
            bench.up(service)
        if plan["prepare"]:
            for service in ("titiler", "mapproxy"):
                bench.up(service)
            bench.prep()
        ours = [name for name in wanted if name in plan["targets"]]
        checked = bench.verify(ours, plan["workloads"], out=False)  # some peers need half an hour for one tile
        bench.run(wanted, plan["workloads"], plan["clients"], plan["seconds"], result_file)
    finally:
        for service in targets.SERVICES:
            bench.down(service)
    stored = json.loads(Path(result_file).read_text(encoding="utf-8"))
    Path(result_file).write_text(json.dumps(stored | {"verified": checked}, default=str), encoding="utf-8")
    bench.table([result_file])
    return 0


def _extend(bench: Any, targets: Any, plan: dict[str, Any]) -> None:
    """Our servers, our workloads, and the marks of our pages where others count offsets."""
    targets.SERVICES |= plan["services"]
    targets.TARGETS |= plan["targets"]
    targets.WORKLOADS |= plan["more_workloads"]
    for name in ("R1", "R2"):
        targets.WORKLOADS[name]["raw"] = ["raw", "pre"]  # "bytes" needs a module that the harness does not carry
    targets.TARGETS["nginx static mvt"]["urls"]["TC"] = "/mvt/{z}/{x}/{y}.pbf"
    written = bench.fmt

    def fmt(template: str, seed: str, value: Any) -> str:
        made: str = written(template.replace("{mark}", plan["marks"].get(str(value), "")), seed, value)
        return made

    bench.fmt = fmt


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
