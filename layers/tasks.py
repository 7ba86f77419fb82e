"""Background work of the spatial model: read copies are built where they pay, and again where they no longer hold."""

from celery import shared_task

from geo_server.core import clock, jobs
from geo_server.core.models import Job
from geo_server.core.models.job import FINAL_STATES

from .services.read_copies import build_read_copy, needing_a_copy

KIND = "layers.build_read_copy"


@shared_task(name=KIND)
def build_copy(*, job_id: str, **later: object) -> None:
    """Build the read copy of a job's collection. Safe to run twice: the second build takes the place of the first."""
    with jobs.running(job_id) as job:
        if not job.is_final:
            job.result = {"built": build_read_copy(job.args["collection"], now=clock.now())}


@shared_task(name="layers.keep_read_copies")
def keep_read_copies() -> int:
    """Create a job for every collection that needs a copy and has none under way; returns how many."""
    under_way = Job.objects.filter(kind=KIND).exclude(state__in=FINAL_STATES)
    busy = set(under_way.values_list("args__collection", flat=True))
    wanted = [collection_id for collection_id in needing_a_copy() if collection_id not in busy]
    for collection_id in wanted:
        jobs.create_job(KIND, args={"collection": collection_id}, by="system:layers", now=clock.now())
    return len(wanted)
