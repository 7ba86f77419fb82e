"""Runs and what they found."""

from change_detection.answers import RunInfo
from change_detection.errors import UnknownRun, UnknownScene
from change_detection.models import Run
from geo_server.core import jobs
from geo_server.core.subject import Subject

from .scenes import scene_info, visible_scene


def get_run(run_id: str) -> RunInfo:
    """One run; raises UnknownRun. Whoever shows it to people asks `get_visible_run`."""
    run = Run.objects.select_related("before", "after").filter(pk=run_id).first()
    if run is None:
        raise UnknownRun(run_id)
    return run_info(run)


def get_visible_run(subject: Subject, *, run_id: str) -> RunInfo:
    """One run of two scenes that the subject may see; raises UnknownRun."""
    run = get_run(run_id)
    try:
        visible_scene(subject, run.before.id)
        visible_scene(subject, run.after.id)
    except UnknownScene as error:
        raise UnknownRun(run_id) from error
    return run


def list_runs(subject: Subject, *, limit: int = 20) -> list[RunInfo]:
    """The latest runs of scenes that the subject may see."""
    shown = []
    for run in Run.objects.select_related("before", "after")[:limit]:
        try:
            shown.append(get_visible_run(subject, run_id=run.pk))
        except UnknownRun:
            continue
    return shown


def run_info(run: Run) -> RunInfo:
    """A run as it leaves the package."""
    return RunInfo(
        id=run.pk,
        job_id=str(run.job_id),
        state=jobs.get_job(str(run.job_id)).state,
        before=scene_info(run.before),
        after=scene_info(run.after),
        blocks_done=run.blocks.exclude(done_at=None).count(),
        blocks=run.blocks.count(),
        residual_m=run.residual_m,
        model_id=run.model_id,
        model_sha256=run.model_sha256,
        threshold=run.threshold,
        min_area_m2=run.min_area_m2,
        changes=run.changes.count(),
        findings=run.changes.exclude(finding=None).count(),
        created_at=run.created_at,
        finished_at=run.finished_at,
    )
