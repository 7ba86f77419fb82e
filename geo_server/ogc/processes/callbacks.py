"""Tell the subscriber of a job what became of it; each piece of news is a row, tried again until it has arrived.

A call may go only where `core.outside` goes: to hosts of the public internet, or those that the office has listed.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from geo_server.core import outside
from geo_server.core.errors import DomainError, OutsideServiceFailed
from geo_server.core.models import Job, JobState

from ..formats import JSON
from ..models import Callback
from .execution import outputs_of
from .request import ExecuteRequest
from .results import results_document
from .status import status_info

IN_PROGRESS, SUCCESS, FAILED = "inProgressUri", "successUri", "failedUri"
NEWS = {JobState.SUCCEEDED: SUCCESS, JobState.FAILED: FAILED}
WAITS = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600))
PATIENCE_S = 10.0


def owe_call(job: Job, told: str, *, now: datetime) -> Callback | None:
    """Write down the call that a job's subscriber wants for this news; None if he wants none or has it already."""
    uri = (job.args.get("subscriber") or {}).get(told)
    if not uri:
        return None
    call, is_new = Callback.objects.get_or_create(job_id=job.pk, told=told, defaults={"uri": uri, "due_at": now})
    return call if is_new else None


def list_due(*, now: datetime, most: int = 100) -> Iterable[int]:
    """The calls whose time has come, the longest waiting first."""
    return list(Callback.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:most])


def deliver(callback_id: int, *, now: datetime) -> bool:
    """Make one call if it is due; True if it arrived. One that fails is put off, or given up when that cannot help.

    The row is put off before the call, so that nobody else makes it at the same time and a worker that dies in
    between leaves it to be made again.
    """
    due = Callback.objects.filter(pk=callback_id, due_at__lte=now)
    with transaction.atomic():
        call = due.select_for_update(skip_locked=True).first()
        if call is None:
            return False
        Callback.objects.filter(pk=call.pk).update(attempts=F("attempts") + 1, due_at=_next_try(call.attempts, now))
    try:
        outside.send(call.uri, _news(call), media_type=JSON, seconds=PATIENCE_S)
    except DomainError as error:
        hopeless = not isinstance(error, OutsideServiceFailed) or error.permanent
        given_up = {"due_at": None} if hopeless else {}
        Callback.objects.filter(pk=call.pk).update(last_error=error.en, **given_up)
        return False
    Callback.objects.filter(pk=call.pk).update(delivered_at=now, due_at=None, last_error="")
    return True


def forget_calls(job_ids: Iterable[Any]) -> None:
    """Drop the calls of jobs that are dropped."""
    Callback.objects.filter(Q(job_id__in=list(job_ids))).delete()


def _next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts before this one; None: never."""
    return now + WAITS[attempts] if attempts < len(WAITS) else None


def _news(call: Callback) -> bytes:
    """The results for successUri, the state of the job for the others."""
    job = Job.objects.get(pk=call.job_id)
    if call.told == SUCCESS:
        told = results_document(outputs_of(job), ExecuteRequest.from_json(job.args))
    else:
        told = status_info(job, url=job.args["url"])
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
