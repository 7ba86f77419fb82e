"""Write requests to dig: make a draft, change it, take the next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from psycopg.types.range import Range
from shapely.geometry.base import BaseGeometry

from geo_server.core import audit
from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers

from ..digging.rules import Limits, rules_of_city
from ..errors import BadPlace, MayNotAsk, MayNotChangeRequest, MustSignIn, TooManyRequests, WrongRequest
from ..models import WorksRequest, WorksStep
from ..places import read_polygon
from ..records import RequestValues
from ..selectors.sight import get_row, is_asker
from ..states import State, require_step
from .register import show_request

TEXTS = {"title": 200, "purpose": 200, "contractor": 200, "contact_name": 100, "contact_phone": 40}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Checked:
    """The values of a request, as they are stored."""

    texts: dict[str, str]
    area: BaseGeometry
    area_m2: float
    depth_m: float
    period: tuple[date, date]


def draft_request(values: RequestValues, *, by: Subject, now: datetime) -> int:
    """Write a new request; returns its id. Nobody but the asker's organisation sees a draft.

    Raises:
        MustSignIn, MayNotAsk: the public, or somebody who acts for no organisation.
        WrongRequest: with the faults of all fields.
        TooManyRequests.
    """
    organisation = _organisation(by)
    limits = rules_of_city().limits
    checked = _check(values, limits, today=now.date())
    with transaction.atomic():
        _require_room(organisation, limits, now)
        request = WorksRequest.objects.create(
            number=_next_number(now),
            organisation=organisation,
            asked_by=by.key,
            asked_by_name=by.name,
            asked_at=now,
            **_columns(checked),
        )
        _note(request, State.DRAFT, by=by, now=now)
        audit.record(by, act="draft_works", object=f"works/{request.pk}", now=now)
    return int(request.pk)


def take_step(request_id: int, state: str, *, by: Subject, now: datetime, note: str = "") -> None:
    """Bring a request into its next state: begun, closed, withdrawn.

    Raises:
        UnknownRequest, MayNotChangeRequest, NotThisStep.
    """
    with transaction.atomic():
        move(get_row(by, request_id, lock=True), state, by=by, now=now, note=note)


def move(request: WorksRequest, state: str, *, by: Subject, now: datetime, note: str = "") -> None:
    """The step itself, in the transaction of a caller who has locked the row.

    Raises:
        MayNotChangeRequest, NotThisStep.
    """
    if not is_asker(by, request):
        raise MayNotChangeRequest
    require_step(request.state, state)
    request.state = state
    request.save(update_fields=["state"])
    _note(request, state, by=by, now=now, note=note)
    show_request(request, by=by, now=now)
    audit.record(by, act=f"works_{state}", object=f"works/{request.pk}", now=now)


def _organisation(by: Subject) -> str:
    if by.is_anonymous:
        raise MustSignIn
    if not by.organisation:
        raise MayNotAsk
    return by.organisation


def _require_room(organisation: str, limits: Limits, now: datetime) -> None:
    """An organisation that asks too often is mapping the networks of others, not digging."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('works:' || %s))", [organisation])
    recent = WorksRequest.objects.filter(organisation=organisation, asked_at__gt=now - DAY)
    if recent.count() >= limits.requests_per_day:
        raise TooManyRequests(limits.requests_per_day)


def _next_number(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('works_request_number')")
        [number] = cursor.fetchone()
    return f"DIG-{now:%Y}-{number:05d}"


def _note(request: WorksRequest, state: str, *, by: Subject, now: datetime, note: str = "") -> None:
    WorksStep.objects.create(request=request, state=state, at=now, by=by.key, by_name=by.name, note=note)


def _columns(checked: _Checked) -> dict[str, Any]:
    return checked.texts | {
        "area": GEOSGeometry(memoryview(shapely.to_wkb(checked.area)), srid=4326),
        "area_m2": checked.area_m2,
        "depth_m": checked.depth_m,
        "period": Range(*checked.period),
    }


def _check(values: RequestValues, limits: Limits, *, today: date) -> _Checked:
    """The values as they are stored; raises WrongRequest with all faults."""
    faults: list[Fault] = []
    texts = {name: _text(values, name, most, faults) for name, most in TEXTS.items()}
    texts["laying"] = values.laying.strip()[:30]
    depth_m = _depth(values.depth_m, limits, faults)
    period = _period(values, limits, faults, today=today)
    area, area_m2 = _area(values.area, limits, faults)
    if faults or area is None or period is None:
        raise WrongRequest(faults)
    return _Checked(texts, area, area_m2, depth_m, period)


def _text(values: RequestValues, name: str, most: int, faults: list[Fault]) -> str:
    text = " ".join(str(getattr(values, name)).replace("\0", "").split())
    if not text:
        faults.append(Fault(name, "Fill this in.", "Hãy điền mục này."))
    elif len(text) > most:
        faults.append(Fault(name, f"At most {most} characters.", f"Không quá {most} ký tự."))
    return text


def _depth(text: str, limits: Limits, faults: list[Fault]) -> float:
    try:
        depth_m = float(str(text).strip().replace(",", "."))
    except ValueError:
        depth_m = float("nan")
    if not 0 < depth_m <= limits.deepest_m:
        most = f"{limits.deepest_m:g}"
        faults.append(
            Fault(
                "depth_m", f"Give metres, above 0 and at most {most}.", f"Hãy ghi số mét, lớn hơn 0, không quá {most}."
            )
        )
    return depth_m


def _period(values: RequestValues, limits: Limits, faults: list[Fault], *, today: date) -> tuple[date, date] | None:
    days: dict[str, date] = {}
    for name in ("starts_on", "ends_on"):
        try:
            days[name] = date.fromisoformat(str(getattr(values, name)).strip())
        except ValueError:
            faults.append(Fault(name, "Write the day as 2026-07-01.", "Hãy ghi ngày theo dạng 2026-07-01."))
    if len(days) < 2:
        return None
    first, last = days["starts_on"], days["ends_on"]
    if last < first or last < today:
        faults.append(
            Fault("ends_on", "The last day is before the first, or past.", "Ngày cuối trước ngày đầu, hoặc đã qua.")
        )
    elif (last - first).days >= limits.longest_period_days:
        most = limits.longest_period_days
        faults.append(Fault("ends_on", f"At most {most} days.", f"Không quá {most} ngày."))
    return first, min(last, date.max - DAY) + DAY


def _area(text: str, limits: Limits, faults: list[Fault]) -> tuple[BaseGeometry | None, float]:
    try:
        area = read_polygon(str(text))
    except BadPlace as error:
        faults.append(Fault("area", error.en, error.vi))
        return None, 0.0
    area_m2 = round(layers.area_m2(area), 1)
    if not 0 < area_m2 <= limits.largest_area_m2:
        most = f"{limits.largest_area_m2:,.0f}"
        faults.append(
            Fault(
                "area",
                f"The polygon has {area_m2:,.0f} m²; at most {most} m² may be asked at once.",
                f"Vùng rộng {area_m2:,.0f} m²; mỗi lần hỏi không quá {most} m².".replace(",", "."),
            )
        )
    return area, area_m2
