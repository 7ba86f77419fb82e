"""How fast a run gets on, and how long its blocks will still take."""

from datetime import datetime

from django.db.models import F, Sum

from change_detection.answers import Pace
from change_detection.models import Run

_LAST_BLOCKS = 24


def pace_of(run: Run, *, since: datetime | None) -> Pace:
    """Measured on the last two dozen blocks that were begun after `since`; nothing is told of less than two.

    A block is dated when a worker begins it: between the first and the last, the ground of all but the last was done.
    """
    done = run.blocks.filter(done_at__gte=since) if since is not None else run.blocks.exclude(done_at=None)
    last = [
        (block.done_at, block.rows * block.cols, block.done_by) for block in done.order_by("-done_at")[:_LAST_BLOCKS]
    ]
    moments = [at for at, _, _ in last if at is not None]
    workers = len({worker for _, _, worker in last})
    if len(last) < 2 or moments[0] <= moments[-1]:
        return Pace(mpx_per_s=None, seconds_left=None, workers=workers)
    per_s = sum(pixels for _, pixels, _ in last[1:]) / (moments[0] - moments[-1]).total_seconds()
    left = run.blocks.filter(done_at=None).aggregate(pixels=Sum(F("rows") * F("cols")))["pixels"] or 0
    return Pace(mpx_per_s=per_s / 1e6, seconds_left=left / per_s, workers=workers)
