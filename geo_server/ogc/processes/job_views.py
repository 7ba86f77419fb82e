"""`/ogc/jobs`: the reader's own jobs, how far each is, its results."""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from geo_server.core import jobs

from ..answers import json_answer, page_answer, subject_of
from ..formats import HTML, JSON, chosen_format
from ..mount import base_url
from ..view import OgcView
from . import execution
from .description import link, spoken
from .job_list import PARAMETERS, JobPage, list_jobs
from .registry import get_process
from .request import ExecuteRequest
from .results import bare_answer, results_answer
from .status import status_info

MOST_SHOWN = 20_000
"""Letters of an output that a page shows."""

LOOK_AGAIN_S = 2
"""How soon the page of a job that runs is read again."""


class Jobs(OgcView):
    """`/ogc/jobs`: the reader's own jobs, newest first."""

    parameters = PARAMETERS

    def get(self, request: HttpRequest) -> HttpResponse:
        url, page = base_url(request), list_jobs(request, subject_of(request))
        found = [status_info(job, url=url) for job in page.jobs]
        links = _list_links(request, page, f"{url}/jobs")
        if chosen_format(request) == "html":
            following = next((entry["href"] for entry in links if entry["rel"] == "next"), None)
            return page_answer(request, "jobs", jobs=found, following=following)
        return json_answer({"jobs": found, "links": links})


class JobView(OgcView):
    """`/ogc/jobs/{id}`: how far it is; DELETE dismisses it."""

    def get(self, request: HttpRequest, job_id: str) -> HttpResponse:
        job = execution.get_job(job_id, subject=subject_of(request))
        found = status_info(job, url=base_url(request))
        if chosen_format(request) == "json":
            return json_answer(found)
        shown = {name: _shown(value) for name, value in (job.result or {}).items()}
        process_title = spoken(get_process(job.args["process"]).description["title"])
        page = page_answer(
            request, "job", job=found, row=job, process_title=process_title, final=job.is_final, outputs=shown
        )
        if not job.is_final:
            page["Refresh"] = str(LOOK_AGAIN_S)
        return page

    def delete(self, request: HttpRequest, job_id: str) -> HttpResponse:
        """Stop the job, within about a second if it runs; one that has ended stays as it is."""
        execution.get_job(job_id, subject=subject_of(request))
        jobs.cancel_job(job_id)
        return json_answer(status_info(execution.get_job(job_id, subject=subject_of(request)), url=base_url(request)))


class Results(OgcView):
    """`/ogc/jobs/{id}/results`: the outputs as the execute request asked for them."""

    def get(self, request: HttpRequest, job_id: str) -> HttpResponse:
        job = execution.get_job(job_id, subject=subject_of(request))
        return results_answer(execution.outputs_of(job), ExecuteRequest.from_json(job.args))


class Result(OgcView):
    """`/ogc/jobs/{id}/results/{output}`: one output, bare."""

    def get(self, request: HttpRequest, job_id: str, output: str) -> HttpResponse:
        job = execution.get_job(job_id, subject=subject_of(request))
        return bare_answer(execution.outputs_of(job), output)


def _list_links(request: HttpRequest, page: JobPage, url: str) -> list[dict[str, str]]:
    asked = {name: value for name, value in request.GET.items() if name in PARAMETERS}
    links = [
        link("self", JSON, f"{url}?{urlencode(asked | {'f': 'json'})}", gettext("This document as JSON")),
        link("alternate", HTML, f"{url}?{urlencode(asked | {'f': 'html'})}", gettext("This document as HTML")),
    ]
    if page.following is not None:
        query = urlencode(asked | {"after": page.following, "f": chosen_format(request)})
        links.append(link("next", JSON, f"{url}?{query}", gettext("Next page")))
    return links


def _shown(value: Any) -> str:
    """An output as a page shows it, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
