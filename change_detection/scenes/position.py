"""Where a picture lies: by its own tags, by control points, or by a world file and a CRS; north up afterwards."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import rasterio
import rasterio.shutil
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import CRSError
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT

from change_detection.engine.errors import NoPosition

from .errors import WrongPlace
from .parts import NAMED_CRS, POINT_FILES, WORLD_FILES, Parts
from .points import check_points, read_points


@dataclass(frozen=True)
class Placed:
    """A picture that lies somewhere.

    Attributes:
        dataset: the picture itself, or a view of it.
        used: sidecars that the place was taken from.
        crs_said: the CRS that the sender named, if it was needed; else empty.
        misses_px: how far its control points are from a plane; None without control points.
    """

    dataset: DatasetReader | WarpedVRT
    used: tuple[Path, ...] = ()
    crs_said: str = ""
    misses_px: float | None = None


@contextmanager
def placed(dataset: DatasetReader, parts: Parts, *, crs: str, work: Path) -> Iterator[Placed]:
    """The picture at its place.

    Args:
        dataset: the picture as it was opened.
        parts: with the sidecars.
        crs: what the sender says, for a picture that does not name its CRS.
        work: folder for a small view file.

    Raises:
        NoPosition: nothing says where it lies, or in which CRS.
        WrongPoints: control points that do not fit.
        WrongPlace: the CRS that was named is none.
    """
    if dataset.crs is not None and not dataset.transform.is_identity:
        yield Placed(dataset)
    elif dataset.gcps[0] and dataset.gcps[1] is not None:
        misses_px = check_points(dataset.gcps[0], name=parts.name, diagonal_px=_diagonal(dataset))
        with WarpedVRT(dataset, resampling=Resampling.cubic, add_alpha=_needs_alpha(dataset)) as view:
            yield Placed(view, misses_px=misses_px)
    elif points := parts.find(*POINT_FILES):
        with _by_points(dataset, points, parts, crs=crs, work=work) as found:
            yield found
    elif not dataset.transform.is_identity:
        with _by_world_file(dataset, parts, crs=crs) as found:
            yield found
    else:
        raise NoPosition(parts.name)


@contextmanager
def _by_points(dataset: DatasetReader, points: Path, parts: Parts, *, crs: str, work: Path) -> Iterator[Placed]:
    found, named = read_points(points, name=parts.name)
    misses_px = check_points(found, name=parts.name, diagonal_px=_diagonal(dataset))
    ground = _crs(named or crs, parts.name)
    with _with_points(dataset, found, ground, work=work) as pointed:
        with WarpedVRT(pointed, resampling=Resampling.cubic, add_alpha=_needs_alpha(dataset)) as view:
            yield Placed(view, (points,), "" if named else crs, misses_px)


@contextmanager
def _with_points(
    dataset: DatasetReader, points: list[GroundControlPoint], crs: CRS, *, work: Path
) -> Iterator[DatasetReader]:
    view = work / "pointed.vrt"
    rasterio.shutil.copy(dataset, str(view), driver="VRT")
    with rasterio.open(view, "r+", driver="VRT") as pointed:
        pointed.gcps = (points, crs)
    with rasterio.open(view, driver="VRT") as pointed:
        yield pointed


@contextmanager
def _by_world_file(dataset: DatasetReader, parts: Parts, *, crs: str) -> Iterator[Placed]:
    """GDAL has read the world file; only the CRS is missing."""
    beside = parts.find(*NAMED_CRS)
    ground = _crs(beside.read_text("utf-8", errors="replace") if beside else crs, parts.name)
    same = {"transform": dataset.transform, "width": dataset.width, "height": dataset.height}
    used = tuple(path for path in (parts.find(*WORLD_FILES), beside) if path is not None)
    with WarpedVRT(
        dataset, src_crs=ground, crs=ground, src_transform=dataset.transform, **same, add_alpha=_needs_alpha(dataset)
    ) as view:
        yield Placed(view, used, "" if beside else crs)


def _crs(text: str, name: str) -> CRS:
    if not text.strip():
        raise NoPosition(name)
    try:
        crs = CRS.from_user_input(text.strip())
    except CRSError as error:
        raise WrongPlace(
            name,
            f"'{text.strip()[:60]}' is no CRS that is known here. Name it by its code, for example EPSG:9210.",
            f"'{text.strip()[:60]}' không phải hệ tọa độ đã biết. Hãy ghi bằng mã, ví dụ EPSG:9210.",
        ) from error
    return crs


def _needs_alpha(dataset: DatasetReader) -> bool:
    """A turned picture has empty corners; one without no-data gets a band that says so."""
    return dataset.nodata is None and ColorInterp.alpha not in dataset.colorinterp


def _diagonal(dataset: DatasetReader) -> float:
    return math.hypot(dataset.width, dataset.height)
