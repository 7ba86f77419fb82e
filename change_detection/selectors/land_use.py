"""What became what in a comparison, by area, for those who may see both of its scenes."""

from collections import defaultdict
from pathlib import Path
from typing import Literal

from change_detection.engine.land_use.classes import LandUse
from change_detection.errors import NoLandUse
from change_detection.land_use import AreaLandUse, LandUseInfo, Transition
from change_detection.models import LandUseChange
from geo_server.core import storage
from geo_server.core.subject import Subject
from layers import api as layers

from .runs import get_visible_run


def get_land_use(subject: Subject, *, run_id: str) -> LandUseInfo:
    """The change matrix of a run by area, in the order of codes; ground outside of every area comes last.

    Raises:
        UnknownRun: none with this id, or its scenes are hidden from the subject.
        NoLandUse: the run is not finished, or older than the maps of land use.
    """
    run = get_visible_run(subject, run_id=run_id)
    found = defaultdict(list)
    for row in LandUseChange.objects.filter(run=run_id):
        change = Transition(_class_of(row.before), _class_of(row.after), row.area_m2)
        found[row.area_code, row.area_valid_from].append(change)
    if not found:
        raise NoLandUse(run_id)
    day = run.after.acquired.date()
    names = {unit.code: unit.name_vi for unit in layers.list_areas(day=day)}
    areas = [
        AreaLandUse(code, valid_from, names.get(code, ""), tuple(changes))
        for (code, valid_from), changes in found.items()
    ]
    return LandUseInfo(run=run, day=day, areas=tuple(sorted(areas, key=lambda area: (not area.code, area.code))))


def land_use_map(subject: Subject, *, run_id: str, which: Literal["before", "after"]) -> Path:
    """The map of one date of a run, a COG; raises UnknownRun and NoLandUse as `get_land_use` does."""
    get_visible_run(subject, run_id=run_id)
    path = storage.path_of(f"runs/{run_id}/land_use/land_use_{which}.tif")
    if not path.exists():
        raise NoLandUse(run_id)
    return path


def _class_of(code: str) -> LandUse:
    return LandUse[code.upper()]
