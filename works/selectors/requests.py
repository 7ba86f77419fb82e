"""Requests as one subject may know them."""

import json
from collections.abc import Sequence
from datetime import timedelta

from geo_server.core.subject import Subject
from layers import api as layers

from ..models import WorksRequest
from ..records import RequestRecord, StepRecord
from .sight import get_row, is_asker, visible_requests


def get_request(subject: Subject, request_id: int) -> RequestRecord:
    """One request with its steps; raises UnknownRequest."""
    return _record(subject, get_row(subject, request_id), with_steps=True)


def list_requests(
    subject: Subject, *, states: Sequence[str] = (), limit: int = 50, offset: int = 0
) -> list[RequestRecord]:
    """The requests that he may know of, the newest first; of these states, of all if none is named."""
    found = visible_requests(subject)
    if states:
        found = found.filter(state__in=states)
    return [_record(subject, row) for row in found[offset : offset + limit]]


def _record(subject: Subject, row: WorksRequest, *, with_steps: bool = False) -> RequestRecord:
    organisation = layers.find_organisation(row.organisation)
    steps = row.steps.all() if with_steps else ()
    return RequestRecord(
        id=row.pk,
        number=row.number,
        state=row.state,
        title=row.title,
        purpose=row.purpose,
        laying=row.laying,
        depth_m=row.depth_m,
        starts_on=row.period.lower,
        ends_on=row.period.upper - timedelta(days=1),
        area=json.loads(row.area.geojson),
        area_m2=row.area_m2,
        contractor=row.contractor,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        organisation=row.organisation,
        organisation_vi=organisation.title_vi if organisation else row.organisation,
        organisation_en=organisation.title_en if organisation else row.organisation,
        asked_by=row.asked_by,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        steps=tuple(StepRecord(step.state, step.at, step.by_name, step.note) for step in steps),
        mine=is_asker(subject, row),
    )
