"""`/ogc/processes` and `/ogc/jobs`: pygeoapi describes the processes, the rest is a job of the house."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from pygeoapi.api.processes import describe_processes

from geo_server.core import jobs

from ..answers import json_answer, page_answer, subject_of
from ..errors import BadBody, NotThisWay
from ..formats import JSON, chosen_format
from ..mount import base_url, document
from ..view import OgcView
from . import execution
from .manager import get_process
from .status import job_result, outputs_of, status_info


class Processes(OgcView):
    """`/ogc/processes`."""

    parameters = frozenset({"limit"})

    def get(self, request: HttpRequest) -> HttpResponse:
        made = document(describe_processes, request)
        if chosen_format(request) == "json":
            return json_answer(made)
        return page_answer(request, "processes", document=made)


class Process(OgcView):
    """`/ogc/processes/{id}`."""

    def get(self, request: HttpRequest, process_id: str) -> HttpResponse:
        get_process(process_id)
        made = document(describe_processes, request, process_id)
        if chosen_format(request) == "json":
            return json_answer(made)
        example = json.dumps(made.get("example", {}), ensure_ascii=False, indent=2)
        return page_answer(request, "process", document=made, example=example, url=base_url(request))


class Execution(OgcView):
    """POST `/ogc/processes/{id}/execution`: the outputs, or 201 and a job if `Prefer: respond-async` is sent."""

    def post(self, request: HttpRequest, process_id: str) -> HttpResponse:
        get_process(process_id)
        asked = read_json(request)
        inputs = asked.get("inputs", {})
        if not isinstance(inputs, dict) or "subscriber" in asked:
            raise BadBody(
                "Send an object 'inputs', and no 'subscriber': this server does not call other addresses.",
                "Hãy gửi đối tượng 'inputs', không kèm 'subscriber': máy chủ này không gọi ra địa chỉ khác.",
            )
        subject = subject_of(request)
        if "respond-async" not in request.headers.get("Prefer", ""):
            outputs = execution.run_now(process_id, inputs, subject=subject)
            return json_answer(outputs_of(outputs, wanted=asked.get("outputs"), response=asked.get("response", "raw")))
        job_id = execution.run_later(process_id, inputs, subject=subject)
        job = execution.get_job(job_id, subject=subject)
        answer = json_answer(status_info(job, url=base_url(request)), status=201)
        answer["Location"] = f"{base_url(request)}/jobs/{job_id}"
        answer["Preference-Applied"] = "respond-async"
        return answer


class Jobs(OgcView):
    """`/ogc/jobs`: the reader's own jobs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        url = base_url(request)
        found = [status_info(job, url=url) for job in execution.list_jobs(subject_of(request))]
        if chosen_format(request) == "html":
            return page_answer(request, "jobs", jobs=found)
        links = [
            {"rel": "self", "type": JSON, "href": f"{url}/jobs?f=json"},
            {"rel": "alternate", "type": "text/html", "href": f"{url}/jobs?f=html"},
        ]
        return json_answer({"jobs": found, "links": links})


class JobView(OgcView):
    """`/ogc/jobs/{id}`: how far it is; DELETE dismisses it."""

    def get(self, request: HttpRequest, job_id: str) -> HttpResponse:
        found = status_info(execution.get_job(job_id, subject=subject_of(request)), url=base_url(request))
        if chosen_format(request) == "json":
            return json_answer(found)
        return page_answer(request, "job", job=found)

    def delete(self, request: HttpRequest, job_id: str) -> HttpResponse:
        """Stop the job at its next heartbeat; one that has ended stays as it is."""
        execution.get_job(job_id, subject=subject_of(request))
        jobs.cancel_job(job_id)
        return json_answer(status_info(execution.get_job(job_id, subject=subject_of(request)), url=base_url(request)))


class Results(OgcView):
    """`/ogc/jobs/{id}/results`: the outputs by name."""

    def get(self, request: HttpRequest, job_id: str) -> HttpResponse:
        job = execution.get_job(job_id, subject=subject_of(request))
        return json_answer(outputs_of(job_result(job), wanted=None, response="document"))


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; raises NotThisWay for another content type, BadBody for another text."""
    if request.content_type != JSON:
        raise NotThisWay(
            f"The body is '{request.content_type}'; send Content-Type: application/json.",
            f"Nội dung gửi lên là '{request.content_type}'; hãy gửi Content-Type: application/json.",
        )
    try:
        asked = json.loads(request.body)
    except ValueError as error:
        raise BadBody(f"The body is no JSON: {error}.", f"Nội dung gửi lên không phải JSON: {error}.") from error
    if not isinstance(asked, dict):
        raise BadBody("The body must be a JSON object.", "Nội dung gửi lên phải là một đối tượng JSON.")
    return asked
