"""What became what in a comparison, and its maps."""

from typing import Literal

from change_detection.selectors.land_use import land_use_map
from geo_server.core.subject import Subject


def land_use_picture(subject: Subject, *, run_id: str, which: Literal["before", "after"]) -> bytes:
    """The map of one date of a run as PNG, for a page; raises UnknownRun and NoLandUse."""
    from change_detection.engine.land_use.maps import map_picture  # opens images

    return map_picture(land_use_map(subject, run_id=run_id, which=which))
