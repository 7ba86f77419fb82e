"""Measures a detector on labelled pairs: a folder with A/, B/ and label/, one raster of the same name in each."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.features import rasterize
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_geom
from shapely.geometry import mapping

from change_detection.engine.detector import CHANGE, Detector
from change_detection.engine.errors import NothingToEvaluate
from change_detection.engine.grid import Grid, native_grid
from change_detection.engine.outline import Region
from change_detection.engine.pictures import BoolArray, ByteArray
from change_detection.engine.pipeline import detect_changes
from change_detection.engine.evaluation.placing import has_place, placed
from change_detection.engine.evaluation.scores import Counts, Score, count, scores


@dataclass(frozen=True)
class Evaluation:
    """Figures of one detector on one set of scenes.

    Attributes:
        model_id, model_sha256, threshold: what was measured.
        scenes: counts by scene, of the polygons as they are delivered.
        polygons: figures of the delivered polygons, rasterised on the label's grid.
        pixels: figures of the bare probabilities at the threshold.
    """

    model_id: str
    model_sha256: str
    threshold: float
    scenes: dict[str, Counts]
    polygons: dict[str, Score]
    pixels: dict[str, Score]

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return asdict(self)

    def as_table(self) -> str:
        """Lines for a terminal: figure, 95 % interval."""
        head = f"{self.model_id} at {self.threshold:.2f}, {len(self.scenes)} scenes"
        lines = [head, f"{'':26}{'polygons':^24}{'probabilities':^24}"]
        for name in self.polygons:
            lines.append(f"{name:26}{_figure(self.polygons[name]):^24}{_figure(self.pixels[name]):^24}")
        return "\n".join(lines)


def evaluate(
    folder: Path,
    names: Sequence[str],
    detector: Detector,
    *,
    threshold: float | None = None,
    gsd_m: float | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Run the whole chain on labelled pairs and count.

    Args:
        folder: holds A/, B/ and label/.
        names: file names without the suffix .tif.
        detector: what is measured.
        threshold: the detector's own if left out.
        gsd_m: side of a pixel, for sets whose pictures do not say where they lie.
        tell: receives a line per scene.

    Raises:
        NothingToEvaluate: no names, or a raster is missing.
        NoPosition: a picture does not say where it lies, and no `gsd_m` was given.
    """
    if not names:
        raise NothingToEvaluate(folder.name, "no scene was named")
    chosen = threshold or detector.card.threshold
    delivered, bare = {}, []
    for name in names:
        files = [folder / part / f"{name}.tif" for part in ("A", "B", "label")]
        for file in files:
            if not file.exists():
                raise NothingToEvaluate(folder.name, f"{file.parent.name}/{file.name} is missing")
        polygons, pixels = _counts(files, detector, chosen, gsd_m)
        delivered[name] = polygons
        bare.append(pixels)
        tell(f"{name}: {scores([polygons])['pixel_f1'].value:.4f}")
    return Evaluation(
        detector.card.id,
        detector.card.sha256,
        chosen,
        delivered,
        scores(list(delivered.values())),
        scores(bare),
    )


def _counts(files: Sequence[Path], detector: Detector, threshold: float, gsd_m: float | None) -> tuple[Counts, Counts]:
    """Counts of one pair, put somewhere first if it lies nowhere."""
    if gsd_m is None or all(has_place(file) for file in files):
        return _counts_on_label(files, detector, threshold)
    with TemporaryDirectory() as folder:
        return _counts_on_label([placed(file, Path(folder), gsd_m=gsd_m) for file in files], detector, threshold)


def _counts_on_label(files: Sequence[Path], detector: Detector, threshold: float) -> tuple[Counts, Counts]:
    """Counts of the polygons and of the probabilities of one pair, both on the grid of its label."""
    before, after, label = files
    with TemporaryDirectory() as folder:
        detection = detect_changes(before, after, detector=detector, folder=Path(folder), threshold=threshold)
        change = detection.probabilities.read(detection.grid.whole)[CHANGE]
    grid = native_grid(label)
    with rasterio.open(label) as dataset:
        true = dataset.read(1) > 0
    found = _burnt(detection.regions, detection.grid, grid)
    likely = _resampled(change, detection.grid, grid) >= threshold * 255.0
    area = grid.pixel_area_m2
    return count(found, true, pixel_area_m2=area), count(likely, true, pixel_area_m2=area)


def _burnt(regions: Sequence[Region], source: Grid, target: Grid) -> BoolArray:
    """True where a polygon covers the pixel's middle."""
    if not regions:
        return np.zeros(target.shape, bool)
    geometries = [transform_geom(source.crs, target.crs, mapping(region.polygon)) for region in regions]
    burnt = rasterize(geometries, out_shape=target.shape, transform=target.transform, dtype="uint8")
    return np.asarray(burnt > 0)


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


def _figure(score: Score) -> str:
    return f"{score.value:.4f} [{score.low:.3f}, {score.high:.3f}]"
