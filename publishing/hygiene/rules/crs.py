"""The reference system: unreadable, missing, or one in which the rows would lie outside the city."""

from collections.abc import Iterator
from typing import Any

from layers.api import CRS84

from ...kinds import Choice, Proposal
from ..context import Context
from ..places.areas import Recorded
from ..places.definitions import zones
from ..places.fit import Fit, Placing
from ..places.moves import THEN
from ..profiles import Profile
from ..wording import en, vi

SHIFTS = {
    "missing": (
        " Tệp không ghi tham số chuyển sang WGS 84 (nếu bỏ qua sẽ lệch 226 m); dùng bộ tham số chính thức.",
        " The file has no shift to WGS 84 (without one, places are 226 m off); the official one is used.",
    ),
    "flipped": (
        " Tham số xoay trong tệp bị đảo dấu (lệch 0,5 m); dùng bộ tham số chính thức.",
        " The rotations in the file have flipped signs (0.5 m off); the official set is used.",
    ),
    "other": (
        " Tham số chuyển trong tệp không phải bộ chính thức; dùng bộ chính thức.",
        " The shift in the file is not the official one; the official one is used.",
    ),
}
SMALL_SHIFT = ("official", "")


def propose(profile: Profile, context: Context) -> Iterator[Proposal]:
    """At most one question about the system and one about the axes."""
    if profile.places is None or "crs" in profile.said:
        return
    placing = profile.places.city.placing
    if not placing.chosen.way:
        yield _unknown(profile, placing, context)
    elif placing.chosen.way != placing.definition.crs:
        yield _other(profile, placing)
    elif placing.definition.guessed or placing.definition.shift not in SMALL_SHIFT:
        yield _recognised(placing)
    if placing.chosen.swapped:
        yield _swapped(placing)


def title(way: str) -> tuple[str, str]:
    """What people call a way, in Vietnamese and English."""
    if THEN in way:
        wrong, right = way.split(THEN)
        return (
            f"mét {title(right)[0]} bị tính như {wrong}",
            f"metres of {title(right)[1]} that were computed as {wrong}",
        )
    if way in zones():
        degrees = zones()[way]
        meridian = f"{int(degrees)}°{round(degrees % 1 * 60):02d}'"
        return f"VN-2000, kinh tuyến trục {meridian} ({way})", f"VN-2000, central meridian {meridian} ({way})"
    if way in (CRS84, "EPSG:4326"):
        return "WGS 84, kinh vĩ độ (EPSG:4326)", "WGS 84, longitude and latitude (EPSG:4326)"
    return way, way


def _other(profile: Profile, placing: Placing) -> Proposal:
    chosen, said = placing.chosen, placing.definition.called
    name_vi, name_en = title(chosen.way)
    if said:
        why_vi = f"Tệp ghi {said}, nhưng như thế chỉ {vi(placing.as_said * 100)} % số điểm nằm trong thành phố"
        why_en = f"The file says {said}, but then {en(placing.as_said * 100)} % of the places lie in the city"
    else:
        why_vi, why_en = "Tệp không ghi hệ tọa độ", "The file names no reference system"
    far_vi, far_en = _distance(chosen)
    areas_vi, areas_en = _areas(profile.polygons.recorded)
    return Proposal(
        "crs",
        f"{why_vi}. Nếu đọc theo {name_vi} thì {vi(chosen.inside * 100)} % nằm đúng trong thành phố{far_vi}.{areas_vi}",
        f"{why_en}. Read as {name_en}, {en(chosen.inside * 100)} % lie in the city{far_en}.{areas_en}",
        _choices(placing),
        _evidence(profile, placing),
        sure=False,
    )


def _distance(fit: Fit) -> tuple[str, str]:
    if not fit.moved_m or fit.moved_m < 1:
        return "", ""
    return f", dời {vi(fit.moved_m)} m", f", {en(fit.moved_m)} m from there"


def _areas(recorded: Recorded | None) -> tuple[str, str]:
    if recorded is None:
        return "", ""
    before = recorded.ratio_as_said
    return (
        f" Diện tích hình / diện tích ghi ở cột “{recorded.column}”: trung vị {vi(recorded.ratio, 6)}"
        + (f" (như tệp ghi: {vi(before, 6)})." if before else "."),
        f" Area drawn / area recorded in “{recorded.column}”: median {en(recorded.ratio, 6)}"
        + (f" (as the file says: {en(before, 6)})." if before else "."),
    )


def _recognised(placing: Placing) -> Proposal:
    definition = placing.definition
    name_vi, name_en = title(definition.crs)
    shift_vi, shift_en = SHIFTS.get(definition.shift, ("", ""))
    guess_vi = " theo tham số phép chiếu, dù tệp ghi gốc WGS 84" if definition.guessed else ""
    guess_en = " by the parameters of its projection, although it names WGS 84" if definition.guessed else ""
    choices = [Choice(definition.crs, name_vi, name_en), Choice(CRS84, *title(CRS84))]
    return Proposal(
        "crs",
        f"“{definition.called}” được nhận ra là {name_vi}{guess_vi}.{shift_vi}",
        f"“{definition.called}” is recognised as {name_en}{guess_en}.{shift_en}",
        tuple(choices[:1] if definition.shift else choices),
        {"crs": definition.crs, "called": definition.called, "shift": definition.shift, "guessed": definition.guessed},
        sure=not definition.guessed,
    )


def _unknown(profile: Profile, placing: Placing, context: Context) -> Proposal:
    ways = list(dict.fromkeys([*context.crs, "EPSG:4326", "EPSG:32648"]))
    said = placing.definition.called
    bounds = profile.layer.bounds
    span = "" if bounds is None else f" ({bounds[0]:g} – {bounds[2]:g}; {bounds[1]:g} – {bounds[3]:g})"
    return Proposal(
        "crs",
        (f"Tọa độ{span} không thể theo {said} như tệp ghi" if said else f"Tệp không ghi hệ tọa độ{span}")
        + ", và không hệ nào đặt chúng vào thành phố. Hãy chọn hệ tọa độ.",
        (f"The coordinates{span} cannot be in {said}" if said else f"The file names no reference system{span}")
        + ", and none that is usual puts them into the city. Name the system.",
        tuple(Choice(way, *title(way)) for way in ways),
        {"called": said, "bounds": list(bounds or ())},
        sure=False,
    )


def _choices(placing: Placing) -> tuple[Choice, ...]:
    fits = (placing.chosen, *placing.others)
    ways = list(dict.fromkeys([fit.way for fit in fits] + ([placing.definition.crs] if placing.definition.crs else [])))
    return tuple(Choice(way, *title(way)) for way in ways)


def _evidence(profile: Profile, placing: Placing) -> dict[str, Any]:
    chosen, recorded = placing.chosen, profile.polygons.recorded
    evidence: dict[str, Any] = {
        "said": placing.definition.called,
        "inside_as_said": round(placing.as_said, 4),
        "inside": round(chosen.inside, 4),
        "moved_m": chosen.moved_m,
        "others": [fit.way for fit in placing.others],
    }
    if recorded:
        evidence["area_column"] = recorded.column
        evidence["area_ratio"] = round(recorded.ratio, 7)
        evidence["area_ratio_as_said"] = recorded.ratio_as_said and round(recorded.ratio_as_said, 7)
    return evidence


def _swapped(placing: Placing) -> Proposal:
    return Proposal(
        "axes",
        f"X và Y bị đổi chỗ cho nhau: đổi lại thì {vi(placing.chosen.inside * 100)} % nằm trong thành phố.",
        f"X and Y are the wrong way round: exchanged, {en(placing.chosen.inside * 100)} % lie in the city.",
        (
            Choice("swap", "Đổi lại X và Y", "Exchange X and Y"),
            Choice("keep", "Giữ nguyên thứ tự", "Keep the order"),
        ),
        {"inside": round(placing.chosen.inside, 4)},
        sure=placing.chosen.way in (CRS84, "EPSG:4326", "EPSG:4756"),
    )
