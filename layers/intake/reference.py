"""The CRS of a file: which one its definition means, and whether its coordinates can be in it."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from ..errors import CrsDoesNotFit, MissingCrs, UnknownCrs
from ..geometry import vn2000
from ..geometry.crs import CRS84, SUPPORTED_CRS, is_geographic, transform_geometry, transformer
from ..kinds import Extent

COUNTRY: Extent = (102.0, 6.0, 118.0, 24.0)
"""Vietnam with its islands, degrees: where a guess must come out."""


def named_crs(definition: str, *, file: str) -> str | CRS:
    """What a file's CRS definition means: a short name if the server speaks it, else a pyproj CRS.

    VN-2000 is recognised by its parameters too, because programs write it under many names.

    Raises:
        MissingCrs: PROJ cannot read the definition.
    """
    try:
        crs = CRS.from_user_input(definition)
    except CRSError as error:
        raise MissingCrs(
            file,
            "What it says about it cannot be understood: name the CRS yourself.",
            "Phần ghi hệ tọa độ không đọc được: hãy tự nêu hệ tọa độ.",
        ) from error
    code = crs.to_epsg(min_confidence=70) or _vn2000_code(crs)
    short = f"EPSG:{code}"
    if short in SUPPORTED_CRS:
        return short
    return CRS84 if _is_plain_wgs84(crs) else crs


def _is_plain_wgs84(crs: CRS) -> bool:
    return crs.is_geographic and crs.equals(CRS.from_epsg(4326), ignore_axis_order=True)


def _vn2000_code(crs: CRS) -> int | None:
    """The code of a 3° zone from its central meridian, if the datum is VN-2000 by its name."""
    base = crs.source_crs if crs.is_bound and crs.source_crs else crs
    operation = base.coordinate_operation
    words = (
        f"{base.name} {base.datum.name if base.datum else ''}".upper()
        .replace("_", "")
        .replace("-", "")
        .replace(" ", "")
    )
    if operation is None or "VN2000" not in words:
        return None
    values = {parameter.name: parameter.value for parameter in operation.params}
    scale = values.get("Scale factor at natural origin")
    meridian = values.get("Longitude of natural origin")
    if meridian is None or scale is None or not math.isclose(float(scale), 0.9999, abs_tol=1e-7):
        return None
    return next(
        (code for code, lon in vn2000.CENTRAL_MERIDIANS.items() if math.isclose(lon, float(meridian), abs_tol=1e-6)),
        None,
    )


def to_wgs84(crs: str | CRS) -> Callable[[Any], Any]:
    """A function that moves an array of geometries to WGS 84, longitude first."""
    if isinstance(crs, str):
        return lambda shapes: transform_geometry(shapes, source=crs, target=CRS84)
    step = Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)

    def move(points: Any) -> Any:
        return np.column_stack(step.transform(points[:, 0], points[:, 1]))

    return lambda shapes: shapely.transform(shapes, move)


def check_fit(bounds: Extent | None, crs: str | CRS, *, file: str) -> None:
    """Make sure that the coordinates of a file can be in its CRS.

    Args:
        bounds: minimum x, y, maximum x, y in the CRS; None for a file without places.
        crs: what `named_crs` made of it.
        file: name for the message.

    Raises:
        CrsDoesNotFit: with the CRS that would put them in Vietnam, where there is one.
    """
    if bounds is None or not all(map(math.isfinite, bounds)):
        return
    west, south, east, north = bounds
    in_degrees = -180 <= west and east <= 180 and -90 <= south and north <= 90
    geographic = is_geographic(crs) if isinstance(crs, str) else crs.is_geographic
    if in_degrees == geographic or bounds == (0, 0, 0, 0):
        return
    guess = guess_crs(bounds)
    span_en = f"{west:g} and {east:g} (x), {south:g} and {north:g} (y)"
    span_vi = f"{west:g} đến {east:g} (x), {south:g} đến {north:g} (y)"
    name = crs if isinstance(crs, str) else crs.name
    raise CrsDoesNotFit(
        f"{name} was given for {file}, but its coordinates lie between {span_en}."
        + (f" Is it {guess}?" if guess else " Name the right CRS."),
        f"{file} được ghi là {name}, nhưng tọa độ nằm trong khoảng {span_vi}."
        + (f" Có phải là {guess}?" if guess else " Hãy nêu đúng hệ tọa độ."),
    )


def guess_crs(bounds: Extent) -> str | None:
    """The CRS in which these bounds lie in Vietnam, the city's own zone first; None if none does."""
    west, south, east, north = bounds
    for crs in ("EPSG:4326", "EPSG:9210", "EPSG:3405", "EPSG:32648", "EPSG:3857"):
        x, y = (
            ([west, east], [south, north])
            if is_geographic(crs)
            else transformer(crs, CRS84)([west, east], [south, north])
        )
        if COUNTRY[0] <= min(x) and max(x) <= COUNTRY[2] and COUNTRY[1] <= min(y) and max(y) <= COUNTRY[3]:
            return f"{crs} (VN-2000 / TM-3 105°45')" if crs == "EPSG:9210" else crs
    return None


def sender_crs(text: str) -> str | CRS:
    """The CRS that the sender names: any that PROJ knows; raises UnknownCrs."""
    try:
        return named_crs(text, file="")
    except MissingCrs as error:
        raise UnknownCrs(text) from error
