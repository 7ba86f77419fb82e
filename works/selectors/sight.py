"""Who may know of a request: those who asked, and those who coordinate. Nobody else learns that it exists."""

from django.db.models import Q, QuerySet

from geo_server.core.subject import Subject

from ..collections import COORDINATOR
from ..errors import UnknownRequest
from ..models import WorksRequest


def is_coordinator(subject: Subject) -> bool:
    """True if he sees the requests of all."""
    return subject.is_administrator or COORDINATOR in subject.roles


def is_asker(subject: Subject, request: WorksRequest) -> bool:
    """True if he acts for the organisation that asked."""
    return subject.is_administrator or (bool(subject.organisation) and subject.organisation == request.organisation)


def visible_requests(subject: Subject) -> QuerySet[WorksRequest]:
    """The requests that he may know of; a draft only if it is his organisation's."""
    if subject.is_administrator:
        return WorksRequest.objects.all()
    own = Q(organisation=subject.organisation) if subject.organisation else Q(pk__in=[])
    if is_coordinator(subject):
        return WorksRequest.objects.filter(own | ~Q(state=WorksRequest.State.DRAFT))
    return WorksRequest.objects.filter(own)


def get_row(subject: Subject, request_id: int, *, lock: bool = False) -> WorksRequest:
    """One request that he may know of; raises UnknownRequest."""
    found = visible_requests(subject).filter(pk=request_id)
    request = (found.select_for_update() if lock else found).first()
    if request is None:
        raise UnknownRequest(request_id)
    return request
