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


class BadFilter(DomainError):
    """A filter that is no CQL2, or asks what cannot be answered; `at` is a character of a text, or a JSON pointer."""

    def __init__(self, en: str, vi: str, *, at: int | str | None = None) -> None:
        where_en = where_vi = ""
        if isinstance(at, int):
            where_en, where_vi = f", character {at}", f", ký tự {at}"
        elif at is not None:
            where_en = where_vi = f", {at or '/'}"
        super().__init__(f"filter{where_en}: {en}", f"filter{where_vi}: {vi}")


class TooCostly(DomainError):
    """A filter, or words, that the database cannot answer in time."""

    def __init__(self, patience_s: float) -> None:
        super().__init__(
            f"The query takes longer than {patience_s:g} s. Narrow it: add a bbox, or compare a title or a code.",
            f"Truy vấn mất hơn {patience_s:g} giây. Hãy thu hẹp: thêm bbox, hoặc so sánh tên hay mã.",
        )


class BadSorting(DomainError):
    """An order that the collection does not have."""


class BadWords(DomainError):
    """Words to find that are none, or too many."""

    def __init__(self, q: str, *, alternatives: int, letters: int) -> None:
        super().__init__(
            f"q '{q[:60]}': write words to find, {letters} letters and {alternatives} alternatives (commas) at most.",
            f"q '{q[:60]}': hãy viết chữ cần tìm, không quá {letters} ký tự và {alternatives} lựa chọn (dấu phẩy).",
        )


class BadRevision(DomainError):
    """A revision that the collection has not reached."""

    def __init__(self, revision: int, present: int) -> None:
        super().__init__(
            f"The collection is at revision {present}; {revision} is yet to come. Send the one of your last answer.",
            f"Lớp đang ở phiên bản {present}; {revision} chưa có. Hãy gửi số phiên bản trong câu trả lời lần trước.",
        )


class UnkeptRevision(DomainError):
    """A revision of a collection that cannot be brought back."""

    def __init__(self, collection_id: str, revision: int, *, first: int, last: int) -> None:
        super().__init__(
            f"Revision {revision} of '{collection_id}' cannot be brought back: revisions {first} to {last} can.",
            f"Không khôi phục được phiên bản {revision} của lớp '{collection_id}': chỉ từ {first} đến {last}.",
        )


class NotAllowed(DomainError):
    """The caller is known and may see the thing, but not do this to it."""

    def __init__(self, act_en: str, act_vi: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(
            f"You may not {act_en}. Ask the owner of the data for the right.",
            f"Bạn không có quyền {act_vi}. Hãy đề nghị đơn vị chủ quản dữ liệu cấp quyền.",
            faults=faults,
        )


class NotSignedIn(DomainError):
    """The public may see the thing, but whoever changes it must say who he is."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"Sign in, or send a token, to change features of '{collection_id}'.",
            f"Hãy đăng nhập hoặc gửi mã truy cập để thay đổi đối tượng của lớp '{collection_id}'.",
        )


class ReadOnlyToken(DomainError):
    """The caller's token is for reading."""

    def __init__(self) -> None:
        super().__init__(
            "This token may only read. Make one that may also change data on your account page.",
            "Mã truy cập này chỉ để xem. Hãy tạo mã có quyền sửa dữ liệu ở trang tài khoản.",
        )


class NotEditable(DomainError):
    """The rows of the collection are kept by a program, nobody changes them one by one."""

    def __init__(self, collection_id: str) -> None:
        super().__init__(
            f"Features of '{collection_id}' are not changed one by one: a program or a file keeps them.",
            f"Không sửa từng đối tượng của lớp '{collection_id}': lớp này do chương trình hoặc tệp cập nhật.",
        )


class ItemChanged(DomainError):
    """Somebody else has changed the feature since the caller read it; nothing was written."""

    def __init__(self, collection_id: str, fid: object) -> None:
        super().__init__(
            f"Feature '{fid}' of '{collection_id}' has been changed since you read it."
            " Read it again and repeat your change.",
            f"Đối tượng '{fid}' của lớp '{collection_id}' đã bị người khác sửa sau khi bạn đọc."
            " Hãy đọc lại rồi sửa lại.",
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


class RejectedItem(DomainError):
    """One feature that may not be stored as it was sent; nothing was written. `where` is a JSON pointer into it."""

    def __init__(self, collection_id: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"{len(faults)} faults in the feature for '{collection_id}'; nothing was written."
            f" First: {first.where}: {first.en}",
            f"{len(faults)} lỗi trong đối tượng gửi cho lớp '{collection_id}'; chưa ghi gì."
            f" Lỗi đầu: {first.where}: {first.vi}",
            faults=faults,
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
