"""Draws the before and after pictures of findings, before anybody is told of them."""

from collections.abc import Callable, Mapping

from change_detection.drafts import Draft
from change_detection.engine.chips import draw_chips
from change_detection.models import Run
from change_detection.pictures import picture_paths

from .pairs import asset_path, grid_of


def draw_pictures(run: Run, drafts: Mapping[str, Draft], *, tell: Callable[[float], None]) -> None:
    """Store both pictures of each finding, given by its id; those that are there already stay.

    `tell` receives the share done.
    """
    grid = grid_of(run)
    for number, (finding_id, draft) in enumerate(drafts.items(), start=1):
        before, after = picture_paths(finding_id)
        if not after.exists():
            chips = draw_chips(asset_path(run.before), asset_path(run.after), draft.region.polygon, grid)
            before.parent.mkdir(parents=True, exist_ok=True)
            before.write_bytes(chips.before)
            after.write_bytes(chips.after)
        tell(number / len(drafts))
