"""Import the city's register of traffic cameras: read, clean, load; what was left out is reported row by row."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers
from ocm.cameras.register import clean_register
from ocm.selectors.competence import find_area
from publishing import api as publishing

from .cameras import load_cameras


@dataclass(frozen=True)
class RegisterReport:
    """What became of a register: what was written, and a fault for each row that was left out."""

    written: layers.WriteReport
    faults: tuple[Fault, ...]


def import_register(path: Path, *, owner: str, by: Subject, now: datetime) -> RegisterReport:
    """Bring the cameras of a register up to date; scrape errors, doubles and places outside the city stay out.

    Raises:
        UnreadableFile, UnknownLayer: nothing can be read, and nothing is written.
    """
    day = timezone.localdate(now)
    cleaned = clean_register(publishing.rows_of(path), owner=owner, find_ward=lambda x, y: _ward(x, y, day))
    written = load_cameras(cleaned.rows, by=by, now=now, reason=f"register {path.name}")
    return RegisterReport(written, cleaned.faults)


def _ward(x: float, y: float, day: date) -> str | None:
    area = find_area({"type": "Point", "coordinates": [x, y]}, day=day)
    return area.code if area else None
