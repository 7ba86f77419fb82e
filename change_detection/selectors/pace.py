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
    done = run.blocks.exclude(done_at=None)
    if since is not None:
        done = done.filter(done_at__gte=since)
    last = list(done.order_by("-done_at").values_list("done_at", "rows", "cols", "done_by")[:_LAST_BLOCKS])
    workers = len({row[3] for row in last})
    if len(last) < 2 or last[0][0] <= last[-1][0]:
        return Pace(mpx_per_s=None, seconds_left=None, workers=workers)
    pixels = sum(rows * cols for _, rows, cols, _ in last[1:])
    per_s = pixels / (last[0][0] - last[-1][0]).total_seconds()
    left = run.blocks.filter(done_at=None).aggregate(pixels=Sum(F("rows") * F("cols")))["pixels"] or 0
    return Pace(mpx_per_s=per_s / 1e6, seconds_left=left / per_s, workers=workers)
