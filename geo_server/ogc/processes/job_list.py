"""The jobs of one reader by pages, newest first, with the filters of the standard's job list."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.http import HttpRequest

from geo_server.core.models import Job
from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import BadParameter
from ..parameters import read_limit
from .execution import KIND, get_job
from .status import STATUS

PARAMETERS = frozenset({"limit", "after", "type", "processID", "status", "datetime", "minDuration", "maxDuration"})
DEFAULT_LIMIT = 100
MAXIMUM_LIMIT = 1_000
LONGEST_S = 10**9


@dataclass(frozen=True)
class JobPage:
    """One page of jobs; `following` is the id after which the next page begins, None on the last."""

    jobs: list[Job]
    following: str | None


def list_jobs(request: HttpRequest, subject: Subject) -> JobPage:
    """The subject's own process jobs. The public's jobs are in no list: their ids are their only key.

    Raises:
        BadParameter, BadLimit, BadDatetime; UnknownJob for `after`.
    """
    limit = read_limit(request, default=DEFAULT_LIMIT, maximum=MAXIMUM_LIMIT)
    wanted = _filtered(request, Job.objects.filter(kind=KIND, created_by=subject.key))
    if subject.is_anonymous:
        wanted = wanted.none()
    elif (mark := request.GET.get("after")) is not None:
        last = get_job(mark, subject=subject)
        wanted = wanted.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.id))
    found = list(wanted.order_by("-created_at", "-id")[: limit + 1])
    page = found[:limit]
    return JobPage(page, str(page[-1].pk) if len(found) > limit else None)


def _filtered(request: HttpRequest, wanted: QuerySet[Job]) -> QuerySet[Job]:
    asked = request.GET
    if "type" in asked and "process" not in asked["type"].split(","):
        wanted = wanted.none()
    if "processID" in asked:
        wanted = wanted.filter(args__process__in=asked["processID"].split(","))
    if "status" in asked:
        wanted = wanted.filter(state__in=_states(asked["status"]))
    if "datetime" in asked:
        span = layers.parse_datetime(asked["datetime"])
        bounds = {"created_at__gte": span.start, "created_at__lte": span.end}
        wanted = wanted.filter(**{name: moment for name, moment in bounds.items() if moment is not None})
    durations = {name: _seconds(request, name) for name in ("minDuration", "maxDuration") if name in asked}
    return _lasting(wanted, **durations) if durations else wanted


def _states(text: str) -> list[str]:
    known = set(STATUS.values())
    names = text.split(",")
    if unknown := sorted(set(names) - known):
        choice = ", ".join(sorted(known))
        raise BadParameter("status", ", ".join(unknown), en=f"choose from {choice}.", vi=f"hãy chọn trong {choice}.")
    return [str(state) for state, name in STATUS.items() if name in names]


def _seconds(request: HttpRequest, name: str) -> timedelta:
    text = request.GET[name]
    if not (text.isascii() and text.isdigit() and int(text) <= LONGEST_S):
        raise BadParameter(name, text, en="write whole seconds.", vi="hãy viết số giây, số nguyên.")
    return timedelta(seconds=int(text))


def _lasting(wanted: QuerySet[Job], **bounds: Any) -> QuerySet[Job]:
    """Jobs that ran, or have been running, for at least minDuration and at most maxDuration."""
    length = ExpressionWrapper(Coalesce(F("finished_at"), Now()) - F("started_at"), output_field=DurationField())
    wanted = wanted.annotate(length=length)
    if "minDuration" in bounds:
        wanted = wanted.filter(length__gte=bounds["minDuration"])
    return wanted.filter(length__lte=bounds["maxDuration"]) if "maxDuration" in bounds else wanted
