"""Where and when the demo city is: the seed, the square of the two scenes, their dates."""

import zlib
from datetime import UTC, datetime

import numpy as np
from shapely import Point, Polygon, box

SEED = 2026
CRS = "EPSG:9210"
GSD_M = 0.5
SCENE_PX = 4096
SCENE_WEST = 596_976.0
SCENE_NORTH = 1_202_024.0
SCENE_SIDE_M = SCENE_PX * GSD_M
MARGIN_M = 60.0
"""The quarter is a little larger than the scenes, so that the pictures have no empty rim."""

BEFORE = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
AFTER = datetime(2026, 8, 15, 3, 30, tzinfo=UTC)
REFORM = datetime(2025, 7, 1, tzinfo=UTC).date()
"""First day of the 168 units."""


def scene_square() -> Polygon:
    """The ground that both scenes show, EPSG:9210."""
    return box(SCENE_WEST, SCENE_NORTH - SCENE_SIDE_M, SCENE_WEST + SCENE_SIDE_M, SCENE_NORTH)


def quarter_square() -> Polygon:
    """The ground that is divided into blocks and parcels, EPSG:9210."""
    return scene_square().buffer(MARGIN_M, join_style="mitre")


def scene_centre() -> Point:
    """Middle of the scenes, EPSG:9210."""
    return scene_square().centroid


def rng_for(subject: str) -> np.random.Generator:
    """The random numbers of one subject; adding a subject does not change the others."""
    return np.random.default_rng([SEED, zlib.crc32(subject.encode())])
