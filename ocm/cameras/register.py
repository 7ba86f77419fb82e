"""Clean the city's register of traffic cameras: what is no camera, or stands elsewhere, is reported and left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely

from geo_server.core.errors import Fault
from layers.api import Feature

from .rows import CameraRow

FindWard = Callable[[float, float], str | None]


@dataclass(frozen=True)
class CleanedRegister:
    """The good rows of a register, and a fault for each row that was left out, in the order of the file."""

    rows: tuple[CameraRow, ...]
    faults: tuple[Fault, ...]


def clean_register(features: Iterable[Feature], *, owner: str, find_ward: FindWard) -> CleanedRegister:
    """Sort the features of the register into cameras and faults.

    Args:
        features: points with id, code, name, ptz and status, read by `layers.open_file`.
        owner: organisation that answers for the cameras; the register does not name it.
        find_ward: longitude, latitude to the code of the unit of today, None outside the city.

    Returns:
        Of cameras with the same code the first one is kept, whichever place the others claim.
    """
    rows: dict[str, CameraRow] = {}
    faults = []
    for feature in features:
        fault = _empty(feature) or _repeated(feature, rows)
        ward = None if fault else find_ward(*_place(feature))
        if ward:
            rows[_code(feature)] = _row(feature, owner=owner, ward=ward)
        else:
            faults.append(fault or _outside(feature))
    return CleanedRegister(tuple(rows.values()), tuple(faults))


def _code(feature: Feature) -> str:
    return str(feature.properties.get("code") or "").strip()


def _place(feature: Feature) -> tuple[float, float]:
    """Longitude and latitude of a row that has a place."""
    [[x, y]] = shapely.get_coordinates(feature.geometry)
    return float(x), float(y)


def _where(feature: Feature) -> str:
    return f"id {feature.properties.get('id')}"


def _empty(feature: Feature) -> Fault | None:
    if _code(feature) and feature.geometry is not None and feature.properties.get("status") == "success":
        return None
    return Fault(
        _where(feature),
        "The row was not read from its source (no code, no place or status 'error'). Fetch it again.",
        "Dòng này không lấy được từ nguồn (thiếu mã, thiếu vị trí hoặc trạng thái 'error'). Hãy lấy lại.",
    )


def _repeated(feature: Feature, rows: dict[str, CameraRow]) -> Fault | None:
    code = _code(feature)
    if code not in rows:
        return None
    return Fault(
        _where(feature),
        f"Camera '{code}' is in the register twice; the first row was kept.",
        f"Camera '{code}' có hai dòng trong danh mục; chỉ giữ dòng đầu.",
    )


def _outside(feature: Feature) -> Fault:
    code, (x, y) = _code(feature), _place(feature)
    return Fault(
        _where(feature),
        f"Camera '{code}' stands at {x:.5f}, {y:.5f}, outside every unit of the city. Check its place.",
        f"Camera '{code}' ở {x:.5f}, {y:.5f}, ngoài mọi đơn vị của thành phố. Hãy kiểm tra vị trí.",
    )


def _row(feature: Feature, *, owner: str, ward: str) -> CameraRow:
    properties = feature.properties
    x, y = _place(feature)
    return CameraRow(
        code=_code(feature),
        name=str(properties.get("name") or "").strip(),
        owner=owner,
        x=x,
        y=y,
        kind="ptz" if properties.get("ptz") == "True" else "fixed",
        status="unknown",
        ward=ward,
    )
