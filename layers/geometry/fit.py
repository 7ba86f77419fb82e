"""Whether coordinates can be in the reference system that somebody names for them."""

import math

from ..errors import CrsDoesNotFit
from ..kinds import Extent
from .crs import CRS84, is_geographic, transformer

COUNTRY: Extent = (102.0, 6.0, 118.0, 24.0)
"""Vietnam with its islands, degrees: where a guess must come out."""


def check_fit(bounds: Extent, crs: str, *, file: str) -> None:
    """Make sure that coordinates can be in a CRS.

    Args:
        bounds: minimum x, y, maximum x, y in the CRS.
        crs: short name of a system that the server speaks.
        file: what they come from, for the message.

    Raises:
        CrsDoesNotFit: with the CRS that would put them in Vietnam, where there is one.
    """
    if not all(map(math.isfinite, bounds)):
        return
    west, south, east, north = bounds
    in_degrees = -180 <= west and east <= 180 and -90 <= south and north <= 90
    if in_degrees == is_geographic(crs) or bounds == (0, 0, 0, 0):
        return
    guess = guess_crs(bounds)
    span_en = f"{west:g} and {east:g} (x), {south:g} and {north:g} (y)"
    span_vi = f"{west:g} đến {east:g} (x), {south:g} đến {north:g} (y)"
    raise CrsDoesNotFit(
        f"{crs} was given for {file}, but its coordinates lie between {span_en}."
        + (f" Is it {guess}?" if guess else " Name the right CRS."),
        f"{file} được ghi là {crs}, nhưng tọa độ nằm trong khoảng {span_vi}."
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
