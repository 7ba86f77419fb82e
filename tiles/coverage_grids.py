"""The grid of an answer: a coverage's own or one in another CRS, cut to the regions asked for, then scaled."""

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from layers import api as layers

from .coverage_queries import Box, CoverageQuery, Scale
from .errors import CoverageTooLarge, NothingThere, OutsideCrs

if TYPE_CHECKING:
    from .raster.facts import CoverageFacts
    from .raster.grid import Grid


def grid_for(facts: "CoverageFacts", path: Path, version: int, query: CoverageQuery, *, collection_id: str) -> "Grid":
    """The grid that a query means.

    Raises:
        NothingThere: the regions lie outside the coverage.
        OutsideCrs: the coverage lies where the CRS of the answer does not reach.
    """
    from .raster.grid import moved_box

    grid = whole = whole_grid(facts, path, version, query.crs)
    boxes = [(region.box, layers.proj_text(region.crs) if region.crs else facts.grid.crs) for region in query.regions]
    if query.shape is not None:
        boxes.append((query.shape.bounds, layers.proj_text(layers.CRS84)))
    for box, crs in boxes:
        closed = _closed(box, moved_box(whole.box, source=whole.crs, target=crs))
        moved = None if closed is None else moved_box(closed, source=crs, target=whole.crs)
        cut = grid.cut(moved) if moved is not None and _is_finite(moved) else None
        if cut is None:
            raise NothingThere(collection_id)
        grid = cut
    return _scaled(grid, query.scale)


def whole_grid(facts: "CoverageFacts", path: Path, version: int, crs: str | None) -> "Grid":
    """The grid of all of a coverage in a CRS, in its own for None; raises OutsideCrs."""
    definition = facts.grid.crs if crs is None else layers.proj_text(crs)
    if definition == facts.grid.crs:
        return facts.grid
    found = _grid_in(path, version, facts.grid.crs, definition)
    if found is None:
        raise OutsideCrs(str(crs))
    return found


def check_size(grid: "Grid", *, bands: int, most: int) -> None:
    """Refuse an answer of more values than a format may hold; raises CoverageTooLarge."""
    values = grid.cells * bands
    if values > most:
        raise CoverageTooLarge(values, most, factor=math.ceil(math.sqrt(values / most)))


def _closed(box: Box, around: Box) -> Box | None:
    """The part of a box, its sides perhaps open, that lies in another; None if that is nothing."""
    west, south, east, north = box
    inner = max(west, around[0]), max(south, around[1]), min(east, around[2]), min(north, around[3])
    return inner if inner[0] <= inner[2] and inner[1] <= inner[3] else None


def _is_finite(box: Box) -> bool:
    return all(math.isfinite(number) for number in box)


def _scaled(grid: "Grid", scale: Scale) -> "Grid":
    columns = scale.columns or max(1, round(grid.columns / scale.factors[0]))
    rows = scale.rows or max(1, round(grid.rows / scale.factors[1]))
    return grid.resized(columns=columns, rows=rows)


@lru_cache(maxsize=256)
def _grid_in(path: Path, _version: int, own: str, definition: str) -> "Grid | None":
    """The grid around a file in another CRS; None where that does not reach."""
    from rasterio.errors import RasterioError

    from .raster.grid import grid_in
    from .render.image_handles import open_image

    try:
        found = grid_in(open_image(path, pinned_crs=None).base, own, definition)
    except (RasterioError, ValueError, OverflowError):
        return None
    return found if _is_finite(found.box) else None
