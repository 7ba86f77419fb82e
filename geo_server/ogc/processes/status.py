"""A job in the words of OGC API Processes."""

from typing import Any

from django.utils.translation import get_language, gettext

from geo_server.core.models import Job, JobState

from ..formats import HTML, JSON
from .description import link
from .results import RESULTS

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
    links = [
        link("self", JSON, f"{here}?f=json", gettext("This document as JSON")),
        link("alternate", HTML, f"{here}?f=html", gettext("This document as HTML")),
    ]
    if job.state == JobState.SUCCEEDED:
        links.append(link(RESULTS, JSON, f"{here}/results", gettext("Results")))
    known = {
        "processID": job.args.get("process"),
        "type": "process",
        "jobID": str(job.pk),
        "status": STATUS[JobState(job.state)],
        "message": (job.reason_en if english else job.reason_vi) or job.message or None,
        "created": job.created_at.isoformat(),
        "started": job.started_at.isoformat() if job.started_at else None,
        "finished": job.finished_at.isoformat() if job.finished_at else None,
        "updated": job.heartbeat_at.isoformat() if job.heartbeat_at else None,
        "progress": round(job.progress * 100),
        "links": links,
    }
    return {name: value for name, value in known.items() if value is not None}
