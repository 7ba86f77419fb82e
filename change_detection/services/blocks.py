"""Does one block of a run; safe to call twice, and at once."""

import socket
import time
from datetime import datetime

import numpy as np
import rasterio
from django.db import transaction
from django.db.models import F

from change_detection.detectors import loaded_detector
from change_detection.engine.blocks import detect_block
from change_detection.engine.grid import Window
from change_detection.engine.pipeline import GDAL_CACHE_BYTES
from change_detection.errors import BlockAbandoned, BlockUnreadable, TryBlockAgain, UnreadableScene
from change_detection.models import Block, Run
from geo_server.core import storage
from geo_server.core.models import Job

from .pairs import asset_path, grid_of, source_of, store_of
from .planning import tell_progress

MAX_ATTEMPTS = 10
"""So often a block may fall silent, with a worker that is killed at it, before its run is given up."""

MAX_READINGS = 3
"""So often a scene that cannot be read is tried again: a disk in the network may have been away."""


def do_block(run: Run, *, number: int, now: datetime) -> bool:
    """Compare the scenes in one block and store the answer.

    The lock on the row is the lease: whoever finds it taken leaves, and a worker that is killed loses it with its
    connection.

    Returns:
        True if no block of the run is left to be done.

    Raises:
        TryBlockAgain: a scene could not be read, and should be tried again later.
        BlockUnreadable, BlockAbandoned, NoRoom: the run cannot go on; what is done is kept.
    """
    is_done = _take_up(run, number) and _do_leased(run, number, now)
    if is_done:
        Job.objects.filter(pk=run.job_id).update(attempts=1)  # a run that gets on is not stalled
        tell_progress(run)
    return not run.blocks.filter(done_at=None).exists()


def _take_up(run: Run, number: int) -> bool:
    """Count one more attempt before it begins, so that it counts if the worker is killed; False if not to be made."""
    with transaction.atomic():
        block = _free(run, number)
        if block is None:
            return False
        if block.attempts >= MAX_ATTEMPTS:
            raise BlockAbandoned(_place(run, block), block.attempts)
        Block.objects.filter(pk=block.pk).update(attempts=F("attempts") + 1)
        return True


def _do_leased(run: Run, number: int, now: datetime) -> bool:
    with transaction.atomic():
        block = _free(run, number)
        if block is None:  # somebody was quicker
            return False
        start = time.monotonic()
        _compare(run, block)
        block.done_at, block.done_by = now, socket.gethostname()
        block.seconds = round(time.monotonic() - start, 3)
        block.save(update_fields=["done_at", "done_by", "seconds"])
        return True


def _free(run: Run, number: int) -> Block | None:
    """The row of a block that is not done and at which nobody works, locked."""
    free = Block.objects.select_for_update(skip_locked=True, of=("self",))
    return free.filter(run=run, number=number, done_at=None).first()


def _compare(run: Run, block: Block) -> None:
    core = Window(block.row, block.col, block.rows, block.cols)
    detector = loaded_detector(run.model_id, run.model_sha256)
    try:
        with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
            result = detect_block(source_of(run), core, detector)
    except UnreadableScene as error:
        if block.attempts < MAX_READINGS:
            raise TryBlockAgain(error) from error
        raise BlockUnreadable(_title(run, error), _place(run, block), error) from error
    with storage.telling_when_full():
        store_of(run).put(result)


def _title(run: Run, error: UnreadableScene) -> str:
    """The scene whose file the error names, as people know it."""
    named = (scene.title_vi for scene in (run.before, run.after) if asset_path(scene).name in error.en)
    return next(named, f"{run.before.title_vi} / {run.after.title_vi}")


def _place(run: Run, block: Block) -> tuple[float, float]:
    """Longitude and latitude of the middle of a block, to tell people where it is."""
    grid = grid_of(run)
    x, y = grid.transform @ (block.col + block.cols / 2, block.row + block.rows / 2)
    lon, lat = grid.to_geodetic(np.array([x]), np.array([y]))
    return float(lon[0]), float(lat[0])
