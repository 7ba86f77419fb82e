"""Draws the before and after pictures of findings, before anybody is told of them."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone

from change_detection.drafts import Draft
from change_detection.engine.chips import draw_chips
from change_detection.engine.map_furniture import Caption
from change_detection.engine.pair import PairSource
from change_detection.models import Run, Scene
from change_detection.pictures import picture_paths
from geo_server.core.subject import system
from layers import api as layers

from .pairs import source_of

_READER = system("change_detection")
_TELL_EVERY = 25


def draw_pictures(run: Run, drafts: Mapping[str, Draft], *, tell: Callable[[float], None]) -> None:
    """Store both pictures of each finding, given by its id; those that are there already stay.

    `tell` receives the share done.
    """
    pair = source_of(run)
    captions = _caption(run.before), _caption(run.after)

    def draw(finding: tuple[str, Draft]) -> None:
        _draw(finding[0], finding[1], pair=pair, captions=captions)

    pool = ThreadPoolExecutor(max_workers=os.cpu_count())  # GDAL and PNG work outside Python's lock
    try:
        for number, _ in enumerate(pool.map(draw, drafts.items()), start=1):
            if number % _TELL_EVERY == 0 or number == len(drafts):
                tell(number / len(drafts))
    finally:  # whoever stops the run does not wait for the rest
        pool.shutdown(cancel_futures=True)


def _draw(finding_id: str, draft: Draft, *, pair: PairSource, captions: tuple[Caption, Caption]) -> None:
    before, after = picture_paths(finding_id)
    if after.exists():
        return
    chips = draw_chips(
        pair.before, pair.after, draft.region.polygon, pair.grid, correction=pair.correction, captions=captions
    )
    before.parent.mkdir(parents=True, exist_ok=True)
    before.write_bytes(chips.before)
    after.write_bytes(chips.after)


def _caption(scene: Scene) -> Caption:
    """Day of the city's own time, pixel size and sensor; then whose picture it is, or what it is called."""
    gsd = f"{scene.gsd_m:.2f} m".replace(".", ",")
    taken = [timezone.localtime(scene.acquired).strftime("%d/%m/%Y"), gsd, scene.sensor]
    attribution = layers.get_collection(_READER, collection_id=scene.collection_id).attribution
    return Caption(" · ".join(part for part in taken if part), f"© {attribution}" if attribution else scene.title_vi)
