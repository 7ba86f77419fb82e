"""The coordinate reference systems the server speaks: names, axis order, SRIDs in PostGIS, transformations.

Inside the house coordinates are always x, y (east, north; longitude, latitude). Only at a door do EPSG:4326 and
EPSG:4756 put the latitude first: `axis_order` says when.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from geo_server.core import vn2000

CRS84 = "OGC:CRS84"
STORAGE_SRID = 4326
SUPPORTED_CRS: tuple[str, ...] = (
    CRS84,
    "EPSG:4326",
    "EPSG:3857",
    *(f"EPSG:{code}" for code in vn2000.CODES),
    "EPSG:32648",
)

FIRST_OWN_SRID = 900_000
"""PostGIS takes the row's own parameters only under an authority it does not know, so VN-2000 has SRIDs of its own."""

_SPELLINGS = (
    re.compile(r"^https?://www\.opengis\.net/def/crs/(?P<authority>EPSG|OGC)/[0-9.]+/(?P<code>[A-Za-z0-9]+)$"),
    re.compile(r"^urn:ogc:def:crs:(?P<authority>EPSG|OGC):[0-9.]*:(?P<code>[A-Za-z0-9]+)$"),
    re.compile(r"^\[?(?P<authority>EPSG|OGC):(?P<code>[A-Za-z0-9]+)\]?$", re.IGNORECASE),
)

Numbers = npt.NDArray[np.float64]


def find_crs(text: str) -> str | None:
    """The short name ("EPSG:9210") of a CRS written as URI, URN, CURIE or short name; None if it is not spoken here."""
    for spelling in _SPELLINGS:
        if match := spelling.match(text.strip()):
            name = f"{match['authority'].upper()}:{match['code'].upper()}"
            return name if name in SUPPORTED_CRS else None
    return None


def crs_uri(crs: str) -> str:
    """The URI of a CRS as OGC API writes it."""
    authority, code = crs.split(":")
    version = "1.3" if authority == "OGC" else "0"
    return f"http://www.opengis.net/def/crs/{authority}/{version}/{code}"


def axis_order(crs: str) -> Literal["xy", "yx"]:
    """Whether a door writes x or y first in this CRS."""
    return "yx" if crs in ("EPSG:4326", "EPSG:4756") else "xy"


def is_geographic(crs: str) -> bool:
    """True if its coordinates are degrees."""
    return crs in (CRS84, "EPSG:4326", "EPSG:4756")


def decimals(crs: str) -> int:
    """How many decimals its coordinates are written with: about a centimetre in degrees, a millimetre in metres."""
    return 7 if is_geographic(crs) else 3


def sql_srid(crs: str) -> int:
    """The SRID under which PostGIS knows this CRS here; VN-2000 under 900000 + EPSG code, pinned."""
    if crs == CRS84:
        return STORAGE_SRID
    code = int(crs.removeprefix("EPSG:"))
    return FIRST_OWN_SRID + code if code in vn2000.CODES else code


def proj_text(crs: str) -> str:
    """A definition that PROJ, GDAL and rasterio all take with the pinned transformation in it."""
    code = 4326 if crs == CRS84 else int(crs.removeprefix("EPSG:"))
    return vn2000.proj_text(code) if code in vn2000.CODES else f"EPSG:{code}"


@lru_cache(maxsize=256)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(
        CRS.from_user_input(proj_text(source)), CRS.from_user_input(proj_text(target)), always_xy=True
    )


def transformer(source: str, target: str) -> Callable[[Any, Any], tuple[Numbers, Numbers]]:
    """A function from x, y (arrays) in one CRS to x, y in the other; always x first, VN-2000 always pinned.

    Points that cannot be transformed come out as infinity.
    """
    step = _transformer(source, target)

    def transform(x: Any, y: Any) -> tuple[Numbers, Numbers]:
        east, north = step.transform(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        return np.asarray(east), np.asarray(north)

    return transform


def transform_geometry(shape: Any, *, source: str, target: str) -> Any:
    """Shapely geometries (one or an array) in another CRS, x first."""
    if sql_srid(source) == sql_srid(target):
        return shape
    move = transformer(source, target)

    def move_points(points: Numbers) -> Numbers:
        return np.column_stack(move(points[:, 0], points[:, 1]))

    return shapely.transform(shape, move_points)
