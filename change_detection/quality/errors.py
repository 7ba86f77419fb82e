"""What can be wrong with what people say of findings, in two languages."""

from geo_server.core.errors import DomainError, Fault


class BadThreshold(DomainError):
    """A threshold that is no probability."""

    def __init__(self, threshold: float) -> None:
        super().__init__(
            f"{threshold} is no threshold: it is a probability, above 0 and below 1.",
            f"{threshold} không phải là ngưỡng: ngưỡng là một xác suất, lớn hơn 0 và nhỏ hơn 1.",
        )


class UnreadableDay(DomainError):
    """A day that is not written as YYYY-MM-DD, or that the calendar does not have."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is no day: write it as year-month-day, for example 2026-07-01.",
            f"'{text}' không phải là ngày: hãy ghi năm-tháng-ngày, ví dụ 2026-07-01.",
        )


class UnknownLabel(DomainError):
    """No label has this id, or the caller may not know that it exists."""

    def __init__(self, label_id: str) -> None:
        super().__init__(
            f"No label has the id '{label_id}'. The page of labels shows those that exist.",
            f"Không có nhãn nào mang mã '{label_id}'. Trang nhãn cho biết các nhãn hiện có.",
        )


class UnreadableLabels(DomainError):
    """What was brought as labels is no GeoJSON of polygons, or lies elsewhere; all faults are named."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            "The labels cannot be taken: give GeoJSON polygons in degrees, each with a kind, within the scenes.",
            "Không nhận được nhãn: hãy đưa vùng (polygon) GeoJSON tính bằng độ, có loại nhãn, nằm trong ảnh.",
            faults=faults,
        )


class NothingToLearn(DomainError):
    """No verdict and no label from which a detector could learn."""

    def __init__(self, windows: int, needed: int) -> None:
        super().__init__(
            f"Verdicts and labels give {windows} training windows, {needed} are needed. Decide on more findings, "
            "saying of each dismissed one whether something changed, or draw labels.",
            f"Kết luận và nhãn mới cho {windows} ô huấn luyện, cần {needed}. Hãy kết luận thêm phát hiện (khi bác bỏ, "
            "ghi rõ có thay đổi hay không) hoặc vẽ thêm nhãn.",
        )
