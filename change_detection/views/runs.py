"""The page of a comparison, and the state of a job."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from change_detection import api
from geo_server.core import jobs
from geo_server.core.errors import UnknownJob

from .asker import subject_of


@require_safe
@never_cache
def run_page(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a comparison is, and what it found."""
    subject = subject_of(request)
    run = api.get_visible_run(subject, run_id=run_id)
    context = {
        "run": run,
        "job": jobs.get_job(run.job_id),
        "findings": api.list_findings(subject, run_id=run.id),
        "running": run.state in {"created", "queued", "running"},
        "map_address": _map_address(run),
    }
    return render(request, "change_detection/run.html", context)


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


def _map_address(run: api.RunInfo) -> str:
    """The map at the place of a run, with both scenes under the swipe and the findings over them."""
    west, south, east, north = run.after.bbox
    place = f"15/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
    return f"/#map={place}&layers=findings&compare={run.before.collection},{run.after.collection},0.50"
