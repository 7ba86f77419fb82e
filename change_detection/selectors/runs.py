"""Runs: how far they are and what they found, each as far as its asker may know it."""

from contextlib import suppress
from dataclasses import replace

from django.db.models import Count, Sum

from change_detection.answers import RunInfo, RunTally
from change_detection.errors import UnknownRun, UnknownScene
from change_detection.models import Run
from geo_server.core import jobs
from geo_server.core.subject import Subject

from .pace import pace_of
from .registration import registration_info
from .scenes import scene_info, visible_scene
from .tallies import tally_runs


def get_run(run_id: str) -> RunInfo:
    """One run; raises UnknownRun. Whoever shows it to people asks `get_visible_run`."""
    return run_info(_run(run_id))


def get_visible_run(subject: Subject, *, run_id: str) -> RunInfo:
    """One run of two scenes that the subject may see; raises UnknownRun."""
    run = visible_run(subject, run_id)
    return _with_tally(run, tally_runs(subject, run_ids=[run_id]).get(run_id))


def list_runs(subject: Subject, *, limit: int = 20) -> list[RunInfo]:
    """The latest runs of scenes that the subject may see."""
    visible = []
    for run_id in Run.objects.values_list("pk", flat=True)[:limit]:
        with suppress(UnknownRun):
            visible.append(visible_run(subject, run_id))
    tallies = tally_runs(subject, run_ids=[run.pk for run in visible])
    return [_with_tally(run, tallies.get(run.pk)) for run in visible]


def tally_run(subject: Subject, *, run_id: str) -> RunTally | None:
    """What a run found, by class and reason; None for those who may see no findings. Raises UnknownRun."""
    visible_run(subject, run_id)
    return tally_runs(subject, run_ids=[run_id]).get(run_id)


def visible_run(subject: Subject, run_id: str) -> Run:
    """The row of a run of two scenes that the subject may see; raises UnknownRun."""
    run = _run(run_id)
    try:
        visible_scene(subject, run.before_id)
        visible_scene(subject, run.after_id)
    except UnknownScene as error:
        raise UnknownRun(run_id) from error
    return run


def run_info(run: Run) -> RunInfo:
    """A run as it leaves the package, with all that it found."""
    job = jobs.get_job(str(run.job_id))
    blocks = run.blocks.aggregate(total=Count("pk"), done=Count("done_at"), seconds=Sum("seconds"))
    return RunInfo(
        id=run.pk,
        job_id=str(run.job_id),
        started_by=run.created_by,
        state=job.state,
        step=run.state,
        before=scene_info(run.before),
        after=scene_info(run.after),
        blocks_done=blocks["done"],
        blocks=blocks["total"],
        pixels=run.rows * run.cols,
        pace=pace_of(run, since=job.started_at),
        timings=run.timings,
        block_seconds=blocks["seconds"] or 0.0,
        residual_m=run.residual_m,
        registration=registration_info(run),
        model_id=run.model_id,
        model_sha256=run.model_sha256,
        threshold=run.threshold,
        min_area_m2=run.min_area_m2,
        changes=run.changes.count(),
        findings=run.changes.exclude(finding=None).count(),
        created_at=run.created_at,
        finished_at=run.finished_at,
    )


def _with_tally(run: Run, tally: RunTally | None) -> RunInfo:
    return replace(run_info(run), changes=tally.changes if tally else None, findings=tally.findings if tally else None)


def _run(run_id: str) -> Run:
    run = Run.objects.select_related("before", "after").filter(pk=run_id).first()
    if run is None:
        raise UnknownRun(run_id)
    return run
