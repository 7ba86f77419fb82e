"""What this package announces, after commit."""

from dataclasses import dataclass

from geo_server.core.events import Event


@dataclass(frozen=True)
class WorksAnswered:
    """A request to dig has been answered; assets of these organisations lie there."""

    request_id: int
    owners: tuple[str, ...]


@dataclass(frozen=True)
class DeviationReported:
    """Something was found on site elsewhere than it was drawn; its owner should look."""

    deviation_id: int
    request_id: int
    owner: str


works_answered: Event[WorksAnswered] = Event(WorksAnswered)
deviation_reported: Event[DeviationReported] = Event(DeviationReported)
