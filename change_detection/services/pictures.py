"""Draws the before and after pictures of findings, before anybody is told of them."""

from collections.abc import Callable, Sequence

from change_detection.engine.chips import draw_chips
from change_detection.models import Run
from change_detection.pictures import picture_paths

from .changes import Judged
from .runs import asset_path, grid_of


def draw_pictures(run: Run, judged: Sequence[Judged], *, tell: Callable[[float], None]) -> None:
    """Store both pictures of each change; those that are there already stay. `tell` receives the share done."""
    grid = grid_of(run)
    for number, one in enumerate(judged, start=1):
        before, after = picture_paths(one.draft.id)
        if not after.exists():
            chips = draw_chips(asset_path(run.before), asset_path(run.after), one.draft.region.polygon, grid)
            before.parent.mkdir(parents=True, exist_ok=True)
            before.write_bytes(chips.before)
            after.write_bytes(chips.after)
        tell(number / len(judged))
