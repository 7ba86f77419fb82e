"""Run a process at once, or as a job of the house: a row first, Celery on commit, so that a restart loses nothing."""

from collections.abc import Mapping
from typing import Any

from geo_server.core import clock, jobs
from geo_server.core.errors import UnknownJob
from geo_server.core.models import Job
from geo_server.core.subject import Subject

from .manager import get_process

KIND = "ogc-process"


def run_now(process_id: str, inputs: Mapping[str, Any], *, subject: Subject) -> dict[str, Any]:
    """Outputs by name; raises UnknownProcess, BadInputs and what the process itself raises."""
    return get_process(process_id).execute_checked(inputs, subject=subject)


def run_later(process_id: str, inputs: Mapping[str, Any], *, subject: Subject) -> str:
    """Start a job and return its id; inputs that do not fit are refused at once."""
    checked = get_process(process_id).checked(inputs)
    asked_by = {
        "key": subject.key,
        "name": subject.name,
        "organisation": subject.organisation,
        "roles": sorted(subject.roles),
    }
    args = {"process": process_id, "inputs": checked, "subject": asked_by}
    return str(jobs.create_job(KIND, args=args, by=subject.key, now=clock.now()).pk)


def run_job(job: Job) -> dict[str, Any]:
    """Do what `run_later` wrote down, as the subject who asked for it."""
    asked_by = job.args["subject"]
    subject = Subject(**asked_by | {"roles": frozenset(asked_by["roles"])})
    return get_process(job.args["process"]).run(job.args["inputs"], subject=subject)


def list_jobs(subject: Subject) -> list[Job]:
    """The subject's own process jobs, newest first. The public's jobs are in no list: their ids are their only key."""
    if subject.is_anonymous:
        return []
    return list(Job.objects.filter(kind=KIND, created_by=subject.key)[:1000])


def get_job(job_id: str, *, subject: Subject) -> Job:
    """One process job; raises UnknownJob when it is somebody else's."""
    job = jobs.get_job(job_id)
    if job.kind != KIND or job.created_by != subject.key:
        raise UnknownJob(job_id)
    return job
