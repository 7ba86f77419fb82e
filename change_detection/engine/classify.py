"""Says what kind of change a region is, from where buildings stood at both dates in it and around it."""

from enum import Enum

import cv2
import numpy as np

from change_detection.engine.pictures import BoolArray, ByteArray

_YES = 0.5
_RING_PX = 5
_ATTACHED_SHARE = 0.15  # one of the short walls of a house


class ChangeClass(Enum):
    """The kinds of change of the field."""

    NEW_BUILDING = "new_building"
    EXTENSION = "extension"
    DEMOLITION = "demolition"
    LAND_CLEARING = "land_clearing"
    ROOF_MATERIAL = "roof_material"
    UNCLEAR = "unclear"


def change_class(region: BoolArray, building_before: ByteArray, building_after: ByteArray) -> ChangeClass:
    """A guess at the kind of a changed region; a person confirms it.

    Args:
        region: (rows, cols), the region with some ground around it.
        building_before: (rows, cols), probability of a building at the earlier date, 0 to 255.
        building_after: the same at the later date.

    Returns:
        `EXTENSION` for a new part beside a building that stood before; `UNCLEAR` where no building is seen at either
        date. In a row of party walls a new house looks like an extension; its parcel tells them apart.
    """
    before, after = (float(plane[region].mean()) / 255.0 for plane in (building_before, building_after))
    if after >= _YES and before >= _YES:
        return ChangeClass.ROOF_MATERIAL
    if max(before, after) < 0.25:
        return ChangeClass.UNCLEAR
    if before > after:
        return ChangeClass.DEMOLITION
    return ChangeClass.EXTENSION if _is_attached(region, building_before) else ChangeClass.NEW_BUILDING


def _is_attached(region: BoolArray, building_before: ByteArray) -> bool:
    """Whether a good part of the ground around the region was already built on."""
    grown = cv2.dilate(region.astype(np.uint8), np.ones((_RING_PX, _RING_PX), np.uint8)).astype(bool)
    ring = grown & ~region
    return bool(ring.any()) and float((building_before[ring] >= 255 * _YES).mean()) >= _ATTACHED_SHARE
