"""The steps of a detection: plan, one task per block, assemble. Each may run twice, and at once, without harm.

Each loads what it runs when it runs: a web worker knows the tasks only by name and carries no image library.
The row of the job is the truth. A worker that is killed leaves blocks undone; `core.requeue_stalled_jobs` then plans
the run again, and only what is missing is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task

from geo_server.core import clock, jobs
from geo_server.core.errors import DomainError, JobCancelled
from geo_server.core.models import JobState

from .errors import TryBlockAgain
from .models import Run

_AGAIN_AFTER_S = 5.0


@shared_task(name="change_detection.plan")
def plan_detection(*, job_id: str, **later: object) -> None:
    """Cut the run of a job into blocks and send those that are not done yet."""
    from .services.planning import claim_planning, plan

    with _step_of(job_id) as run:
        if run is not None and claim_planning(run, now=clock.now()):
            _send(job_id, plan(run, now=clock.now()))


@shared_task(name="change_detection.block")
def detect_block(*, job_id: str, number: int, **later: object) -> None:
    """Do one block; whoever does the last one has the run assembled."""
    from .services.blocks import do_block

    with _step_of(job_id) as run:
        try:
            if run is not None and do_block(run, number=number, now=clock.now()):
                assemble.delay(job_id=job_id)
        except TryBlockAgain:
            detect_block.apply_async(kwargs={"job_id": job_id, "number": number}, countdown=_AGAIN_AFTER_S)


@shared_task(name="change_detection.assemble")
def assemble(*, job_id: str, **later: object) -> None:
    """Make changes and findings of a run whose blocks are done; lost blocks are done again first."""
    from .services.assembly import assemble_run

    with _step_of(job_id) as run:
        if run is not None and (lost := assemble_run(run, now=clock.now())):
            _send(job_id, lost)


@shared_task(name="change_detection.make_scene")
def make_scene(*, job_id: str, **later: object) -> None:
    """Make the scene of a file that was handed in. Safe to run twice, and at once."""
    from .services.making import make_as_job

    make_as_job(job_id)


def _send(job_id: str, numbers: list[int]) -> None:
    for number in numbers:
        detect_block.delay(job_id=job_id, number=number)
    if not numbers:
        assemble.delay(job_id=job_id)


@contextmanager
def _step_of(job_id: str) -> Iterator[Run | None]:
    """The run of a job that is still wanted, else None. A domain error ends the job with its sentence.

    Any other exception leaves the job as it is: perhaps the database restarts, and a stalled job is taken up again.
    """
    try:
        job = jobs.get_job(job_id)
        run = Run.objects.select_related("before", "after").filter(pk=job.args["run"], job_id=job.pk).first()
        yield None if job.is_final else run
    except JobCancelled:
        return
    except DomainError as error:
        jobs.finish_job(job_id, state=JobState.FAILED, reason=error)
