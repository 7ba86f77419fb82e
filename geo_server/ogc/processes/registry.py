"""The one list of processes."""

from ..errors import UnknownProcess
from .area_at import AreaAt
from .count_by_area import CountByArea
from .dig_check import DigCheck
from .echo import Echo
from .place_card import PlaceCard
from .process import Process
from .transform_coordinates import TransformCoordinates
from .within_distance import WithinDistance

PROCESSES: dict[str, Process] = {
    process.id: process
    for process in (AreaAt(), CountByArea(), DigCheck(), Echo(), PlaceCard(), TransformCoordinates(), WithinDistance())
}


def get_process(process_id: str) -> Process:
    """The process with this id; raises UnknownProcess."""
    if process_id not in PROCESSES:
        raise UnknownProcess(process_id)
    return PROCESSES[process_id]
