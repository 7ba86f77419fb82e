"""The reason codes of a change, their names and their order of weight (domain: the ladder of a construction case)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .spread import Spread

Number = float | int | str | bool | None


class ReasonCode(StrEnum):
    """Why a change is, or is not, something an inspector should look at; listed from heaviest to lightest."""

    WITHIN_REGISTRATION_ERROR = "WITHIN_REGISTRATION_ERROR"
    OUTSIDE_RED_LINE = "OUTSIDE_RED_LINE"
    ZONE_FORBIDS = "ZONE_FORBIDS"
    WRONG_PARCEL = "WRONG_PARCEL"
    TEMPORARY_PERMIT_EXPIRED = "TEMPORARY_PERMIT_EXPIRED"
    PERMIT_EXPIRED = "PERMIT_EXPIRED"
    PERMIT_LATER_THAN_CHANGE = "PERMIT_LATER_THAN_CHANGE"
    FOOTPRINT_EXCEEDS = "FOOTPRINT_EXCEEDS"
    PERMIT_GEOMETRY_UNCERTAIN = "PERMIT_GEOMETRY_UNCERTAIN"
    NEEDS_HEIGHT_CHECK = "NEEDS_HEIGHT_CHECK"
    EXEMPT = "EXEMPT"
    NO_PERMIT = "NO_PERMIT"
    MATCH_OK = "MATCH_OK"


WEIGHT = {code: place for place, code in enumerate(ReasonCode)}

_AFTER_OBJECTIONS = {ReasonCode.NEEDS_HEIGHT_CHECK: 1, ReasonCode.MATCH_OK: 2}
_IN_DOUBT = 3

NO_FINDING = frozenset({ReasonCode.MATCH_OK, ReasonCode.EXEMPT, ReasonCode.WITHIN_REGISTRATION_ERROR})
"""A change whose main reason is one of these stays a change; nobody is alerted."""

TITLES: dict[ReasonCode, tuple[str, str]] = {
    ReasonCode.WITHIN_REGISTRATION_ERROR: ("Trong sai số nắn chỉnh ảnh", "Within the registration error"),
    ReasonCode.OUTSIDE_RED_LINE: ("Vượt chỉ giới đường đỏ", "Beyond the red line"),
    ReasonCode.ZONE_FORBIDS: ("Quy hoạch không cho xây dựng", "The plan forbids building"),
    ReasonCode.WRONG_PARCEL: ("Giấy phép của thửa khác", "Permit of another parcel"),
    ReasonCode.TEMPORARY_PERMIT_EXPIRED: ("Giấy phép tạm đã hết hạn", "Temporary permit expired"),
    ReasonCode.PERMIT_EXPIRED: ("Giấy phép đã hết hạn", "Permit expired"),
    ReasonCode.PERMIT_LATER_THAN_CHANGE: ("Giấy phép cấp sau khi xây", "Permit later than the change"),
    ReasonCode.FOOTPRINT_EXCEEDS: ("Xây vượt diện tích cho phép", "Footprint exceeds the permit"),
    ReasonCode.PERMIT_GEOMETRY_UNCERTAIN: ("Vị trí giấy phép chưa chắc chắn", "Permit location uncertain"),
    ReasonCode.NEEDS_HEIGHT_CHECK: ("Cần kiểm tra chiều cao", "Needs a height check"),
    ReasonCode.EXEMPT: ("Được miễn giấy phép", "Exempt from a permit"),
    ReasonCode.NO_PERMIT: ("Không có giấy phép", "No permit"),
    ReasonCode.MATCH_OK: ("Phù hợp giấy phép", "Matches its permit"),
}
"""Title in Vietnamese and in English."""


HOLDS = 0.5
"""A rule holds for a change when it holds at this share of the possible places of its walls."""
SURE = 0.9
"""From this share on nobody needs to be told of a doubt."""


@dataclass(frozen=True)
class Reason:
    """One rule that holds for a change, with the numbers behind it (units in their names, days as ISO text).

    Attributes:
        share: of the possible places of the walls, at how many the rule holds; 1 for rules that measure nothing.
    """

    code: ReasonCode
    numbers: dict[str, Number] = field(default_factory=dict)
    share: float = 1.0

    @property
    def is_sure(self) -> bool:
        """Whether it would hold nearly anywhere the walls may stand."""
        return self.share >= SURE


def area_numbers(name: str, area_m2: Spread) -> dict[str, Number]:
    """An area with its band as three numbers: `name_m2`, `name_low_m2`, `name_high_m2`."""
    named = {"": area_m2.likely, "_low": area_m2.low, "_high": area_m2.high}
    return {f"{name}{end}_m2": round(max(0.0, value), 1) for end, value in named.items()}


def by_weight(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons, heaviest first: what is sure, what is only asked, that all is well; at last what is in doubt."""

    def place(reason: Reason) -> tuple[int, int]:
        return _AFTER_OBJECTIONS.get(reason.code, 0) if reason.is_sure else _IN_DOUBT, WEIGHT[reason.code]

    return tuple(sorted(reasons, key=place))
