"""What this package announces."""

from dataclasses import dataclass

from geo_server.core.events import Event


@dataclass(frozen=True)
class ObservationsLoaded:
    """New or corrected values of an indicator are stored."""

    indicator: str
    added: int
    changed: int


@dataclass(frozen=True)
class ChoroplethPublished:
    """An indicator is on the map, for one period and one area version."""

    indicator: str
    collection: str
    revision: int


observations_loaded: Event[ObservationsLoaded] = Event(ObservationsLoaded)
choropleth_published: Event[ChoroplethPublished] = Event(ChoroplethPublished)
