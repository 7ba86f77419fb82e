"""Puts the blocks of a run together: outlines, registers, pictures, then all rows in one transaction."""

from collections.abc import Callable
from datetime import datetime

import rasterio
from django.db import transaction

from change_detection.detectors import card_of_run
from change_detection.engine.grid import Window
from change_detection.engine.land_use.clearing import find_clearings, with_clearings
from change_detection.engine.land_use.maps import LandUseMaps
from change_detection.engine.outline import outline
from change_detection.engine.pipeline import GDAL_CACHE_BYTES
from change_detection.models import Block, Run, RunState
from geo_server.core import jobs, storage
from geo_server.core.models import JobState

from .changes import settle
from .land_use import draw_land_use, measure_land_use, store_land_use
from .leases import lease
from .matching import Judged, judge
from .pairs import store_of
from .pictures import draw_pictures
from .recognition import name_findings, recognise
from .timing import timed

_BLOCKS_DONE, _MAPPED, _OUTLINED, _MATCHED, _DRAWN = 0.85, 0.87, 0.88, 0.90, 0.99


def assemble_run(run: Run, *, now: datetime) -> list[int]:
    """Finish a run whose blocks are done; safe to call twice, and at once: whoever finds another at it leaves.

    Returns:
        Numbers of blocks whose stored answer has been lost and that must be done again; empty when the run is finished.
    """
    with lease(f"assembly of {run.pk}") as is_mine, rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        run.refresh_from_db(fields=["state"])
        if not is_mine or run.state == RunState.ASSEMBLED:
            return []
        lost = _lost_blocks(run)
        if lost:
            run.blocks.filter(number__in=lost).update(done_at=None)
        else:
            _assemble(run, now=now)
        return lost


def _assemble(run: Run, *, now: datetime) -> None:
    """Everything slow first, then all rows at once."""
    maps = _map_land_use(run)
    judged = _judge(run, maps)
    land_use = measure_land_use(run, maps)
    with timed(run, "pictures"), storage.telling_when_full():
        names = _name_new_findings(run, judged)
        draw_pictures(
            run, {names[one.draft.id]: one.draft for one in judged if one.draft.id in names}, tell=_teller(run)
        )
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",)).select_related("before", "after").get(pk=run.pk)
        store_land_use(locked, land_use)
        _finish(locked, judged, names=names, timings=run.timings, now=now)


def _name_new_findings(run: Run, judged: list[Judged]) -> dict[str, str]:
    """The ids of findings to be made, by the id of the draft."""
    told = [one.draft for one in judged if one.match.is_finding]
    known = recognise(run, told)
    return name_findings(run, [draft for draft in told if draft.id not in known])


def _finish(run: Run, judged: list[Judged], *, names: dict[str, str], timings: dict[str, float], now: datetime) -> None:
    run.timings = timings
    with timed(run, "rows"):
        made = settle(run, judged, names=names, now=now)
    run.state, run.finished_at = RunState.ASSEMBLED, now
    run.save(update_fields=["state", "finished_at", "timings"])
    result = {"run": run.pk, "changes": len(judged), "findings_made": made}
    jobs.finish_job(str(run.job_id), state=JobState.SUCCEEDED, result=result)


def _map_land_use(run: Run) -> LandUseMaps:
    def tell(share: float) -> None:
        jobs.beat(str(run.job_id), progress=_BLOCKS_DONE + (_MAPPED - _BLOCKS_DONE) * share)

    with timed(run, "land use"):
        return draw_land_use(run, tell=tell)


def _judge(run: Run, maps: LandUseMaps) -> list[Judged]:
    """Outline the changes and hold each against the registers."""
    with timed(run, "outlines"):
        min_score = card_of_run(run.model_id, run.model_sha256).min_score
        built = outline(store_of(run), threshold=run.threshold, min_area_m2=run.min_area_m2, min_score=min_score)
        regions = with_clearings(built, find_clearings(maps, built))
    jobs.beat(str(run.job_id), progress=_OUTLINED)
    with timed(run, "registers"):
        judged = judge(run, regions)
    jobs.beat(str(run.job_id), progress=_MATCHED)
    return judged


def _lost_blocks(run: Run) -> list[int]:
    missing = set(store_of(run).missing())
    return [block.number for block in run.blocks.all() if _window(block) in missing]


def _window(block: Block) -> Window:
    return Window(block.row, block.col, block.rows, block.cols)


def _teller(run: Run) -> Callable[[float], None]:
    def tell(share: float) -> None:
        jobs.beat(str(run.job_id), progress=_MATCHED + (_DRAWN - _MATCHED) * share)

    return tell
