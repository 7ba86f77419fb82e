"""`python -m networks.hydraulics.engines.epanet REQUEST ANSWER`: read, write and run EPANET inputs with WNTR.

REQUEST and ANSWER are JSON files. What to do is `do`: "read" (`path` -> `document`), "write" (`document` -> `text`) or
"run" (`document`, `close`, `demands`, `pressure_driven` -> hours, pressures, flows). Values are SI, as in WNTR.
"""

import json
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

UNUSABLE = 3
"""Exit status where the engine refuses the input; the reason is in ANSWER as `fault`."""


def read(request: dict[str, Any]) -> dict[str, Any]:
    """An .inp file as WNTR's own document."""
    import wntr

    network = wntr.network.WaterNetworkModel(request["path"])
    document = network.to_dict()
    document["name"] = ""
    return {"document": document}


def write(request: dict[str, Any]) -> dict[str, Any]:
    """A document as the text of an .inp file."""
    import wntr

    network = wntr.network.from_dict(request["document"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.inp"
        wntr.network.write_inpfile(network, str(path), units=network.options.hydraulic.inpfile_units)
        return {"text": path.read_text(encoding="utf-8", errors="replace")}


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Pressures in metres of water and flows in m³/s, at every reporting step, by name."""
    import wntr

    network = wntr.network.from_dict(request["document"])
    for name in request.get("close", ()):
        _shut(network, name)
    for name, litres_per_second in request.get("demands", {}).items():
        network.get_node(name).add_demand(litres_per_second / 1000.0, None)
    if request.get("pressure_driven"):
        network.options.hydraulic.demand_model = "PDD"
    with tempfile.TemporaryDirectory() as folder:
        results = wntr.sim.EpanetSimulator(network).run_sim(file_prefix=str(Path(folder) / "run"))
    pressure, flow = results.node["pressure"], results.link["flowrate"]
    return {
        "hours": [seconds / 3600.0 for seconds in pressure.index],
        "pressure_m": {name: pressure[name].tolist() for name in pressure.columns},
        "flow_m3_s": {name: flow[name].tolist() for name in flow.columns},
    }


def _shut(network: Any, name: str) -> None:
    """Shut a link and take away the controls that would open it again."""
    import wntr

    link = network.get_link(name)
    for control_name, control in list(network.controls()):
        if link in control.requires():
            network.remove_control(control_name)
    if link.link_type == "Pipe":
        link.check_valve = False
    link.initial_status = wntr.network.LinkStatus.Closed


ACTIONS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"read": read, "write": write, "run": run}


def main(request_path: str, answer_path: str) -> int:
    """Do what the request says."""
    warnings.simplefilter("ignore")
    request = json.loads(Path(request_path).read_text(encoding="utf-8"))
    status = 0
    try:
        answer = ACTIONS[request["do"]](request)
    except Exception as error:  # noqa: BLE001 - whatever the engine says is told to the one who handed the model in
        answer, status = {"fault": f"{type(error).__name__}: {error}"[:500]}, UNUSABLE
    Path(answer_path).write_text(json.dumps(answer, default=_plain), encoding="utf-8")
    return status


def _plain(value: Any) -> Any:
    """NumPy's numbers as Python's."""
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
