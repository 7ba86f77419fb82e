"""What the planners' door listens to; each receiver only starts work."""

from django.db import transaction

from geo_server.core import clock, jobs
from geo_server.core.events import JobFinished, job_finished
from geo_server.core.models import JobState

from . import tasks
from .processes import callbacks
from .processes.execution import KIND


@job_finished.connect
def tell_subscriber(event: JobFinished) -> None:
    """A process has ended: whoever waits for it is called."""
    told = callbacks.NEWS.get(JobState(event.state))
    if event.kind != KIND or told is None:
        return
    call = callbacks.owe_call(jobs.get_job(event.job_id), told, now=clock.now())
    if call is not None:
        transaction.on_commit(lambda: tasks.call_subscriber.delay(call.pk))
