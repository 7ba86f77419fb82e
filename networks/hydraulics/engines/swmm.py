"""`python -m networks.hydraulics.engines.swmm REQUEST ANSWER`: run a SWMM input with PySWMM.

REQUEST holds `text`, the whole input. ANSWER holds for each node the volume that left it on the surface (m³), for how
long (h), the deepest water (m) and the peak rate (L/s), whatever units the input speaks.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

UNUSABLE = 3
FOOT_M = 0.3048
CUBIC_FOOT_M3 = FOOT_M**3
RATES_L_S = {
    "CFS": CUBIC_FOOT_M3 * 1000,
    "GPM": 0.0630901964,
    "MGD": 43.8126364,
    "CMS": 1000.0,
    "LPS": 1.0,
    "MLD": 11.5740741,
}


def run(text: str) -> dict[str, Any]:
    """What the nodes have gone through."""
    from pyswmm import Nodes, Simulation

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.inp"
        path.write_text(text, encoding="utf-8")
        with Simulation(str(path)) as simulation:
            metric = simulation.system_units == "SI"
            rate = RATES_L_S[simulation.flow_units]
            for _ in simulation:
                pass
            nodes = {node.nodeid: node.statistics for node in Nodes(simulation)}
            errors = (simulation.flow_routing_error, simulation.runoff_error)
    volume, depth = (1.0, 1.0) if metric else (CUBIC_FOOT_M3, FOOT_M)
    return {
        "nodes": {
            name: {
                "flooding_m3": found["flooding_volume"] * volume,
                "flooding_h": found["flooding_duration"],
                "peak_l_s": found["peak_flooding_rate"] * rate,
                "depth_m": found["max_depth"] * depth,
            }
            for name, found in nodes.items()
        },
        "routing_error_percent": errors[0],
        "runoff_error_percent": errors[1],
    }


def main(request_path: str, answer_path: str) -> int:
    """Do what the request says."""
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    status = 0
    try:
        answer = run(request["text"])
    except Exception as error:  # noqa: BLE001 - whatever the engine says is told to the one who handed the model in
        answer, status = {"fault": f"{type(error).__name__}: {error}"[:500]}, UNUSABLE
    Path(answer_path).write_text(json.dumps(answer), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
