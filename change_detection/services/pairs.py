"""What a run compares, as the engine takes it: its grid, its two scenes as one source, and where its answers lie."""

from pathlib import Path

from affine import Affine
from rasterio.crs import CRS

from change_detection.engine.grid import Grid
from change_detection.engine.mosaic import BlockStore
from change_detection.engine.pair import PairSource
from change_detection.engine.radiometry import Radiometry
from change_detection.engine.registration import Registration
from change_detection.models import Run, Scene
from geo_server.core import storage


def grid_of(run: Run) -> Grid:
    """The grid that the two scenes are compared on."""
    return Grid(run.rows, run.cols, Affine(*run.transform), CRS.from_user_input(run.crs))


def source_of(run: Run) -> PairSource:
    """Both scenes, read as the plan of the run says: the same for every worker."""
    return PairSource(
        before=asset_path(run.before),
        after=asset_path(run.after),
        grid=grid_of(run),
        correction=Registration.from_dict(run.registration).correction if run.registration else None,
        before_mask=mask_path(run.before),
        after_mask=mask_path(run.after),
        matching=Radiometry.from_dict(run.radiometry) if run.radiometry else None,
    )


def store_of(run: Run) -> BlockStore:
    """The answers of the run's blocks."""
    return BlockStore(results_folder(run), grid_of(run))


def asset_path(scene: Scene) -> Path:
    """The COG of a scene on this machine."""
    return storage.path_of(scene.asset_key)


def mask_path(scene: Scene) -> Path | None:
    """The mask of clouds and shadows of a scene, None for a scene older than the masks."""
    return storage.path_of(scene.mask_key) if scene.mask_key else None


def results_folder(run: Run) -> Path:
    """Where the answers of a run's blocks lie."""
    return storage.path_of(f"runs/{run.pk}")
