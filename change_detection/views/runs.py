"""The page of a comparison, its buttons, and the state of a job."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from change_detection import api
from change_detection.policy import may_compare, may_stop
from geo_server.core import clock, jobs
from geo_server.core.errors import UnknownJob
from geo_server.core.subject import Subject

from .asker import subject_of
from .run_words import by_class, by_reason, time_left, timings

_FINDINGS_PER_PAGE = 24
_RUNNING = {"created", "queued", "running"}
_STOPPED = {"failed", "cancelled"}


@require_safe
@never_cache
def run_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a comparison is, and what it found; `reason` and `page` choose among the findings."""
    subject = subject_of(request)
    run = api.get_visible_run(subject, run_id=run_id)
    context = {
        "run": run,
        "job": jobs.get_job(run.job_id),
        "running": run.state in _RUNNING,
        "may_stop": run.state in _RUNNING and may_stop(subject, started_by=run.started_by),
        "may_resume": run.state in _STOPPED and may_compare(subject),
        "time_left": time_left(run),
        "timings": timings(run),
        "map_address": _map_address(run),
    }
    return render(request, "change_detection/run.html", context | _found(request, subject, run))


@require_POST
def stop_run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Stop a comparison."""
    api.cancel(run_id, by=subject_of(request), now=clock.now())
    return redirect("change_detection:run", run_id=run_id)


@require_POST
def resume_run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Go on with a comparison that failed or was stopped."""
    api.resume(run_id, by=subject_of(request), now=clock.now())
    return redirect("change_detection:run", run_id=run_id)


@require_safe
@never_cache
def job_state(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The state of a job as JSON, for whoever started it and for administrators."""
    job, subject = jobs.get_job(str(job_id)), subject_of(request)
    if not (subject.is_administrator or job.created_by == subject.key):
        raise UnknownJob(str(job_id))
    state = {
        "jobID": str(job.pk),
        "type": "process",
        "processID": job.kind,
        "status": job.state,
        "progress": round(100 * job.progress),
        "message": job.message,
        "reason_vi": job.reason_vi,
        "reason_en": job.reason_en,
        "created": job.created_at,
        "started": job.started_at,
        "finished": job.finished_at,
        "result": job.result,
    }
    return JsonResponse(state)


def _found(request: HttpRequest, subject: Subject, run: api.RunInfo) -> dict[str, Any]:
    """The findings of one page and the counts of all, as far as the subject may know them."""
    tally = api.tally_run(subject, run_id=run.id)
    if tally is None:
        return {"tally": None}
    reasons = by_reason(tally)
    chosen = next((one for one in reasons if one.code == request.GET.get("reason")), None)
    total = chosen.count if chosen else tally.findings
    page = Paginator(range(total), _FINDINGS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "tally": tally,
        "reasons": reasons,
        "classes": by_class(tally),
        "chosen": chosen,
        "page": page,
        "findings": api.list_findings(
            subject,
            run_id=run.id,
            reason=chosen.code if chosen else None,
            start=(page.number - 1) * _FINDINGS_PER_PAGE,
            count=_FINDINGS_PER_PAGE,
        ),
    }


def _map_address(run: api.RunInfo) -> str:
    """The map at the place of a run, with both scenes under the swipe and the findings over them."""
    west, south, east, north = run.after.bbox
    place = f"15/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
    return f"/#map={place}&layers=findings&compare={run.before.collection},{run.after.collection},0.50"
