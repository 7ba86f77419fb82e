"""The one list of processes."""

from ..errors import UnknownProcess
from .area_at import AreaAt
from .count_by_area import CountByArea
from .dig_check import DigCheck
from .drainage_flooding import DrainageFlooding
from .echo import Echo
from .network_isolation import NetworkIsolation
from .network_outage import NetworkOutage
from .network_trace import NetworkTrace
from .place_card import PlaceCard
from .process import Process
from .transform_coordinates import TransformCoordinates
from .water_pressure import WaterPressure
from .within_distance import WithinDistance

PROCESSES: dict[str, Process] = {
    process.id: process
    for process in (
        AreaAt(),
        CountByArea(),
        DigCheck(),
        DrainageFlooding(),
        Echo(),
        NetworkIsolation(),
        NetworkOutage(),
        NetworkTrace(),
        PlaceCard(),
        TransformCoordinates(),
        WaterPressure(),
        WithinDistance(),
    )
}


def get_process(process_id: str) -> Process:
    """The process with this id; raises UnknownProcess."""
    if process_id not in PROCESSES:
        raise UnknownProcess(process_id)
    return PROCESSES[process_id]
