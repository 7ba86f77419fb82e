"""One labelled pair: what the chain delivers and what is true, on the pixels of the label."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.features import rasterize
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_geom
from shapely.geometry import mapping

from change_detection.engine.classify import ChangeClass
from change_detection.engine.detector import CHANGE, Detector
from change_detection.engine.errors import NothingToEvaluate
from change_detection.engine.evaluation.placing import has_place, placed
from change_detection.engine.evaluation.scores import Counts, count
from change_detection.engine.grid import Grid, native_grid
from change_detection.engine.outline import Region
from change_detection.engine.pictures import BoolArray, ByteArray, read_picture
from change_detection.engine.pipeline import detect_changes

PARTS = ("A", "B", "label")


@dataclass(frozen=True)
class Comparison:
    """What one pair gave; all arrays are (rows, cols) on the grid of the label.

    Attributes:
        name: of the pair.
        before, after: RGB, (rows, cols, 3).
        grid: of the label.
        true: changed by the label.
        found: covered by the delivered polygons.
        likely: probabilities at or above the threshold.
        regions: the delivered polygons, and `labels`, the number of the polygon (from 1) over each pixel.
    """

    name: str
    before: ByteArray
    after: ByteArray
    grid: Grid
    true: BoolArray
    found: BoolArray
    likely: BoolArray
    regions: Sequence[Region]
    labels: np.ndarray[tuple[int, ...], np.dtype[np.int32]]

    def polygon_counts(self) -> Counts:
        """What is right and wrong of the delivered polygons."""
        return count(self.found, self.true, pixel_area_m2=self.grid.pixel_area_m2)

    def pixel_counts(self) -> Counts:
        """What is right and wrong of the bare probabilities."""
        return count(self.likely, self.true, pixel_area_m2=self.grid.pixel_area_m2)


def compare_pair(
    folder: Path,
    name: str,
    detector: Detector,
    *,
    threshold: float,
    gsd_m: float | None = None,
    without: Collection[ChangeClass] = (),
) -> Comparison:
    """Run the whole chain on one pair.

    Args:
        folder: holds A/, B/ and label/, with one raster `name`.tif in each.
        name: of the pair.
        detector: what is measured.
        threshold: probability from which a pixel counts as changed.
        gsd_m: side of a pixel, for pictures that do not say where they lie.
        without: polygons that say one of these classes are left out, because the label holds no such thing.

    Raises:
        NothingToEvaluate: a raster is missing.
        NoPosition: a picture does not say where it lies, and no `gsd_m` was given.
    """
    files = [folder / part / f"{name}.tif" for part in PARTS]
    for file in files:
        if not file.exists():
            raise NothingToEvaluate(folder.name, f"{file.parent.name}/{file.name} is missing")
    with TemporaryDirectory() as work:
        if gsd_m is not None and not all(has_place(file) for file in files):
            files = [placed(file, Path(work), gsd_m=gsd_m) for file in files]
        return _compared(name, files, detector, threshold, Path(work), without)


def _compared(
    name: str,
    files: Sequence[Path],
    detector: Detector,
    threshold: float,
    work: Path,
    without: Collection[ChangeClass],
) -> Comparison:
    before, after, label = files
    detection = detect_changes(before, after, detector=detector, folder=work / "blocks", threshold=threshold)
    change = detection.probabilities.read(detection.grid.whole)[CHANGE]
    grid = native_grid(label)
    with rasterio.open(label) as dataset:
        true = dataset.read(1) > 0
    regions = [region for region in detection.regions if region.change_class not in without]
    labels = _numbered(regions, detection.grid, grid)
    return Comparison(
        name,
        read_picture(before, grid).rgb,
        read_picture(after, grid).rgb,
        grid,
        true,
        labels > 0,
        _resampled(change, detection.grid, grid) >= threshold * 255.0,
        regions,
        labels,
    )


def _numbered(regions: Sequence[Region], source: Grid, target: Grid) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """The number of the polygon over the middle of each pixel, from 1; zero where there is none."""
    if not regions:
        return np.zeros(target.shape, np.int32)
    geometries = [transform_geom(source.crs, target.crs, mapping(region.polygon)) for region in regions]
    numbered = [(geometry, number) for number, geometry in enumerate(geometries, start=1)]
    burnt = rasterize(numbered, out_shape=target.shape, transform=target.transform, dtype="int32")
    return np.asarray(burnt, dtype=np.int32)


def _resampled(plane: ByteArray, source: Grid, target: Grid) -> ByteArray:
    """One map on another grid; unchanged where the grids are one."""
    if source == target:
        return plane
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 1, "crs": source.crs, "transform": source.transform}
    with rasterio.MemoryFile() as memory:
        with memory.open(width=source.cols, height=source.rows, **profile) as dataset:
            dataset.write(plane, 1)
        with (
            memory.open() as dataset,
            WarpedVRT(
                dataset,
                crs=target.crs,
                transform=target.transform,
                width=target.cols,
                height=target.rows,
                resampling=Resampling.bilinear,
            ) as warped,
        ):
            return np.asarray(warped.read(1), dtype=np.uint8)
