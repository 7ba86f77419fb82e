"""Clean the city's register of traffic cameras: what is no camera, or stands elsewhere, is reported and left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shapely import Point

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
        features: points with id, code, name, ptz and status, read by `publishing.rows_of`.
        owner: organisation that answers for the cameras; the register does not name it.
        find_ward: longitude, latitude to the code of the unit of today, None outside the city.

    Returns:
        Of cameras with the same code the first one is kept, whichever place the others claim.
    """
    rows: dict[str, CameraRow] = {}
    faults = []
    for feature in features:
        judged = _judge(feature, rows, owner=owner, find_ward=find_ward)
        if isinstance(judged, Fault):
            faults.append(judged)
        else:
            rows[judged.code] = judged
    return CleanedRegister(tuple(rows.values()), tuple(faults))


def _judge(feature: Feature, known: Mapping[str, CameraRow], *, owner: str, find_ward: FindWard) -> CameraRow | Fault:
    """The camera of a row, or what is wrong with it."""
    code, place = _text(feature, "code"), feature.geometry
    if not code or not isinstance(place, Point) or feature.properties.get("status") != "success":
        return _unread(feature)
    if code in known:
        return _repeated(feature, code)
    ward = find_ward(place.x, place.y)
    if ward is None:
        return _outside(feature, code, place)
    return CameraRow(
        code=code,
        name=_text(feature, "name"),
        owner=owner,
        x=place.x,
        y=place.y,
        kind="ptz" if feature.properties.get("ptz") == "True" else "fixed",
        status="unknown",
        ward=ward,
    )


def _text(feature: Feature, name: str) -> str:
    return str(feature.properties.get(name) or "").strip()


def _where(feature: Feature) -> str:
    return f"id {_text(feature, 'id')}"


def _unread(feature: Feature) -> Fault:
    return Fault(
        _where(feature),
        "The row was not read from its source (no code, no place or status 'error'). Fetch it again.",
        "Dòng này không lấy được từ nguồn (thiếu mã, thiếu vị trí hoặc trạng thái 'error'). Hãy lấy lại.",
    )


def _repeated(feature: Feature, code: str) -> Fault:
    return Fault(
        _where(feature),
        f"Camera '{code}' is in the register twice; the first row was kept.",
        f"Camera '{code}' có hai dòng trong danh mục; chỉ giữ dòng đầu.",
    )


def _outside(feature: Feature, code: str, place: Point) -> Fault:
    return Fault(
        _where(feature),
        f"Camera '{code}' stands at {place.x:.5f}, {place.y:.5f}, outside every unit of the city. Check its place.",
        f"Camera '{code}' ở {place.x:.5f}, {place.y:.5f}, ngoài mọi đơn vị của thành phố. Hãy kiểm tra vị trí.",
    )
