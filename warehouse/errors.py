"""What can be wrong with numbers, in sentences."""

from collections.abc import Sequence
from datetime import date

from geo_server.core.errors import DomainError, Fault


class UnknownIndicator(DomainError):
    """No indicator has this id."""

    def __init__(self, indicator_id: str) -> None:
        super().__init__(
            f"No indicator has the id '{indicator_id}'. The page /indicators lists those that exist.",
            f"Không có chỉ số nào mang mã '{indicator_id}'. Trang /indicators liệt kê các chỉ số hiện có.",
        )


class WrongDefinition(DomainError):
    """The definition file of an indicator does not hold; all its faults are listed."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        said = " ".join(f"{f.where}: {f.en}" for f in faults)
        sentences_vi = " ".join(f"{f.where}: {f.vi}" for f in faults)
        super().__init__(
            f"The indicator file {name} does not hold. {said}",
            f"Tệp định nghĩa chỉ số {name} chưa đúng. {sentences_vi}",
            faults=faults,
        )


class RejectedObservations(DomainError):
    """A load had faults, so nothing of it was stored; the version before it stays."""

    def __init__(self, indicator_id: str, faults: Sequence[Fault]) -> None:
        super().__init__(
            f"{len(faults)} faults in the load of '{indicator_id}'; nothing was stored. Correct them and load again.",
            f"Có {len(faults)} lỗi trong số liệu nạp cho '{indicator_id}'; chưa lưu gì. Hãy sửa rồi nạp lại.",
            faults=faults,
        )


class NoObservations(DomainError):
    """Nothing was observed in this period, in any area version that leads to the one asked for."""

    def __init__(self, indicator_id: str, period: str, day: date) -> None:
        super().__init__(
            f"'{indicator_id}' has no observation for {period} that can be shown in the areas of {day:%Y-%m-%d}. "
            "Load the period first.",
            f"'{indicator_id}' chưa có số liệu kỳ {period} để thể hiện theo địa giới ngày {day:%d/%m/%Y}. "
            "Hãy nạp số liệu của kỳ này trước.",
        )


class NoAreas(DomainError):
    """No area of the kind asked for is in force on this day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"No area is in force on {day:%Y-%m-%d}. Load the area versions of that day first.",
            f"Không có đơn vị hành chính nào có hiệu lực ngày {day:%d/%m/%Y}. Hãy nạp địa giới của ngày đó trước.",
        )


class NotPublished(DomainError):
    """The indicator has no published choropleth yet, or the caller may not see it."""

    def __init__(self, indicator_id: str) -> None:
        super().__init__(
            f"The indicator '{indicator_id}' has not been published as a map yet.",
            f"Chỉ số '{indicator_id}' chưa được công bố thành bản đồ.",
        )


class BrokenCrosswalk(DomainError):
    """The weights from one area to those of another day do not sum to one, so people would be lost or doubled."""

    def __init__(self, area: str, total: float, day: date) -> None:
        super().__init__(
            f"The weights of area {area} towards the areas of {day:%Y-%m-%d} sum to {total:.4f}, not to 1. "
            "Check the borders of both versions.",
            f"Tổng tỷ lệ chuyển của đơn vị {area} sang địa giới ngày {day:%d/%m/%Y} là {total:.4f}, không bằng 1. "
            "Hãy kiểm tra ranh giới của hai phiên bản.",
        )
