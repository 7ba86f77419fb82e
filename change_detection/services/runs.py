"""Starts a comparison, stops it, and takes it up again where it stood."""

import hashlib
from datetime import datetime

from django.db import transaction

from change_detection.answers import MOST_CLOUD_SHARE
from change_detection.detectors import get_card
from change_detection.engine.blocks import detection_grid
from change_detection.engine.card import ModelCard
from change_detection.engine.grid import Grid
from change_detection.engine.land_use.ground import land_use_sha256
from change_detection.engine.pipeline import MIN_AREA_M2
from change_detection.errors import NoOverlap, SameScene, SceneOrder, TooCloudy
from change_detection.models import JOB_KIND, Correction, Run, Scene
from change_detection.policy import require_compare, require_own_run
from change_detection.projection import crs_name
from geo_server.core import audit, jobs
from geo_server.core.models import Job, JobState
from geo_server.core.subject import Subject

from .detector_choice import chosen_card
from .pairs import asset_path

_ID_LENGTH = 16


def start_run(
    before: Scene,
    after: Scene,
    *,
    by: Subject,
    now: datetime,
    model: str | None = None,
    threshold: float | None = None,
    min_area_m2: float | None = None,
    correction: Correction = Correction.AUTO,
) -> Run:
    """The run of these inputs: the one that exists unless it failed, else a new one, whose job starts on commit.

    What is left out of `model`, `threshold` and `min_area_m2` (the minimum mapping unit) is the default detector's own.

    Raises:
        NotAllowed: `by` does not work with scenes.
        SameScene, SceneOrder, TooCloudy, NoOverlap, UnknownModel: nothing is started.
    """
    require_compare(by)
    _check_pair(before, after)
    card = chosen_card() if model is None else get_card(model)
    run = Run(
        before=before,
        after=after,
        model_id=card.id,
        model_sha256=card.sha256,
        threshold=card.threshold if threshold is None else threshold,
        min_area_m2=MIN_AREA_M2 if min_area_m2 is None else min_area_m2,
        correction=correction,
        created_by=by.key,
        created_at=now,
    )
    _set_grid(run, _common_ground(before, after, card))
    run.id = _run_id(run)
    return _find_or_start(run, by=by, now=now)


def cancel_run(run: Run, *, by: Subject, now: datetime) -> None:
    """Stop a run: blocks that are being done are finished and kept, no further one is begun, nothing is published.

    Raises:
        NotAllowed: `by` neither started the run nor administers the server.
    """
    require_own_run(by, started_by=run.created_by)
    jobs.cancel_job(str(run.job_id))
    audit.record(by, act="cancel_run", object=run.pk, now=now)


def resume_run(run: Run, *, by: Subject, now: datetime) -> Run:
    """Go on with a run that failed or was stopped; blocks that are done stay done. Others are left as they are.

    Raises:
        NotAllowed: `by` does not work with scenes.
    """
    require_compare(by)
    return _find_or_start(run, by=by, now=now)


@transaction.atomic
def _find_or_start(run: Run, *, by: Subject, now: datetime) -> Run:
    """Holds a lock on the earlier scene, so that two people who ask at once get one run."""
    Scene.objects.select_for_update().get(pk=run.before_id)
    known = Run.objects.filter(pk=run.id).first()
    if known is not None and not _has_failed(known):
        return known
    run = known or run
    run.job_id = jobs.create_job(JOB_KIND, args={"run": run.id}, by=by.key, now=now).pk
    run.created_by, run.sent_at = by.key, None
    run.save()
    run.blocks.filter(done_at=None).update(attempts=0)
    audit.record(by, act="compare_scenes", object=run.id, now=now, before=run.before_id, after=run.after_id)
    return run


def _has_failed(run: Run) -> bool:
    return Job.objects.filter(pk=run.job_id, state__in=[JobState.FAILED, JobState.CANCELLED]).exists()


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
    for scene in (before, after):
        if (scene.cloud_share or 0.0) > MOST_CLOUD_SHARE:
            raise TooCloudy(scene.title_vi, scene.cloud_share or 0.0, MOST_CLOUD_SHARE)


def _run_id(run: Run) -> str:
    """A hash of all that decides the answer."""
    decides = [
        run.before.sha256,
        run.after.sha256,
        run.model_sha256,
        f"{run.threshold:.6f}",
        f"{run.min_area_m2:.3f}",
        run.correction,
        land_use_sha256(),
    ]
    return hashlib.sha256("\n".join(decides).encode()).hexdigest()[:_ID_LENGTH]
