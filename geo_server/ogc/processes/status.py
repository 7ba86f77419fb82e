"""A job and its results in the words of OGC API Processes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from geo_server.core.models import Job, JobState

from ..errors import BadBody, NoResult, ResultNotReady
from ..formats import JSON

STATUS = {
    JobState.CREATED: "accepted",
    JobState.QUEUED: "accepted",
    JobState.RUNNING: "running",
    JobState.SUCCEEDED: "successful",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "dismissed",
}


def status_info(job: Job, *, url: str) -> dict[str, Any]:
    """The statusInfo document; members that are not known yet are absent."""
    english = (get_language() or "vi").startswith("en")
    here = f"{url}/jobs/{job.pk}"
    links = [{"rel": "self", "type": JSON, "href": here, "title": gettext("This document as JSON")}]
    if job.state == JobState.SUCCEEDED:
        relation = "http://www.opengis.net/def/rel/ogc/1.0/results"
        links.append({"rel": relation, "type": JSON, "href": f"{here}/results", "title": gettext("Results")})
    known = {
        "processID": job.args.get("process"),
        "type": "process",
        "jobID": str(job.pk),
        "status": STATUS[JobState(job.state)],
        "message": (job.reason_en if english else job.reason_vi) or job.message or None,
        "created": job.created_at.isoformat(),
        "started": job.started_at.isoformat() if job.started_at else None,
        "finished": job.finished_at.isoformat() if job.finished_at else None,
        "progress": round(job.progress * 100),
        "links": links,
    }
    return {name: value for name, value in known.items() if value is not None}


def job_result(job: Job) -> dict[str, Any]:
    """The outputs of a job; raises ResultNotReady, or NoResult with the reason."""
    if not job.is_final:
        raise ResultNotReady(str(job.pk))
    if job.state != JobState.SUCCEEDED:
        raise NoResult(job.reason_en or "The job was dismissed.", job.reason_vi or "Tác vụ đã bị hủy.")
    return dict(job.result or {})


def outputs_of(outputs: Mapping[str, Any], *, wanted: Any, response: str) -> Any:
    """The outputs asked for: a document by name, or the bare value if one output is asked for as `raw`.

    Raises:
        BadBody: `wanted` names an output that the process did not make, or is no object.
    """
    if wanted is not None and (not isinstance(wanted, dict) or (missing := sorted(set(wanted) - set(outputs)))):
        names = ", ".join(missing) if isinstance(wanted, dict) else str(wanted)
        raise BadBody(
            f"'outputs' asks for what was not made: {names}.", f"'outputs' đòi thứ không được tạo ra: {names}."
        )
    chosen = {name: value for name, value in outputs.items() if wanted is None or name in wanted}
    if response == "raw" and len(chosen) == 1:
        return next(iter(chosen.values()))
    return chosen
