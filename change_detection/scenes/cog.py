"""The COG that is kept of a picture: red, green, blue in its own bit depth, without loss, with overviews."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from rio_cogeo.cogeo import cog_translate, cog_validate
from rio_cogeo.profiles import cog_profiles

from change_detection.engine.pictures import STRETCH_HIGH, STRETCH_LOW, Stretch

from .bands import Colours
from .opening import CAREFUL

_PALETTE_BLOCK = 1024
_DISK_WORDS = ("no space left", "write error", "file too large", "disk quota")


def copy_if_cog(picture: Path, dataset: DatasetReader, colours: Colours, target: Path) -> bool:
    """Copy a picture that is what is kept already: a COG of three bands of bytes, with overviews. Else False."""
    plain = dataset.count == 3 and colours.indexes == (1, 2, 3) and set(dataset.dtypes) == {"uint8"}
    if not (plain and dataset.driver == "GTiff" and cog_validate(picture, strict=True, quiet=True)[0]):
        return False
    shutil.copyfile(picture, target)
    return True


def write_cog(
    source: DatasetReader | WarpedVRT, target: Path, *, colours: Colours, stretch: Stretch | None, work: Path
) -> None:
    """Write the colours of a picture as a COG; the stretch of more than eight bits goes into its tags.

    Raises:
        RasterioError: the pixels cannot be read to the end.
        OSError: the disk is full.
    """
    profile = cog_profiles.get("deflate")  # type: ignore[no-untyped-call]
    real = np.dtype(source.dtypes[0]).kind == "f"
    profile.update(predictor=3 if real else 2, BIGTIFF="IF_SAFER", photometric="RGB")
    tags = {} if stretch is None else {STRETCH_LOW: _numbers(stretch.low), STRETCH_HIGH: _numbers(stretch.high)}
    if colours.palette is not None:
        with rasterio.open(_without_palette(source, colours.palette, work)) as plain:
            _translate(plain, target, profile, (1, 2, 3), tags)
    else:
        with _without_empty_points(source) as plain:
            _translate(plain, target, profile, colours.indexes, tags)


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of Python or GDAL means that nothing more can be written."""
    told: BaseException | None = error
    while told is not None:
        if isinstance(told, OSError) and told.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            return True
        if any(words in str(told).lower() for words in _DISK_WORDS):
            return True
        told = told.__cause__ or told.__context__
    return False


def _translate(
    source: DatasetReader | WarpedVRT,
    target: Path,
    profile: dict[str, object],
    indexes: tuple[int, int, int],
    tags: dict[str, str],
) -> None:
    """Resampled overviews are averages, so that nothing flickers; the mask lies inside the file."""
    has_mask = source.nodata is None and (
        ColorInterp.alpha in source.colorinterp
        or any(MaskFlags.per_dataset in flags for flags in source.mask_flag_enums)
    )
    cog_translate(
        source,
        target,
        profile,
        indexes=indexes,
        dtype="float32" if source.dtypes[0] == "float64" else source.dtypes[0],
        add_mask=has_mask,
        overview_resampling="average",
        in_memory=False,
        config=CAREFUL | {"GDAL_TIFF_INTERNAL_MASK": True},
        additional_cog_metadata=tags,
        quiet=True,
    )


@contextmanager
def _without_empty_points(source: DatasetReader | WarpedVRT) -> Iterator[DatasetReader | WarpedVRT]:
    """The picture as rio-cogeo takes it: a JPEG 2000 names a CRS of points that it does not have."""
    if not (isinstance(source, DatasetReader) and source.gcps[1] is not None and not source.gcps[0]):
        yield source
        return
    with WarpedVRT(
        source, crs=source.crs, transform=source.transform, width=source.width, height=source.height
    ) as view:
        yield view


def _without_palette(source: DatasetReader | WarpedVRT, palette: dict[int, tuple[int, ...]], work: Path) -> Path:
    """The picture with its colours instead of their numbers, in a file of the folder `work`."""
    table = np.zeros((256, 3), np.uint8)
    for value, colour in palette.items():
        table[value] = colour[:3]
    target = work / "colours.tif"
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": source.width, "height": source.height}
    with rasterio.open(
        target, "w", **profile, crs=source.crs, transform=source.transform, tiled=True, compress="deflate"
    ) as plain:
        for row in range(0, source.height, _PALETTE_BLOCK):
            for col in range(0, source.width, _PALETTE_BLOCK):
                window = Window(
                    col, row, min(_PALETTE_BLOCK, source.width - col), min(_PALETTE_BLOCK, source.height - row)
                )
                plain.write(np.moveaxis(table[source.read(1, window=window)], -1, 0), window=window)
    return target


def _numbers(values: tuple[float, ...]) -> str:
    return ",".join(f"{value:.6g}" for value in values)
