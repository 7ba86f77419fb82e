"""The whole comparison of two scenes in one process; workers call the same steps block by block."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from change_detection.engine.blocks import BLOCK_PX, BlockResult, detect_block, detection_grid
from change_detection.engine.detector import Detector
from change_detection.engine.grid import Grid
from change_detection.engine.mosaic import assemble
from change_detection.engine.outline import Region, outline
from change_detection.engine.pictures import ByteArray
from change_detection.engine.quality import SceneQuality, measure_quality
from change_detection.engine.registration import Registration, measure_registration

MIN_AREA_M2 = 10.0


@dataclass(frozen=True)
class Detection:
    """What comparing two scenes gave.

    Attributes:
        grid: the pixels they were compared on.
        quality_before, quality_after: of the scenes.
        registration: how far they lie apart.
        probabilities: (3, rows, cols) of `grid`, 0 to 255: change, building before, building after.
        regions: the changed places, in the CRS of `grid`, largest first.
    """

    grid: Grid
    quality_before: SceneQuality
    quality_after: SceneQuality
    registration: Registration
    probabilities: ByteArray
    regions: list[Region]


def detect_changes(
    before_path: Path,
    after_path: Path,
    *,
    detector: Detector,
    threshold: float | None = None,
    min_area_m2: float = MIN_AREA_M2,
    block_px: int = BLOCK_PX,
    tell: Callable[[str], None] = lambda _: None,
) -> Detection:
    """Compare two scenes.

    Args:
        before_path: the earlier scene, a raster that GDAL reads, in any CRS.
        after_path: the later scene; compared is where the two overlap.
        detector: see `registry.load_detector`.
        threshold: probability from which a pixel counts as changed; the detector's own if left out.
        min_area_m2: smaller places are dropped.
        block_px: side of a block; the answer hardly depends on it.
        tell: receives lines of progress.

    Raises:
        UnreadableScene, NoPosition, NoOverlap: see the errors.
    """
    qualities = measure_quality(before_path), measure_quality(after_path)
    grid = detection_grid(before_path, after_path, detector.card)
    tell(f"{grid.rows} x {grid.cols} pixels of {grid.gsd_m:.2f} m")
    registration = measure_registration(before_path, after_path, grid)
    tell(f"the scenes lie {registration.residual_m:.2f} m apart, confidence {registration.confidence:.2f}")
    probabilities = assemble(_blocks(before_path, after_path, grid, detector, block_px, tell), grid)
    regions = outline(probabilities, grid, threshold=threshold or detector.card.threshold, min_area_m2=min_area_m2)
    tell(f"{len(regions)} changed places")
    return Detection(grid, *qualities, registration, probabilities, regions)


def _blocks(
    before_path: Path, after_path: Path, grid: Grid, detector: Detector, block_px: int, tell: Callable[[str], None]
) -> list[BlockResult]:
    windows = list(grid.blocks(block_px))
    results = []
    for number, window in enumerate(windows, start=1):
        results.append(detect_block(before_path, after_path, grid, window, detector))
        tell(f"block {number} of {len(windows)}")
    return results
