"""Draws the land use of a run's two dates, finds what was cleared, and keeps what became what by area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from change_detection.engine.land_use.cells import cell_grid
from change_detection.engine.land_use.mapping import map_land_use
from change_detection.engine.land_use.maps import LandUseMaps
from change_detection.engine.land_use.matrix import change_matrix
from change_detection.models import LandUseChange, Run
from change_detection.projection import crs_name, from_storage
from geo_server.core import storage
from layers import api as layers

from .pairs import grid_of, results_folder, source_of, store_of

_SMALLEST_M2 = 0.01  # rows below it are corners of cells


@dataclass(frozen=True)
class _Zone:
    """An area version of the lowest level, its territory in the CRS of a run."""

    code: str
    valid_from: date
    shape: BaseGeometry


def draw_land_use(run: Run, *, tell: Callable[[float], None] = lambda _: None) -> LandUseMaps:
    """The land-use maps of a run whose blocks are done; drawn once, found again after that.

    Raises:
        UnreadableScene: a scene is damaged.
        StorageFull: the maps do not fit on the disk.
    """
    maps = maps_of(run)
    if not maps.exist:
        with storage.telling_when_full():
            map_land_use(source_of(run), store_of(run), maps.folder, tell=tell)
    return maps


def maps_of(run: Run) -> LandUseMaps:
    """Where the maps of a run lie; they need not be drawn yet."""
    return LandUseMaps(results_folder(run) / "land_use", cell_grid(grid_of(run)))


def measure_land_use(run: Run, maps: LandUseMaps) -> list[LandUseChange]:
    """The rows of a run, not stored: what became what in every area in force on the day of the later scene."""
    zones = _zones(run, maps)
    rows = []
    for one in change_matrix(maps, [zone.shape for zone in zones]):
        zone = None if one.zone is None else zones[one.zone]
        rows.append(
            LandUseChange(
                run=run,
                area_code=zone.code if zone else "",
                area_valid_from=zone.valid_from if zone else None,
                before=one.before.code,
                after=one.after.code,
                area_m2=round(one.area_m2, 2),
            )
        )
    return [row for row in rows if row.area_m2 >= _SMALLEST_M2]


def store_land_use(run: Run, rows: Sequence[LandUseChange]) -> None:
    """Replace the rows of a run; joins the caller's transaction."""
    run.land_use_changes.all().delete()
    LandUseChange.objects.bulk_create(rows)


def _zones(run: Run, maps: LandUseMaps) -> list[_Zone]:
    """The areas of the lowest level under the maps, in the order of codes."""
    crs = crs_name(maps.cells.crs)
    frame = shapely.box(*maps.cells.bounds)
    units = [unit for unit in layers.list_areas(day=run.after.acquired.date()) if unit.kind in layers.LOWEST_LEVEL]
    zones = [
        _Zone(unit.code, unit.valid_from, from_storage(unit.geometry, crs=crs))
        for unit in units
        if unit.geometry is not None
    ]
    return [zone for zone in zones if zone.shape.intersects(frame)]
