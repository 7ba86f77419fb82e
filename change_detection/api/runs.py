"""Comparing two scenes: start it, stop it, take it up again."""

from datetime import datetime

from change_detection.answers import RunInfo
from change_detection.models import Correction
from change_detection.selectors.runs import run_info, visible_run
from change_detection.selectors.scenes import visible_scene
from geo_server.core.subject import Subject


def detect(
    before_id: str,
    *,
    after_id: str,
    by: Subject,
    now: datetime,
    model: str | None = None,
    threshold: float | None = None,
    min_area_m2: float | None = None,
    correct: bool = True,
) -> RunInfo:
    """Compare two scenes in a job; equal inputs are one run, whose answer is kept.

    `by` must see both scenes. `model` is the id of a detector, `threshold` the probability from which a pixel counts as
    changed, `min_area_m2` the minimum mapping unit; what is left out is chosen by the detector's card. `correct` moves
    the earlier scene where the two are found to lie apart.

    Raises:
        UnknownScene, SameScene, SceneOrder, TooCloudy, NoOverlap, UnknownModel: nothing is started.
    """
    from change_detection.services import runs  # opens images

    run = runs.start_run(
        visible_scene(by, before_id),
        visible_scene(by, after_id),
        by=by,
        now=now,
        model=model,
        threshold=threshold,
        min_area_m2=min_area_m2,
        correction=Correction.AUTO if correct else Correction.OFF,
    )
    return run_info(run)


def cancel(run_id: str, *, by: Subject, now: datetime) -> RunInfo:
    """Stop a comparison at its next step; blocks that are done are kept, so that it can be taken up again.

    Raises:
        UnknownRun: none with this id, or `by` may not see its scenes.
        NotAllowed: `by` neither started it nor administers the server.
    """
    from change_detection.services import runs  # opens images

    run = visible_run(by, run_id)
    runs.cancel_run(run, by=by, now=now)
    return run_info(run)


def resume(run_id: str, *, by: Subject, now: datetime) -> RunInfo:
    """Go on with a comparison that failed or was stopped, where it stood; any other is left as it is.

    Raises:
        UnknownRun: none with this id, or `by` may not see its scenes.
        NotAllowed: `by` does not work with scenes.
    """
    from change_detection.services import runs  # opens images

    return run_info(runs.resume_run(visible_run(by, run_id), by=by, now=now))
