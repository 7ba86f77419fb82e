"""A GeoPackage of building outlines over the city, turned rectangles and L-shapes, always the same.

python -m tests.bench.intake.buildings FILE COUNT
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio.raw
import shapely

WEST, SOUTH, EAST, NORTH = 106.40, 10.40, 107.00, 11.10
METRE = 1 / 110_600  # of latitude, in degrees
USES = ("residential", "commercial", "industrial", "public", "mixed")
L_SHAPE = np.array([(0, 0), (1, 0), (1, 0.5), (0.5, 0.5), (0.5, 1), (0, 1), (0, 0)])
RECTANGLE = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
FIELDS = ("building_id", "levels", "height", "use", "built")


def write_buildings(path: Path, count: int) -> None:
    """Write the file: building_id, levels, height, use, built; layer "buildings", EPSG:4326."""
    chance = np.random.default_rng(4)
    table = pa.table(
        {
            "geometry": pa.array(shapely.to_wkb(_outlines(chance, count)), pa.binary()),
            "building_id": pa.array(np.arange(1, count + 1)),
            "levels": pa.array(chance.integers(1, 12, count)),
            "height": pa.array(chance.uniform(3, 40, count).round(1)),
            "use": pa.array(np.array(USES)[chance.integers(0, len(USES), count)]),
            "built": pa.array(chance.integers(1960, 2026, count)),
        }
    )
    pyogrio.raw.write_arrow(
        table,
        path,
        layer="buildings",
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="Polygon",
        crs="EPSG:4326",
    )


def _outlines(chance: np.random.Generator, count: int) -> np.ndarray:
    """Rectangles and L-shapes of 5 to 20 m, turned by any angle."""
    angular = chance.random(count) < 0.3
    found = np.empty(count, dtype=object)
    for shape, places in ((L_SHAPE, np.flatnonzero(angular)), (RECTANGLE, np.flatnonzero(~angular))):
        found[places] = _turned(chance, shape, len(places))
    return found


def _turned(chance: np.random.Generator, shape: np.ndarray, count: int) -> np.ndarray:
    size, angle = chance.uniform(5, 20, (count, 1, 2)) * METRE, chance.uniform(0, 2 * np.pi, count)
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], -2)
    corner = np.stack([chance.uniform(WEST, EAST, count), chance.uniform(SOUTH, NORTH, count)], -1)[:, None, :]
    outlines: np.ndarray = shapely.polygons(corner + (shape * size) @ turn)
    return outlines


if __name__ == "__main__":
    write_buildings(Path(sys.argv[1]), int(sys.argv[2]))
