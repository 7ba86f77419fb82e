"""What can go wrong in the engine, in words an operator can act on.

Each message says the value, the rule and the next step.
"""

from geo_server.core.errors import DomainError


class UnreadableScene(DomainError):
    """A picture cannot be read to its end; `reason_vi` is left out where only the library's English words are known."""

    def __init__(self, name: str, reason: str, reason_vi: str | None = None) -> None:
        super().__init__(
            en=f"{name} cannot be read: {reason}. Copy the file again from where it came from and check its size.",
            vi=f"Không đọc được {name}: {reason_vi or reason}. Hãy chép lại tệp từ nguồn và kiểm tra dung lượng.",
        )


class UnreadableConfig(DomainError):
    """A training configuration says something that means nothing."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            en=f"The training configuration {name} cannot be used: {reason}. training/config.py lists the keys.",
            vi=f"Không dùng được cấu hình huấn luyện {name}: {reason}. Xem danh sách khóa trong training/config.py.",
        )


class NoPosition(DomainError):
    """A picture does not say where on the ground it lies."""

    def __init__(self, name: str) -> None:
        super().__init__(
            en=f"{name} has no CRS or no position. Export it as a GeoTIFF with its CRS, for example EPSG:9210.",
            vi=f"{name} không có hệ tọa độ hoặc vị trí. Hãy xuất lại thành GeoTIFF kèm hệ tọa độ, ví dụ EPSG:9210.",
        )


class NoOverlap(DomainError):
    """Two scenes do not show the same ground."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            en=f"{before} and {after} share no ground. Check that both are of one place, with the right CRS.",
            vi=f"{before} và {after} không cùng phủ một khu vực. Hãy kiểm tra hai ảnh có cùng nơi và đúng hệ tọa độ.",
        )


class UnknownModel(DomainError):
    """No model has this id."""

    def __init__(self, model_id: str, known: list[str]) -> None:
        super().__init__(
            en=f"There is no model '{model_id}'. Known models: {', '.join(known)}.",
            vi=f"Không có mô hình '{model_id}'. Các mô hình hiện có: {', '.join(known)}.",
        )


class BrokenModel(DomainError):
    """A model's folder does not hold what it should."""

    def __init__(self, model_id: str, reason: str) -> None:
        super().__init__(
            en=f"The model '{model_id}' cannot be used: {reason}. Copy its folder again from where it came from.",
            vi=f"Không dùng được mô hình '{model_id}': {reason}. Hãy chép lại thư mục mô hình từ nguồn.",
        )


class DuplicateModel(DomainError):
    """Two models claim one id."""

    def __init__(self, model_id: str) -> None:
        super().__init__(
            en=f"Two models are called '{model_id}'. Give one of them another id in its card.json.",
            vi=f"Có hai mô hình cùng mã '{model_id}'. Hãy đổi mã của một mô hình trong card.json.",
        )


class BackendMissing(DomainError):
    """The library that should compute the network is not installed."""

    def __init__(self, backend: str) -> None:
        super().__init__(
            en=f"The network needs '{backend}', which is not installed. Install it with pip or choose another backend.",
            vi=f"Mạng cần '{backend}' nhưng thư viện này chưa được cài. Hãy cài bằng pip hoặc chọn bộ chạy khác.",
        )


class DiskFull(DomainError):
    """What was computed could not be written."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            en=f"The disk of {folder} is full. Free some of it, or name another folder; what is done is kept there.",
            vi=f"Ổ đĩa của {folder} đã đầy. Hãy giải phóng dung lượng hoặc chọn thư mục khác; phần đã làm vẫn còn.",
        )


class NothingToEvaluate(DomainError):
    """A folder does not hold the labelled pairs that were asked for."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            en=f"{folder} cannot be evaluated: {reason}. It needs A/, B/ and label/ with one .tif of each name.",
            vi=f"Không đánh giá được {folder}: {reason}. Thư mục cần có A/, B/ và label/, mỗi tên một tệp .tif.",
        )
