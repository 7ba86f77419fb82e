"""Does one block of a run; safe to call twice, and at once."""

from datetime import datetime

from django.db import transaction

from change_detection.detectors import loaded_detector
from change_detection.engine.blocks import detect_block, store_block
from change_detection.engine.grid import Window
from change_detection.models import Block, Run
from geo_server.core.models import Job

from .runs import asset_path, grid_of, results_folder, tell_progress


def do_block(run: Run, *, number: int, now: datetime) -> bool:
    """Compare the scenes in one block and store the answer.

    The lock on the row is the lease: whoever finds it taken leaves, and a worker that is killed loses it with its
    connection.

    Returns:
        True if no block of the run is left to be done.
    """
    with transaction.atomic():
        free = Block.objects.select_for_update(skip_locked=True, of=("self",))
        block = free.filter(run=run, number=number, done_at=None).first()
        if block is not None:
            _compare(run, block)
            block.done_at = now
            block.save(update_fields=["done_at"])
    if block is not None:
        Job.objects.filter(pk=run.job_id).update(attempts=1)  # a run that gets on is not stalled
        tell_progress(run)
    return not run.blocks.filter(done_at=None).exists()


def _compare(run: Run, block: Block) -> None:
    grid = grid_of(run)
    window = Window(block.row, block.col, block.rows, block.cols)
    detector = loaded_detector(run.model_id, run.model_sha256)
    result = detect_block(asset_path(run.before), asset_path(run.after), grid, window, detector)
    store_block(result, grid, results_folder(run))
