"""Puts the blocks of a run together: outlines, registers, pictures, then all rows in one transaction."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from change_detection.drafts import Draft, make_draft
from change_detection.engine.blocks import block_file
from change_detection.engine.grid import Window
from change_detection.engine.mosaic import assemble_folder
from change_detection.engine.outline import outline
from change_detection.matching.decide import Match, decide
from change_detection.models import Block, MatchRuleSet, Run, RunState
from change_detection.projection import crs_name
from change_detection.registers.situations import MatchSources, read_situations
from geo_server.core import jobs
from geo_server.core.models import JobState

from .changes import Judged, settle
from .pictures import draw_pictures
from .runs import grid_of, results_folder

OUTLINE_ERROR_PX = 2.0
"""A network draws a roof with its eaves and the edge of its shadow: the wall may lie this far inside the outline."""

_OUTLINED, _MATCHED, _DRAWN = 0.88, 0.90, 0.99


def assemble_run(run: Run, *, now: datetime) -> list[int]:
    """Finish a run whose blocks are done; safe to call twice, and at once.

    Returns:
        Numbers of blocks whose stored answer has been lost and that must be done again; empty when the run is finished.
    """
    if run.state == RunState.ASSEMBLED:
        return []
    lost = _lost_blocks(run)
    if lost:
        run.blocks.filter(number__in=lost).update(done_at=None)
        return lost
    judged = _judge(run)
    draw_pictures(run, [one for one in judged if one.match.is_finding], tell=_teller(run))
    with transaction.atomic():
        locked = Run.objects.select_for_update().get(pk=run.pk)
        if locked.state != RunState.ASSEMBLED:
            _finish(locked, judged, now=now)
    return []


def _finish(run: Run, judged: list[Judged], *, now: datetime) -> None:
    made = settle(run, judged, now=now)
    run.state, run.finished_at = RunState.ASSEMBLED, now
    run.save(update_fields=["state", "finished_at"])
    result = {"run": run.pk, "changes": len(judged), "findings_made": made}
    jobs.finish_job(str(run.job_id), state=JobState.SUCCEEDED, result=result)


def _judge(run: Run) -> list[Judged]:
    """Outline the changes and hold each against the registers."""
    rule_set = MatchRuleSet.in_force(run.after.acquired.date())
    drafts = _outline(run, reach_m=rule_set.point_reach_m)
    jobs.beat(str(run.job_id), progress=_OUTLINED)
    situations = read_situations(drafts, run=run, sources=MatchSources.of(rule_set))
    jobs.beat(str(run.job_id), progress=_MATCHED)
    matches: list[tuple[Draft, Match]] = [(draft, decide(situations[draft.id], rule_set.rules)) for draft in drafts]
    return [Judged(draft, situations[draft.id], match) for draft, match in matches]


def _outline(run: Run, *, reach_m: float) -> list[Draft]:
    """The changed places; how far their walls may lie off grows with the residual and the pixel."""
    grid = grid_of(run)
    probabilities = assemble_folder(results_folder(run), grid)
    regions = outline(probabilities, grid, threshold=run.threshold, min_area_m2=run.min_area_m2)
    uncertainty_m = (run.residual_m or 0.0) + OUTLINE_ERROR_PX * grid.gsd_m
    crs = crs_name(grid.crs)
    return [
        make_draft(region, run_id=run.pk, crs=crs, uncertainty_m=uncertainty_m, reach_m=reach_m) for region in regions
    ]


def _lost_blocks(run: Run) -> list[int]:
    folder = results_folder(run)
    return [block.number for block in run.blocks.all() if not _file_of(block, folder).exists()]


def _file_of(block: Block, folder: Path) -> Path:
    return block_file(folder, Window(block.row, block.col, block.rows, block.cols))


def _teller(run: Run) -> Callable[[float], None]:
    def tell(share: float) -> None:
        jobs.beat(str(run.job_id), progress=_MATCHED + (_DRAWN - _MATCHED) * share)

    return tell
