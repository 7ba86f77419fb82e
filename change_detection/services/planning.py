"""Plans a run: measures how the two scenes fit, once, and cuts their ground into blocks that workers share."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Now

from change_detection.engine.lattice import cores
from change_detection.engine.radiometry import measure_radiometry
from change_detection.engine.registration import measure_registration
from change_detection.models import Block, Correction, Run, RunState
from geo_server.core import jobs
from geo_server.core.models import Job, JobState
from geo_server.core.models.job import FINAL_STATES

from .likeness import measure_pair
from .pairs import grid_of, source_of
from .timing import timed

SENT_LATELY = timedelta(seconds=30)
"""Blocks sent to the workers so recently are not sent again; a job is silent for longer before it counts as stalled."""

STARTED_SHARE = 0.05
BLOCKS_SHARE = 0.80


def claim_planning(run: Run, *, now: datetime) -> bool:
    """Whether to plan now: a run that waited long is asked for several times, and its blocks are sent once."""
    waiting = Run.objects.filter(Q(sent_at=None) | Q(sent_at__lt=now - SENT_LATELY), pk=run.pk)
    return bool(waiting.update(sent_at=now))


def plan(run: Run, *, now: datetime) -> list[int]:
    """Measure the pair and write the blocks; both only once. Returns the numbers of the blocks to be done."""
    Job.objects.filter(pk=run.job_id).exclude(state__in=FINAL_STATES).update(
        state=JobState.RUNNING, started_at=Coalesce("started_at", Now()), attempts=F("attempts") + 1
    )
    jobs.beat(str(run.job_id))
    if run.registration is None:
        with timed(run, "registration"):
            _measure(run)
        measure_pair(run, now=now)
    _write_blocks(run)
    run.state = RunState.DETECTING
    run.save(
        update_fields=["residual_m", "residual_confidence", "registration", "radiometry", "state", "timings"],
    )
    tell_progress(run)
    return list(run.blocks.filter(done_at=None).values_list("number", flat=True))


def tell_progress(run: Run) -> None:
    """Say in the job how many blocks are done; raises JobCancelled if somebody stopped it."""
    counts = run.blocks.aggregate(total=Count("pk"), done=Count("done_at"))
    progress = STARTED_SHARE + BLOCKS_SHARE * counts["done"] / max(counts["total"], 1)
    jobs.beat(str(run.job_id), progress=progress, message=f"{counts['done']}/{counts['total']}")


def _measure(run: Run) -> None:
    """How far the scenes lie apart, how that is corrected, and what their light needs."""
    source = source_of(run)
    measured = measure_registration(
        source.before,
        source.after,
        source.grid,
        correct=run.correction == Correction.AUTO,
        before_mask=source.before_mask,
        after_mask=source.after_mask,
    )
    run.registration = measured.as_dict()
    run.residual_m = measured.residual_m if measured.reliable else None
    run.residual_confidence = measured.confidence
    radiometry = measure_radiometry(source.before, source.after)
    run.radiometry = radiometry.as_dict() if radiometry else None


def _write_blocks(run: Run) -> None:
    """One row for each block of the lattice; rows that were cut otherwise, by an older program, are dropped first."""
    windows = cores(grid_of(run))
    wanted = {(number, w.row, w.col, w.rows, w.cols) for number, w in enumerate(windows)}
    known = set(run.blocks.values_list("number", "row", "col", "rows", "cols"))
    if known - wanted:
        run.blocks.all().delete()
        known = set()
    Block.objects.bulk_create(
        [
            Block(run=run, number=number, row=row, col=col, rows=rows, cols=cols)
            for number, row, col, rows, cols in sorted(wanted - known)
        ],
        ignore_conflicts=True,
    )
