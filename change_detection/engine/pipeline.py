"""The whole comparison of two scenes in one process; workers call the same steps block by block."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import rasterio

from change_detection.engine.ahead import ahead
from change_detection.engine.blocks import detect_blocks, detection_grid
from change_detection.engine.detector import Detector
from change_detection.engine.disk import telling_when_full
from change_detection.engine.grid import Grid
from change_detection.engine.mosaic import BlockStore
from change_detection.engine.outline import Region, outline
from change_detection.engine.pair import PairSource
from change_detection.engine.quality import SceneQuality, measure_quality
from change_detection.engine.radiometry import measure_radiometry
from change_detection.engine.registration import Gate, Registration, measure_registration

MIN_AREA_M2 = 10.0
GDAL_CACHE_BYTES = 64 << 20
"""By itself GDAL keeps a twentieth of the machine's memory; tiles only share their margins."""


@dataclass(frozen=True)
class Detection:
    """What comparing two scenes gave.

    Attributes:
        grid: the pixels they were compared on.
        quality_before, quality_after: of the scenes.
        registration: how far they lie apart.
        probabilities: of the whole grid, read by windows; they lie in the folder that was given.
        regions: the changed places, in the CRS of `grid`, largest first.
    """

    grid: Grid
    quality_before: SceneQuality
    quality_after: SceneQuality
    registration: Registration
    probabilities: BlockStore
    regions: list[Region]


def detect_changes(
    before_path: Path,
    after_path: Path,
    *,
    detector: Detector,
    folder: Path,
    threshold: float | None = None,
    min_area_m2: float = MIN_AREA_M2,
    correct: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Detection:
    """Compare two scenes.

    Args:
        before_path: the earlier scene, a raster that GDAL reads, in any CRS.
        after_path: the later scene; compared is where the two overlap.
        detector: see `registry.load_detector`.
        folder: keeps the answers of the blocks, apart for other scenes, models and corrections; those that are there
            already are not computed again.
        threshold: probability from which a pixel counts as changed; the detector's own if left out.
        min_area_m2: smaller places are dropped.
        correct: bring scenes that lie apart together; what is found then lies where the later scene shows it.
        tell: receives lines of progress.

    Raises:
        UnreadableScene, NoPosition, NoOverlap, DiskFull: see the errors; the blocks done so far are kept.
    """
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        before, after = ahead(measure_quality, (before_path, after_path), at_once=2)
        grid = detection_grid(before_path, after_path, detector.card)
        tell(f"{grid.rows} x {grid.cols} pixels of {grid.gsd_m:.2f} m")
        with ThreadPoolExecutor(1) as beside:
            light = beside.submit(measure_radiometry, before_path, after_path)
            registration = measure_registration(before_path, after_path, grid, correct=correct)
        tell(_fit(registration))
        source = PairSource(before_path, after_path, grid, correction=registration.correction, matching=light.result())
        store = BlockStore(folder / _fingerprint(source, detector), grid)
        _fill(store, source, detector, tell)
        card = detector.card
        regions = outline(
            store, threshold=threshold or card.threshold, min_area_m2=min_area_m2, min_score=card.min_score
        )
        tell(f"{len(regions)} changed places")
        return Detection(grid, before, after, registration, store, regions)


def _fit(registration: Registration) -> str:
    """A line about how well the scenes fit."""
    if registration.gate == Gate.UNKNOWN:
        return "how far the scenes lie apart is unknown: too little of the ground stayed as it was"
    found = f"the scenes lie {registration.found_m:.2f} m apart, {registration.limit_m:.2f} m may be"
    left = f"; brought together, {registration.residual_m:.2f} m are left" if registration.correction else ""
    return f"{found}{left}: {registration.gate}"


def _fill(store: BlockStore, source: PairSource, detector: Detector, tell: Callable[[str], None]) -> None:
    """Compute the blocks that the store lacks."""
    missing = store.missing()
    for number, result in enumerate(detect_blocks(source, missing, detector), start=1):
        with telling_when_full(store.folder.parent):
            store.put(result)
        tell(f"block {number} of {len(missing)}")


def _fingerprint(source: PairSource, detector: Detector) -> str:
    """A name for all that decides the answers of blocks."""
    files = [
        (str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in (source.before, source.after)
    ]
    decides = (
        files,
        detector.card.sha256,
        source.grid.shape,
        source.grid.transform,
        source.correction,
        source.matching,
    )
    return hashlib.sha256(repr(decides).encode()).hexdigest()[:16]
