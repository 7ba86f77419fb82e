"""What pygeoapi sees of our processes: it describes them; running them is the house's own business (`execution.py`)."""

from functools import cache
from typing import Any

from pygeoapi.process.manager.base import BaseManager

from ..errors import UnknownProcess
from .process import Process
from .registry import PROCESSES, process_resources


class ProcessManager(BaseManager):  # type: ignore[misc]
    """The list of processes; each may run at once or as a job."""

    def __init__(self, manager_def: dict[str, Any]) -> None:
        super().__init__(manager_def)
        self.is_async = True


@cache
def _manager() -> ProcessManager:
    return ProcessManager({"name": "processes", "processes": process_resources()})


def get_process(process_id: str) -> Process:
    """The process with this id; raises UnknownProcess."""
    if process_id not in PROCESSES:
        raise UnknownProcess(process_id)
    process: Process = _manager().get_processor(process_id)
    return process
