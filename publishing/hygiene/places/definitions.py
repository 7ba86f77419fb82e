"""What a file's definition of its reference system means; VN-2000 under all the names that programs give it."""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.api import CRS84, SUPPORTED_CRS, proj_text

Shift = Literal["", "official", "missing", "flipped", "other"]
_TOWGS84 = re.compile(r'TOWGS84\[([^\]]*)\]|"?\+?towgs84=([-+0-9.,eE ]+)', re.IGNORECASE)
_TRANSLATION_M, _ROTATION = 0.05, 1e-4
VN2000_SCALE_3, VN2000_SCALE_6 = 0.9999, 0.9996
WGS84_AXIS_M = 6378137.0


@dataclass(frozen=True)
class Definition:
    """A reference system as a file gives it.

    Attributes:
        crs: short name ("EPSG:9210"), else a text that PROJ takes; "" if there is none or it cannot be read.
        called: what the file calls it.
        shift: of VN-2000: whether its own shift to WGS 84 is the official one; "" for other systems.
        guessed: the datum says WGS 84, only projection and scale are those of VN-2000.
    """

    crs: str
    called: str = ""
    shift: Shift = ""
    guessed: bool = False


@cache
def zones() -> dict[str, float]:
    """The 3° zones of VN-2000 that the server speaks: name to central meridian."""
    texts = {crs: proj_text(crs) for crs in SUPPORTED_CRS if "+proj=tmerc" in proj_text(crs)}
    return {crs: float(_parameter(text, "lon_0")) for crs, text in texts.items()}


@cache
def utm_zones() -> dict[str, float]:
    """The 6° zones of VN-2000 that the server speaks: name to central meridian."""
    texts = {crs: proj_text(crs) for crs in SUPPORTED_CRS if "+proj=utm" in proj_text(crs)}
    return {crs: int(_parameter(text, "zone")) * 6.0 - 183 for crs, text in texts.items()}


def _parameter(text: str, name: str) -> str:
    return text.partition(f"+{name}=")[2].split()[0]


@cache
def understand(text: str) -> Definition:
    """What a definition means; a system that PROJ cannot read has crs ""."""
    if not text.strip():
        return Definition("")
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return Definition("", text[:80])
    called = (crs.source_crs.name if crs.is_bound and crs.source_crs else crs.name) or text[:80]
    code = crs.to_epsg(min_confidence=70)
    if f"EPSG:{code}" in SUPPORTED_CRS:
        return Definition(f"EPSG:{code}", called, _shift(text) if _says_vn2000(crs) else "")
    if vn2000 := _vn2000(crs):
        return Definition(vn2000, called, _shift(text), guessed=not _says_vn2000(crs))
    if crs.is_geographic and crs.equals(CRS.from_epsg(4326), ignore_axis_order=True):
        return Definition(CRS84, called)
    return Definition(f"EPSG:{code}" if code else text, called)


def _says_vn2000(crs: CRS) -> bool:
    base = crs.source_crs if crs.is_bound and crs.source_crs else crs
    words = re.sub(r"[-_ ]", "", f"{base.name} {base.datum.name if base.datum else ''}".upper())
    return "VN2000" in words or "VIETNAM2000" in words


def _vn2000(crs: CRS) -> str:
    """The zone of VN-2000 by its parameters; "" if it is none.

    A transverse Mercator with the scale 0.9999 on the ellipsoid of WGS 84, about a meridian of a province, is VN-2000
    whatever its datum is called: programs that did not know the datum were given WGS 84 for it.
    """
    base = crs.source_crs if crs.is_bound and crs.source_crs else crs
    if base.ellipsoid is None or not math.isclose(base.ellipsoid.semi_major_metre, WGS84_AXIS_M):
        return ""
    if base.is_geographic:
        return "EPSG:4756" if _says_vn2000(crs) else ""
    if base.coordinate_operation is None or base.coordinate_operation.method_name != "Transverse Mercator":
        return ""
    values = {parameter.name: float(parameter.value) for parameter in base.coordinate_operation.params}
    meridian, scale = values["Longitude of natural origin"], values["Scale factor at natural origin"]
    return _zone(meridian, scale, values, says=_says_vn2000(crs))


def _zone(meridian: float, scale: float, values: dict[str, float], *, says: bool) -> str:
    usual = math.isclose(values["False easting"], 500_000) and math.isclose(values["False northing"], 0, abs_tol=1e-6)
    known = zones() if math.isclose(scale, VN2000_SCALE_3, abs_tol=1e-7) else {}
    if math.isclose(scale, VN2000_SCALE_6, abs_tol=1e-7) and says:
        known = utm_zones()
    if usual:
        for crs, about in known.items():
            if math.isclose(about, meridian, abs_tol=1e-6):
                return crs
    if not says:
        return ""
    shift = proj_text("EPSG:4756").removeprefix("+proj=longlat ")
    east, north = values["False easting"], values["False northing"]
    return f"+proj=tmerc +lat_0=0 +lon_0={meridian:g} +k={scale:g} +x_0={east:g} +y_0={north:g} +units=m {shift}"


def _shift(text: str) -> Shift:
    """Whether a definition carries the official shift to WGS 84, with its signs as they should be."""
    if re.fullmatch(r"\s*EPSG:\d+\s*", text):
        return "official"
    found = _TOWGS84.search(text)
    if found is None:
        return "missing"
    try:
        own = [float(number) for number in (found[1] or found[2]).split(",")]
    except ValueError:
        return "other"
    official = [float(number) for number in _parameter(proj_text("EPSG:4756"), "towgs84").split(",")]
    if not any(own):
        return "missing"
    if len(own) != len(official) or not _close(own[:3], official[:3], _TRANSLATION_M):
        return "other"
    if _close(own[3:6], official[3:6], _ROTATION):
        return "official"
    return "flipped" if _close([-rotation for rotation in own[3:6]], official[3:6], _ROTATION) else "other"


def _close(some: list[float], others: list[float], tolerance: float) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(some, others, strict=True))
