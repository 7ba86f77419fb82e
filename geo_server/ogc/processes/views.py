"""`/ogc/processes`: the list, one process, and its execution."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from geo_server.core.models import Job, JobState
from geo_server.core.subject import Subject

from ..answers import json_answer, page_answer, subject_of
from ..bodies import read_json
from ..errors import BadParameter
from ..formats import chosen_format
from ..mount import base_url
from ..parameters import read_limit
from ..view import OgcView
from . import execution
from .description import describe, list_document
from .forms import form_of
from .preference import Preference, read_preference
from .process import Process
from .registry import PROCESSES, get_process
from .request import ExecuteRequest, read_request
from .results import Outputs, results_answer
from .status import status_info

PAGE = 100


class Processes(OgcView):
    """`/ogc/processes`, by id, in pages."""

    parameters = frozenset({"limit", "after"})

    def get(self, request: HttpRequest) -> HttpResponse:
        limit = read_limit(request, default=PAGE, maximum=1_000)
        names = sorted(PROCESSES)
        if (after := request.GET.get("after")) is not None:
            if after not in PROCESSES:
                raise BadParameter("after", after, en="follow the next link.", vi="hãy theo liên kết next.")
            names = names[names.index(after) + 1 :]
        following = names[limit - 1] if len(names) > limit else None
        page = [PROCESSES[name] for name in names[:limit]]
        made = list_document(page, url=base_url(request), limit=limit, following=following)
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "processes", document=made)


class ProcessView(OgcView):
    """`/ogc/processes/{id}`: what it needs and makes; as a page, a form to run it."""

    def get(self, request: HttpRequest, process_id: str) -> HttpResponse:
        process = get_process(process_id)
        made = describe(process, url=base_url(request))
        if chosen_format(request) == "json":
            return json_answer(made)
        form = form_of(process, subject=subject_of(request))
        example = json.dumps(made.get("example", {}), ensure_ascii=False)
        return page_answer(request, "process", document=made, form=form, example=example, url=base_url(request))


class Execution(OgcView):
    """POST `/ogc/processes/{id}/execution`: the outputs, or 201 and a job if `Prefer: respond-async` is sent."""

    def post(self, request: HttpRequest, process_id: str) -> HttpResponseBase:
        process = get_process(process_id)
        asked, subject, url = read_request(process, read_json(request)), subject_of(request), base_url(request)
        preference = read_preference(request, process)
        if preference.as_job or asked.subscriber:
            return _as_job(process, asked, preference, subject=subject, url=url)
        if asked.wants_references:
            job = execution.run_and_keep(process, asked, subject=subject, url=url)
            return results_answer(execution.outputs_of(job), asked)
        made = execution.run_now(process, asked, subject=subject)
        return results_answer(Outputs(process, made), asked)


def _as_job(
    process: Process, asked: ExecuteRequest, preference: Preference, *, subject: Subject, url: str
) -> HttpResponse:
    """The job that was started; or its outputs, if the client waits and they come in time."""
    job = execution.start_job(process, asked, subject=subject, url=url)
    job = execution.await_job(job, seconds=preference.wait_s)
    if preference.wait_s and job.state == JobState.SUCCEEDED:
        answer = results_answer(execution.outputs_of(job), asked)
    else:
        answer = _accepted(job, url)
    if preference.applied:
        answer["Preference-Applied"] = preference.applied
    return answer


def _accepted(job: Job, url: str) -> HttpResponse:
    told: dict[str, Any] = status_info(job, url=url)
    answer = json_answer(told, status=201)
    answer["Location"] = f"{url}/jobs/{job.pk}"
    return answer
