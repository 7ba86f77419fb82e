"""A drawn place of 256 x 256 m at two dates, with its registers: what was built, and what the office knows of it.

Plots of 22 x 26 m stand in rows; most carry a house at both dates. The changes and their expected reasons are `TRUTH`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rasterio
from affine import Affine
from rasterio.crs import CRS
from shapely import LineString, Polygon, box

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.ground import ROOF_COLOURS, Acquisition, Building, Ground, Light, Road, RoofForm
from change_detection.engine.synthetic.scene import draw_scene
from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

WRITER = system("tests")
CRS_NAME = "EPSG:9210"
WEST, NORTH = 597_000.0, 1_200_600.0
PLOT_WIDTH_M, PLOT_DEPTH_M = 22.0, 26.0
COLUMNS, ROWS = 11, 8
STREET_M = 5.0

TRUTH: dict[tuple[int, int], str] = {
    (2, 1): "NO_PERMIT",
    (5, 1): "MATCH_OK",
    (8, 1): "PERMIT_EXPIRED",
    (2, 4): "FOOTPRINT_EXCEEDS",
    (5, 4): "WRONG_PARCEL",
    (8, 4): "PERMIT_LATER_THAN_CHANGE",
    (3, 6): "ZONE_FORBIDS",
}
"""Column and row of the plots where a house of 14 x 14 m was built, and what should be said of it."""

DEMOLISHED = (6, 6)


@dataclass(frozen=True)
class SmallPlace:
    """The two GeoTIFFs."""

    before: Path
    after: Path


def plot(col: int, row: int) -> Polygon:
    """A parcel in EPSG:9210."""
    west, north = WEST + 7 + col * PLOT_WIDTH_M, NORTH - 10 - row * (PLOT_DEPTH_M + STREET_M)
    return box(west, north - PLOT_DEPTH_M, west + PLOT_WIDTH_M, north)


def house(col: int, row: int) -> Polygon:
    """The house on a parcel: 14 x 14 m in its middle."""
    x, y = plot(col, row).centroid.coords[0]
    return box(x - 7, y - 7, x + 7, y + 7)


def draw_small_place(folder: Path, *, side_px: int = 512) -> SmallPlace:
    """Draw both dates at 0.5 m; a larger side adds open land."""
    grid = Grid(side_px, side_px, Affine(0.5, 0, WEST, 0, -0.5, NORTH), CRS.from_epsg(9210))
    plots = [(col, row) for row in range(ROWS) for col in range(COLUMNS)]
    before = [p for p in plots if p not in TRUTH]
    after = [p for p in plots if p != DEMOLISHED]
    morning, noon = Light(135, 52), Light(150, 58, gain=(1.04, 1.0, 0.96))
    return SmallPlace(
        _write(folder / "before.tif", grid, before, Acquisition(light=morning), seed=1),
        _write(folder / "after.tif", grid, after, Acquisition(light=noon, shift_m=(0.2, -0.1)), seed=2),
    )


def _write(path: Path, grid: Grid, plots: list[tuple[int, int]], acquisition: Acquisition, *, seed: int) -> Path:
    roofs = [*ROOF_COLOURS["tile"], *ROOF_COLOURS["metal"]]
    ground = Ground(
        buildings=[
            Building(house(col, row), roofs[(3 * col + 5 * row) % len(roofs)], height_m=5.0, form=RoofForm.GABLED)
            for col, row in plots
        ],
        roads=[Road(LineString([(WEST, y), (WEST + 256, y)]), 4.0) for y in _streets()],
        seed=7,
    )
    picture = draw_scene(grid, ground, seed=seed, acquisition=acquisition)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "crs": grid.crs, "transform": grid.transform}
    with rasterio.open(path, "w", width=grid.cols, height=grid.rows, **profile) as dataset:
        dataset.write(picture.transpose(2, 0, 1))
    return path


def _streets() -> list[float]:
    return [plot(0, row).bounds[1] - STREET_M / 2 for row in range(ROWS)]


def publish_registers() -> None:
    """Load parcels, zoning and permits as an office would."""
    parcels = [(plot(c, r), _parcel(c, r)) for r in range(ROWS) for c in range(COLUMNS)]
    _publish("parcels", "Polygon", parcels)
    green = box(WEST, plot(0, 6).bounds[1], WEST + 256, plot(0, 6).bounds[3])
    homes = box(WEST, green.bounds[3], WEST + 256, NORTH)
    zones = [
        (green, {"zone_code": "CX-1", "use": "green", "buildable": False}),
        (homes, {"zone_code": "O-1", "use": "residential", "buildable": True}),
    ]
    _publish("zoning", "Polygon", zones)
    _publish("permits", "Polygon", _permits())


def _parcel(col: int, row: int) -> dict[str, Any]:
    return {"sheet": "12", "number": 100 * row + col, "land_code": "ODT", "address": f"{100 * row + col} đường Số 1"}


def _permits() -> list[tuple[Polygon, dict[str, Any]]]:
    half = box(*house(2, 4).bounds[:2], house(2, 4).bounds[0] + 7, house(2, 4).bounds[3])
    return [
        (house(5, 1), _permit("GP-OK", (5, 1))),
        (house(8, 1), _permit("GP-OLD", (8, 1), expires=date(2025, 6, 1))),
        (half, _permit("GP-HALF", (2, 4))),
        (house(5, 4), _permit("GP-OTHER", (7, 4))),
        (house(8, 4), _permit("GP-LATE", (8, 4), issued=date(2026, 9, 10))),
    ]


def _permit(
    number: str, of: tuple[int, int], *, issued: date = date(2026, 1, 5), expires: date = date(2027, 1, 5)
) -> dict[str, Any]:
    col, row = of
    return {
        "permit_no": number,
        "parcel_sheet": "12",
        "parcel_number": 100 * row + col,
        "issued": issued,
        "expires": expires,
        "temporary": False,
        "footprint_m2": 98.0 if number == "GP-HALF" else 196.0,
        "status": "valid",
    }


_TYPES: dict[type, Any] = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


def _publish(collection_id: str, geometry_type: str, rows: list[tuple[Polygon, dict[str, Any]]]) -> None:
    """A collection whose fields are those of its first row."""
    fields = tuple(layers.Field(name, _TYPES[type(value)], name, name) for name, value in rows[0][1].items())
    spec = layers.CollectionSpec(
        id=collection_id,
        title_vi=collection_id,
        title_en=collection_id,
        theme="planning",
        geometry_type=geometry_type,
        fields=fields,
    )
    now = clock.now()
    layers.define_collection(spec, by=WRITER, now=now)
    features = [
        layers.Feature(
            geometry=layers.transform_geometry(shape, source=CRS_NAME, target="EPSG:4326"), properties=values
        )
        for shape, values in rows
    ]
    layers.write_features(collection_id, features, mode="append", by=WRITER, reason="test", now=now)
