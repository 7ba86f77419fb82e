"""What can be wrong with a request to the spatial model, in two languages."""

from collections.abc import Sequence

from geo_server.core.errors import DomainError, Fault


class UnknownCollection(DomainError):
    """No collection has this id, or the caller may not know that it exists."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"No collection has the id '{collection_id}'. The list of collections shows the ids that exist.",
            f"Không có lớp dữ liệu nào mang mã '{collection_id}'. Danh sách lớp dữ liệu cho biết các mã hiện có.",
        )


class UnknownItem(DomainError):
    """The collection has no such feature, or the caller may not know that it exists."""

    def __init__(self, collection_id: str, fid: object) -> None:
        super().__init__(
            f"Collection '{collection_id}' has no feature '{fid}'.",
            f"Lớp '{collection_id}' không có đối tượng '{fid}'.",
        )


class UnknownCrs(DomainError):
    """A coordinate reference system that is not spoken here."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is no coordinate reference system of this server. Each collection lists those it speaks.",
            f"'{text}' không phải hệ tọa độ mà máy chủ hỗ trợ. Thông tin của lớp dữ liệu liệt kê các hệ được hỗ trợ.",
        )


class UnknownField(DomainError):
    """The collection has no such field, or the caller may not know that it exists."""

    def __init__(self, collection_id: str, name: str) -> None:
        super().__init__(
            f"Collection '{collection_id}' has no field '{name}'. Its queryables list the fields that exist.",
            f"Lớp '{collection_id}' không có trường '{name}'. Danh sách trường tra cứu cho biết các trường hiện có.",
        )


class BadValue(DomainError):
    """A value does not fit the type of its field."""

    def __init__(self, name: str, value: object, kind: str) -> None:
        super().__init__(
            f"'{value}' does not fit field '{name}', which is of type {kind}.",
            f"'{value}' không hợp với trường '{name}', kiểu {kind}.",
        )


class BadBbox(DomainError):
    """A bounding box that is no box."""

    def __init__(self, text: str, en: str, vi: str) -> None:
        super().__init__(
            f"bbox '{text}': {en} Write four numbers: minimum x, minimum y, maximum x, maximum y.",
            f"bbox '{text}': {vi} Hãy viết bốn số: x nhỏ nhất, y nhỏ nhất, x lớn nhất, y lớn nhất.",
        )


class BadDatetime(DomainError):
    """A time that is neither a date, a date-time, nor a span of them."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is no time. Write 2026-07-01, 2026-07-01T08:00:00Z,"
            " or a span: 2026-01-01/2026-07-01, ../2026-07-01.",
            f"'{text}' không phải thời gian. Hãy viết 2026-07-01, 2026-07-01T08:00:00Z,"
            " hoặc một khoảng: 2026-01-01/2026-07-01, ../2026-07-01.",
        )


class BadLimit(DomainError):
    """A page size that is no positive whole number."""

    def __init__(self, text: object) -> None:
        super().__init__(
            f"limit '{text}' must be a whole number from 1.",
            f"limit '{text}' phải là số nguyên từ 1 trở lên.",
        )


class BadCursor(DomainError):
    """A cursor that this server did not write."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is not a page mark of this server. Follow the 'next' link of the page before.",
            f"'{text}' không phải dấu trang của máy chủ. Hãy theo liên kết 'next' của trang trước.",
        )


class NotAllowed(DomainError):
    """The caller is known and may see the thing, but not do this to it."""

    def __init__(self, act_en: str, act_vi: str) -> None:
        super().__init__(
            f"You may not {act_en}. Ask the owner of the data for the right.",
            f"Bạn không có quyền {act_vi}. Hãy đề nghị đơn vị chủ quản dữ liệu cấp quyền.",
        )


class BadSpec(DomainError):
    """A collection is described in a way that cannot be stored."""

    def __init__(self, collection_id: str, en: str, vi: str) -> None:
        super().__init__(f"Collection '{collection_id}': {en}", f"Lớp '{collection_id}': {vi}")


class RejectedFeatures(DomainError):
    """Rows that may not enter a collection; nothing was written."""

    def __init__(self, collection_id: str, faults: Sequence[Fault], total: int | None = None) -> None:
        number, first = (len(faults) if total is None else total), faults[0]
        super().__init__(
            f"{number} faults in the rows for '{collection_id}'; nothing was written. First: {first.where}: {first.en}",
            f"{number} lỗi trong dữ liệu cho lớp '{collection_id}'; chưa ghi gì. Lỗi đầu: {first.where}: {first.vi}",
            faults=faults,
        )


class UnreadableFile(DomainError):
    """A file that is broken or is not what its name says."""

    def __init__(self, name: str, en: str, vi: str) -> None:
        super().__init__(f"{name} cannot be read: {en}", f"Không đọc được {name}: {vi}")


class MissingCrs(DomainError):
    """A file does not say in which coordinate reference system its coordinates are."""

    def __init__(self, name: str, en: str, vi: str) -> None:
        super().__init__(
            f"{name} does not name its coordinate reference system. {en}",
            f"{name} không ghi hệ tọa độ. {vi}",
        )


class CrsDoesNotFit(DomainError):
    """The coordinates of a file cannot be in the CRS that it, or its sender, names."""


class UnknownArea(DomainError):
    """No area unit has this code on that day."""

    def __init__(self, code: str, day: object) -> None:
        super().__init__(
            f"No area unit has the code '{code}' on {day}. Codes are reused: give the day you mean.",
            f"Không có đơn vị nào mang mã '{code}' vào ngày {day}. Mã có thể được dùng lại: hãy nêu đúng ngày.",
        )


class UnknownGrant(DomainError):
    """No grant has this number."""

    def __init__(self, grant_id: int) -> None:
        super().__init__(f"No grant has the number {grant_id}.", f"Không có quyền nào mang số {grant_id}.")
