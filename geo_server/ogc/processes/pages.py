"""What people send from the pages: run a process, dismiss a job. Forms, so the CSRF token is asked for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from geo_server.core import jobs
from geo_server.core.errors import DomainError

from ..answers import problem_answer, subject_of
from ..mount import base_url
from . import execution
from .forms import typed_inputs
from .registry import get_process
from .request import read_request


@require_POST
def run(request: HttpRequest, process_id: str) -> HttpResponse:
    """Start a job with what was typed, and show it."""
    try:
        process = get_process(process_id)
        asked = read_request(process, {"inputs": typed_inputs(process, request.POST.dict())})
        job = execution.start_job(process, asked, subject=subject_of(request), url=base_url(request))
    except DomainError as error:
        return problem_answer(request, error)
    return _to_job(str(job.pk))


@require_POST
def dismiss(request: HttpRequest, job_id: str) -> HttpResponse:
    """Dismiss a job, and show it."""
    try:
        execution.get_job(job_id, subject=subject_of(request))
        jobs.cancel_job(job_id)
    except DomainError as error:
        return problem_answer(request, error)
    return _to_job(job_id)


def _to_job(job_id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('ogc-job', args=[job_id])}?f=html")
