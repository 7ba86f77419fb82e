"""Submit a request and answer it; answer it again when the ground may have changed."""

from datetime import datetime

import shapely
from django.db import transaction

from geo_server.core import audit
from geo_server.core.subject import Subject

from ..answer import to_document
from ..digging.check import Question, check_dig
from ..errors import NotThisStep
from ..events import WorksAnswered, works_answered
from ..models import DigAnswer, WorksRequest
from ..selectors.sight import get_row
from ..states import State
from .requests import move


def submit_request(request_id: int, *, by: Subject, now: datetime) -> None:
    """Submit a draft and answer it at once.

    Raises:
        UnknownRequest, MayNotChangeRequest, NotThisStep.
    """
    with transaction.atomic():
        request = get_row(by, request_id, lock=True)
        move(request, State.SUBMITTED, by=by, now=now)
        _answer(request, by=by, now=now)


def answer_again(request_id: int, *, by: Subject, now: datetime) -> None:
    """Ask once more what lies there; the former answer is no longer shown.

    Raises:
        UnknownRequest, MayNotChangeRequest, NotThisStep: also when the last day of the works is past.
    """
    with transaction.atomic():
        request = get_row(by, request_id, lock=True)
        if request.period.upper <= now.date():
            raise NotThisStep("over", State.ANSWERED)
        _answer(request, by=by, now=now)


def _answer(request: WorksRequest, *, by: Subject, now: datetime) -> None:
    """Make and keep the answer; the request goes on as `answered`."""
    move(request, State.ANSWERED, by=by, now=now)
    question = Question(
        area=shapely.from_wkb(bytes(request.area.wkb)),
        depth_m=request.depth_m,
        period=(request.period.lower, request.period.upper),
        laying=request.laying,
        request_id=request.pk,
    )
    answer = check_dig(question, now=now)
    kept = DigAnswer.objects.create(
        request=request, made_at=now, valid_until=answer.valid_until, document=to_document(answer)
    )
    owners = sorted(answer.owner_codes)
    audit.record(by, act="answer_works", object=f"works/{request.pk}", now=now, answer=kept.pk, owners=owners)
    works_answered.send_on_commit(WorksAnswered(request_id=request.pk, owners=tuple(owners)))
