"""What an owner may read: who has looked at his assets, and what was found of them on site."""

from django.db.models import Q, QuerySet

from geo_server.core.subject import Subject

from ..errors import UnknownDeviation
from ..models import AnswerView, Deviation
from ..records import DeviationRecord, ViewRecord
from .sight import is_coordinator


def list_views(subject: Subject, *, limit: int = 100, offset: int = 0) -> list[ViewRecord]:
    """Every view of an answer that told of assets of the subject's organisation, the newest first."""
    found = AnswerView.objects.select_related("answer__request")
    if not subject.is_administrator:
        if not subject.organisation:
            return []
        found = found.filter(owners__contains=[subject.organisation])
    return [_view(row) for row in found[offset : offset + limit]]


def list_deviations(
    subject: Subject, *, request_id: int | None = None, limit: int = 100, offset: int = 0
) -> list[DeviationRecord]:
    """Finds about the assets of the subject's organisation, and those that it reported itself, the newest first."""
    found = visible_deviations(subject).select_related("request")
    if request_id is not None:
        found = found.filter(request_id=request_id)
    return [_deviation(row) for row in found[offset : offset + limit]]


def visible_deviations(subject: Subject) -> QuerySet[Deviation]:
    """The finds that he may know of."""
    if is_coordinator(subject):
        return Deviation.objects.all()
    if not subject.organisation:
        return Deviation.objects.none()
    return Deviation.objects.filter(Q(owner=subject.organisation) | Q(request__organisation=subject.organisation))


def deviation_photo(subject: Subject, deviation_id: int) -> str:
    """Storage key of a photo; raises UnknownDeviation, also where there is none."""
    row = visible_deviations(subject).filter(pk=deviation_id).exclude(photo="").first()
    if row is None:
        raise UnknownDeviation(deviation_id)
    return row.photo


def _view(row: AnswerView) -> ViewRecord:
    request = row.answer.request
    return ViewRecord(row.at, request.pk, request.number, row.name, row.organisation, row.purpose, row.door)


def _deviation(row: Deviation) -> DeviationRecord:
    return DeviationRecord(
        id=row.pk,
        request_id=row.request_id,
        number=row.request.number,
        point=(row.place.x, row.place.y),
        depth_m=row.depth_m,
        text=row.text,
        owner=row.owner,
        collection=row.collection,
        fid=row.fid,
        offset_m=row.offset_m,
        survey_class=row.survey_class,
        has_photo=bool(row.photo),
        state=row.state,
        reported_by_name=row.reported_by_name,
        reported_at=row.reported_at,
        note=row.note,
    )
