"""Draws the before and after pictures of findings, before anybody is told of them."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from change_detection.drafts import Draft
from change_detection.engine.chips import draw_chips
from change_detection.engine.map_furniture import Caption
from change_detection.models import Run, Scene
from change_detection.pictures import picture_paths
from geo_server.core.subject import system
from layers import api as layers

from .pairs import source_of

_READER = system("change_detection")


def draw_pictures(run: Run, drafts: Mapping[str, Draft], *, tell: Callable[[float], None]) -> None:
    """Store both pictures of each finding, given by its id; those that are there already stay.

    `tell` receives the share done.
    """
    pair = source_of(run)
    captions = _caption(run.before), _caption(run.after)
    for number, (finding_id, draft) in enumerate(drafts.items(), start=1):
        before, after = picture_paths(finding_id)
        if not after.exists():
            chips = draw_chips(
                pair.before, pair.after, draft.region.polygon, pair.grid, correction=pair.correction, captions=captions
            )
            before.parent.mkdir(parents=True, exist_ok=True)
            before.write_bytes(chips.before)
            after.write_bytes(chips.after)
        tell(number / len(drafts))


def _caption(scene: Scene) -> Caption:
    """Day of the city's own time, pixel size and sensor; then whose picture it is, or what it is called."""
    gsd = f"{scene.gsd_m:.2f} m".replace(".", ",")
    taken = [timezone.localtime(scene.acquired).strftime("%d/%m/%Y"), gsd, scene.sensor]
    attribution = layers.get_collection(_READER, collection_id=scene.collection_id).attribution
    return Caption(" · ".join(part for part in taken if part), f"© {attribution}" if attribution else scene.title_vi)
