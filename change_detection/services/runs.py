"""Starts a comparison and cuts it into blocks that workers share."""

import hashlib
from datetime import datetime
from pathlib import Path

from affine import Affine
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from rasterio.crs import CRS

from change_detection.detectors import get_card
from change_detection.engine.blocks import BLOCK_PX, detection_grid
from change_detection.engine.card import ModelCard
from change_detection.engine.grid import Grid
from change_detection.engine.pipeline import MIN_AREA_M2
from change_detection.engine.registration import measure_registration
from change_detection.errors import NoOverlap, SameScene, SceneOrder
from change_detection.models import JOB_KIND, Block, Run, RunState, Scene
from change_detection.policy import require_compare
from change_detection.projection import crs_name
from geo_server.core import audit, jobs, storage
from geo_server.core.models import Job, JobState
from geo_server.core.models.job import FINAL_STATES
from geo_server.core.subject import Subject

_ID_LENGTH = 16
_STARTED_SHARE = 0.05
_BLOCKS_SHARE = 0.80


def start_run(
    before: Scene,
    after: Scene,
    *,
    by: Subject,
    now: datetime,
    model: str | None = None,
    threshold: float | None = None,
    min_area_m2: float | None = None,
) -> Run:
    """The run of these inputs: the one that exists unless it failed, else a new one, whose job starts on commit.

    What is left out of `model`, `threshold` and `min_area_m2` (the minimum mapping unit) is the default detector's own.

    Raises:
        NotAllowed: `by` does not work with scenes.
        SameScene, SceneOrder, NoOverlap, UnknownModel: nothing is started.
    """
    require_compare(by)
    _check_pair(before, after)
    card = get_card(model)
    run = Run(
        before=before,
        after=after,
        model_id=card.id,
        model_sha256=card.sha256,
        threshold=card.threshold if threshold is None else threshold,
        min_area_m2=MIN_AREA_M2 if min_area_m2 is None else min_area_m2,
        created_by=by.key,
        created_at=now,
    )
    _set_grid(run, _common_ground(before, after, card))
    run.id = _run_id(run)
    return _find_or_start(run, by=by, now=now)


@transaction.atomic
def _find_or_start(run: Run, *, by: Subject, now: datetime) -> Run:
    """Holds a lock on the earlier scene, so that two people who ask at once get one run."""
    Scene.objects.select_for_update().get(pk=run.before_id)
    known = Run.objects.filter(pk=run.id).first()
    if known is not None and not _has_failed(known):
        return known
    job = jobs.create_job(JOB_KIND, args={"run": run.id}, by=by.key, now=now)
    if known is not None:
        run = known
    run.job_id = job.pk
    run.save()
    audit.record(by, act="compare_scenes", object=run.id, now=now, before=run.before_id, after=run.after_id)
    return run


def _has_failed(run: Run) -> bool:
    return Job.objects.filter(pk=run.job_id, state__in=[JobState.FAILED, JobState.CANCELLED]).exists()


def plan(run: Run) -> list[int]:
    """Measure the registration and write the blocks; both only once. Returns the numbers of the blocks to be done."""
    Job.objects.filter(pk=run.job_id).exclude(state__in=FINAL_STATES).update(
        state=JobState.RUNNING, started_at=Coalesce("started_at", Now()), attempts=F("attempts") + 1
    )
    jobs.beat(str(run.job_id))
    if run.residual_confidence is None:
        measured = measure_registration(asset_path(run.before), asset_path(run.after), grid_of(run))
        run.residual_m = measured.residual_m if measured.reliable else None
        run.residual_confidence = measured.confidence
    run.state = RunState.DETECTING
    run.save(update_fields=["residual_m", "residual_confidence", "state"])
    windows = grid_of(run).blocks(BLOCK_PX)
    blocks = [
        Block(run=run, number=number, row=w.row, col=w.col, rows=w.rows, cols=w.cols)
        for number, w in enumerate(windows)
    ]
    Block.objects.bulk_create(blocks, ignore_conflicts=True)
    tell_progress(run)
    return list(run.blocks.filter(done_at=None).values_list("number", flat=True))


def tell_progress(run: Run) -> None:
    """Say in the job how many blocks are done; raises JobCancelled if somebody stopped it."""
    total, done = run.blocks.count(), run.blocks.exclude(done_at=None).count()
    progress = _STARTED_SHARE + _BLOCKS_SHARE * done / max(total, 1)
    jobs.beat(str(run.job_id), progress=progress, message=f"{done}/{total}")


def asset_path(scene: Scene) -> Path:
    """The COG of a scene on this machine."""
    return storage.path_of(scene.asset_key)


def results_folder(run: Run) -> Path:
    """Where the answers of a run's blocks lie."""
    return storage.path_of(f"runs/{run.pk}")


def grid_of(run: Run) -> Grid:
    """The grid that the two scenes are compared on."""
    return Grid(run.rows, run.cols, Affine(*run.transform), CRS.from_user_input(run.crs))


def _common_ground(before: Scene, after: Scene, card: ModelCard) -> Grid:
    """The grid to compare on; the message of NoOverlap names the scenes as people know them."""
    try:
        return detection_grid(asset_path(before), asset_path(after), card)
    except NoOverlap as error:
        raise NoOverlap(before.title_vi, after.title_vi) from error


def _set_grid(run: Run, grid: Grid) -> None:
    run.rows, run.cols = grid.shape
    run.transform = list(grid.transform)[:6]
    run.crs = crs_name(grid.crs)


def _check_pair(before: Scene, after: Scene) -> None:
    if before.pk == after.pk:
        raise SameScene(before.pk)
    if before.acquired >= after.acquired:
        raise SceneOrder(before.acquired.date().isoformat(), after.acquired.date().isoformat())


def _run_id(run: Run) -> str:
    """A hash of all that decides the answer."""
    decides = [run.before.sha256, run.after.sha256, run.model_sha256, f"{run.threshold:.6f}", f"{run.min_area_m2:.3f}"]
    return hashlib.sha256("\n".join(decides).encode()).hexdigest()[:_ID_LENGTH]
