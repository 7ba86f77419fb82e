"""Says what kind of change a region is, from where buildings stood at both dates in it and around it."""

from enum import Enum

import cv2
import numpy as np

from change_detection.engine.pictures import BoolArray, ByteArray

_YES = 0.5
_RING_PX = 5
_SAME = 0.2
_ONE_WALL = 0.15  # of the outline: a short wall
_ROW_HOUSE_M2 = 45.0


class ChangeClass(Enum):
    """The kinds of change of the field."""

    NEW_BUILDING = "new_building"
    EXTENSION = "extension"
    DEMOLITION = "demolition"
    LAND_CLEARING = "land_clearing"
    ROOF_MATERIAL = "roof_material"
    UNCLEAR = "unclear"


def change_class(
    region: BoolArray, building_before: ByteArray, building_after: ByteArray, *, area_m2: float
) -> ChangeClass:
    """A guess at the kind of a changed region; a person confirms it.

    Args:
        region: (rows, cols), the region with some ground around it.
        building_before: (rows, cols), probability of a building at the earlier date, 0 to 255.
        building_after: the same at the later date.
        area_m2: of the region.

    Returns:
        `UNCLEAR` where no building is seen at either date. `EXTENSION` for a new part beside a building that stood
        before, if it is smaller than a row house; whether it really belongs to its neighbour only the parcel can tell.
    """
    before, after = (float(plane[region].mean()) / 255.0 for plane in (building_before, building_after))
    if abs(after - before) < _SAME:
        return ChangeClass.ROOF_MATERIAL if min(before, after) >= _YES else ChangeClass.UNCLEAR
    if before > after:
        return ChangeClass.DEMOLITION
    is_part = area_m2 < _ROW_HOUSE_M2 and _attached_share(region, building_before) >= _ONE_WALL
    return ChangeClass.EXTENSION if is_part else ChangeClass.NEW_BUILDING


def _attached_share(region: BoolArray, building_before: ByteArray) -> float:
    """How much of the ground right around the region was already built on, 0 to 1."""
    grown = cv2.dilate(region.astype(np.uint8), np.ones((_RING_PX, _RING_PX), np.uint8)).astype(bool)
    ring = grown & ~region
    return float((building_before[ring] >= 255 * _YES).mean()) if ring.any() else 0.0
