"""Writes changed places as a GeoPackage that any GIS opens: polygons in EPSG:4326 with area, score and kind."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import shapely
from shapely import Polygon

from change_detection.engine.disk import telling_when_full
from change_detection.engine.errors import DiskFull
from change_detection.engine.grid import Grid, pinned
from change_detection.engine.outline import Region

LAYER = "changes"


def write_geopackage(
    regions: Sequence[Region], grid: Grid, path: Path, *, before: date | None = None, after: date | None = None
) -> None:
    """Write a layer `changes`; an existing file is replaced once the new one is whole.

    Args:
        regions: in the CRS of `grid`; none gives an empty layer.
        grid: the grid they were found on.
        path: ends in .gpkg.
        before: acquisition date of the earlier scene, if known.
        after: acquisition date of the later scene, if known.

    Raises:
        DiskFull: an existing file is as it was.

    Fields: area_m2 (on the ellipsoid), score (0 to 1), change_class, date_before, date_after.
    """
    polygons = to_wgs84([region.polygon for region in regions], grid)
    columns = {
        "area_m2": np.array([round(region.area_m2, 2) for region in regions], dtype=np.float64),
        "score": np.array([round(region.score, 4) for region in regions], dtype=np.float64),
        "change_class": np.array([region.change_class.value for region in regions], dtype=object),
        "date_before": np.array([before.isoformat() if before else None] * len(regions), dtype=object),
        "date_after": np.array([after.isoformat() if after else None] * len(regions), dtype=object),
    }
    whole = BytesIO()  # GDAL does not always tell of a full disk; Python does
    pyogrio.raw.write(
        whole,
        geometry=np.array(shapely.to_wkb(polygons), dtype=object),
        field_data=list(columns.values()),
        fields=list(columns),
        layer=LAYER,
        driver="GPKG",
        geometry_type="Polygon",
        crs="EPSG:4326",
    )
    partial = path.with_name(f".{path.stem}.partial.gpkg")
    try:
        with telling_when_full(path.parent):
            partial.write_bytes(whole.getbuffer())
    except DiskFull:
        partial.unlink()
        raise
    partial.replace(path)


def to_wgs84(polygons: Sequence[Polygon], grid: Grid) -> list[Polygon]:
    """Polygons of the grid's CRS in longitude and latitude of WGS 84; VN-2000 by its official shift."""
    if grid.crs.to_epsg() == 4326:
        return list(polygons)
    source = pyproj.CRS.from_wkt(pinned(grid.crs).to_wkt())
    transformer = pyproj.Transformer.from_crs(source, "EPSG:4326", always_xy=True)
    return list(
        shapely.transform(np.asarray(polygons, dtype=object), lambda xy: np.column_stack(transformer.transform(*xy.T)))
    )
