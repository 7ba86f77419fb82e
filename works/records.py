"""What crosses the door of this package: frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RequestValues:
    """What somebody fills in; texts as they were sent, checked by `services.requests`.

    Attributes:
        area: a polygon: GeoJSON text, or pairs of coordinates (degrees, or VN-2000 metres of the city's zone).
        ends_on: the last day of the works.
        laying: domain of the network that is laid ("water"), empty if none.
    """

    title: str = ""
    purpose: str = ""
    area: str = ""
    depth_m: str = ""
    starts_on: str = ""
    ends_on: str = ""
    laying: str = ""
    contractor: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class StepRecord:
    """A request came into a state."""

    state: str
    at: datetime
    by_name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class RequestRecord:
    """A request to dig as one subject may know it.

    Attributes:
        ends_on: the last day.
        area: GeoJSON polygon.
        mine: the subject acts for the organisation that asked, and may take the next step.
    """

    id: int
    number: str
    state: str
    title: str
    purpose: str
    laying: str
    depth_m: float
    starts_on: date
    ends_on: date
    area: dict[str, Any] = field(hash=False)
    area_m2: float
    contractor: str
    contact_name: str
    contact_phone: str
    organisation: str
    organisation_vi: str
    organisation_en: str
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    steps: tuple[StepRecord, ...] = ()
    mine: bool = False


@dataclass(frozen=True)
class ViewRecord:
    """Somebody has seen an answer in which there were assets of the reader's organisation."""

    at: datetime
    request_id: int
    number: str
    name: str
    organisation: str
    purpose: str
    door: str


@dataclass(frozen=True)
class DeviationRecord:
    """What was found on site; `point` is longitude, latitude."""

    id: int
    request_id: int
    number: str
    point: tuple[float, float]
    depth_m: float | None
    text: str
    owner: str
    collection: str
    fid: int | None
    offset_m: float | None
    survey_class: str
    has_photo: bool
    state: str
    reported_by_name: str
    reported_at: datetime
    note: str
