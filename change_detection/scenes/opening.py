"""Open a picture with the one driver that its first bytes name, and no other: a VRT could name other files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rasterio
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader

from change_detection.engine.errors import UnreadableScene

from .errors import UnsupportedPicture, WrongBands
from .limits import SceneLimits

_MAGIC = (
    (b"II*\x00", "GTiff"),
    (b"MM\x00*", "GTiff"),
    (b"II+\x00", "GTiff"),
    (b"MM\x00+", "GTiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JP2OpenJPEG"),
    (b"\xff\x4f\xff\x51", "JP2OpenJPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_ZIP = b"PK"
_DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
CAREFUL = {
    "GDAL_CACHEMAX": 256,
    "GDAL_HTTP_TIMEOUT": 1,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
}
"""GDAL's settings while strangers' files are read: a small cache, sidecars of the same folder, no network."""


def is_zip(path: Path) -> bool:
    """Whether a file begins like a zip."""
    return _beginning(path).startswith(_ZIP)


def driver_of(path: Path) -> str | None:
    """The driver that reads a picture; None if it is none of ours."""
    beginning = _beginning(path)
    return next((driver for magic, driver in _MAGIC if beginning.startswith(magic)), None)


@contextmanager
def opened(path: Path, *, name: str, limits: SceneLimits) -> Iterator[DatasetReader]:
    """The picture, after a look at its size and its kind of values.

    Raises:
        UnsupportedPicture: none of GeoTIFF, JPEG 2000, PNG, JPEG.
        UnreadableScene: it cannot be opened, or reading it in the body fails.
        WrongBands: its values are complex numbers.
        TooLargeScene: more pixels or bands than are taken.
    """
    driver = driver_of(path)
    if driver is None:
        raise UnsupportedPicture(name)
    try:
        with rasterio.Env(**CAREFUL), rasterio.open(path, driver=driver) as dataset:
            limits.require("pixels", dataset.width * dataset.height, name)
            limits.require("bands", dataset.count, name)
            if not set(dataset.dtypes) <= set(_DTYPES):
                raise WrongBands(
                    name,
                    f"its values are {dataset.dtypes[0]}; a picture holds whole or real numbers.",
                    f"giá trị kiểu {dataset.dtypes[0]}; ảnh cần số nguyên hoặc số thực.",
                )
            yield dataset
    except RasterioError as error:
        raise UnreadableScene(name, _plain(error, path, name)) from error


def _plain(error: Exception, path: Path, name: str) -> str:
    """The library's words, with the name the sender knows instead of a path of this server."""
    return str(error).replace(str(path), name).replace(str(path.parent), "")


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)
