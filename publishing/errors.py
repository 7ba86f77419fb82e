"""What can go wrong between a file and a published collection, in two languages; no HTTP."""

from collections.abc import Sequence

from geo_server.core.errors import DomainError, Fault, OutsideServiceFailed

from .states import NAMES, State


class UnknownSubmission(DomainError):
    """No submission has this id, or the caller may not know that it exists."""

    def __init__(self, submission_id: object) -> None:
        super().__init__(
            f"No submission has the id '{submission_id}'. The list of submissions shows those that you may see.",
            f"Không có hồ sơ nào mang mã '{submission_id}'. Danh sách hồ sơ cho biết các hồ sơ bạn được xem.",
        )


class MayNotHandIn(DomainError):
    """The caller may not hand in data for this collection or this organisation."""

    def __init__(self, collection_id: str, owner: str) -> None:
        super().__init__(
            f"You may not hand in data for '{collection_id}' of '{owner}'. Members of the organisation that owns it"
            " may, and whoever was granted to write all of it. Take another id for a new collection.",
            f"Bạn không được nộp dữ liệu cho lớp '{collection_id}' của '{owner}'. Người của đơn vị chủ quản hoặc người"
            " được cấp quyền ghi toàn bộ lớp mới được nộp. Nếu là lớp mới, hãy chọn mã khác.",
        )


class KeptByProgram(DomainError):
    """The rows of a collection come from a part of the server, not from files."""

    def __init__(self, collection_id: str, package: str) -> None:
        super().__init__(
            f"'{collection_id}' is kept by '{package}'; a file cannot replace it. Take another id.",
            f"Lớp '{collection_id}' do '{package}' cập nhật; không thay bằng tệp được. Hãy chọn mã khác.",
        )


class MayNotDecide(DomainError):
    """The caller sees the submission or the collection, but this act is for somebody else."""

    def __init__(self, act_en: str, act_vi: str, who_en: str, who_vi: str) -> None:
        super().__init__(
            f"You may not {act_en}: that is for {who_en}.",
            f"Bạn không được {act_vi}: việc này dành cho {who_vi}.",
        )


class FourEyes(DomainError):
    """Whoever hands something in does not approve it."""

    def __init__(self) -> None:
        super().__init__(
            "You handed this in, so somebody else must approve it.",
            "Bạn là người nộp, nên phải có người khác duyệt.",
        )


class WrongState(DomainError):
    """The submission is not where this act is possible."""

    def __init__(self, state: State, act_en: str, act_vi: str) -> None:
        vi, en = NAMES[state]
        super().__init__(
            f"The submission is in the state '{en}'; you cannot {act_en} now. Look at it again.",
            f"Hồ sơ đang ở trạng thái '{vi}'; lúc này không thể {act_vi}. Hãy xem lại hồ sơ.",
        )


class ReasonRequired(DomainError):
    """This act needs a reason in words."""

    def __init__(self) -> None:
        super().__init__("Say why: a reason is needed here.", "Hãy nêu lý do: việc này cần có lý do.")


class AlreadyHandedIn(DomainError):
    """The same file lies here for the same collection already."""

    def __init__(self, file_name: str, submission_id: object) -> None:
        super().__init__(
            f"{file_name} was handed in for this collection already: submission {submission_id}."
            " Go on with that one, or withdraw it first.",
            f"{file_name} đã được nộp cho lớp này: hồ sơ {submission_id}. Hãy tiếp tục hồ sơ đó, hoặc rút trước.",
        )


class TooLarge(DomainError):
    """A file is larger than the server takes."""

    def __init__(self, file_name: str, limit: int) -> None:
        megabytes = limit // 1_000_000
        super().__init__(
            f"{file_name} is larger than {megabytes} MB. Hand it in in parts, or compressed (zip).",
            f"{file_name} lớn hơn {megabytes} MB. Hãy chia nhỏ hoặc nén (zip) rồi nộp.",
        )


class EmptyFile(DomainError):
    """Nothing was sent."""

    def __init__(self, file_name: str) -> None:
        super().__init__(f"{file_name or 'The file'} is empty.", f"{file_name or 'Tệp'} không có nội dung.")


class OpenQuestions(DomainError):
    """Something about a file is not sure, and nobody has decided yet; each fault is one question with its choices."""

    def __init__(self, file_name: str, questions: Sequence[Fault]) -> None:
        first = questions[0]
        super().__init__(
            f"{file_name}: {len(questions)} questions must be answered first. {first.where}: {first.en}",
            f"{file_name}: cần trả lời {len(questions)} câu hỏi trước. {first.where}: {first.vi}",
            faults=questions,
        )


class UnknownDecision(DomainError):
    """A decision about something that was not asked, or a choice that was not offered."""

    def __init__(self, where: str, value: str, known: Sequence[str]) -> None:
        choice = ", ".join(known)
        super().__init__(
            f"'{where}' cannot be decided as '{value}'. Possible: {choice or 'nothing'}.",
            f"Không thể chọn '{value}' cho '{where}'. Có thể chọn: {choice or 'không có'}.",
        )


class UnknownLayer(DomainError):
    """The file has no layer of this name, or several and none was named."""

    def __init__(self, file_name: str, layer: str, known: Sequence[str]) -> None:
        choice = ", ".join(known)
        super().__init__(
            f"{file_name} has no layer '{layer}': name one of {choice}."
            if layer
            else f"{file_name} has several layers ({choice}): name one.",
            f"{file_name} không có lớp '{layer}': hãy chọn {choice}."
            if layer
            else f"{file_name} có nhiều lớp ({choice}): hãy nêu một lớp.",
        )


class NoRows(DomainError):
    """Nothing is left to publish."""

    def __init__(self, file_name: str) -> None:
        super().__init__(
            f"No row of {file_name} can be taken: see the report.",
            f"Không có dòng nào của {file_name} dùng được: hãy xem báo cáo.",
        )


class BrokenExpectations(DomainError):
    """The draft is worse than what its contract lets through."""

    def __init__(self, collection_id: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"The draft of '{collection_id}' breaks {len(faults)} expectations of its contract. First: {first.en}"
            " An approver may let it through with a reason.",
            f"Bản nháp của lớp '{collection_id}' trái {len(faults)} yêu cầu của chuẩn dữ liệu. Đầu tiên: {first.vi}"
            " Người duyệt có thể cho qua kèm lý do.",
            faults=faults,
        )


class ChangedMeanwhile(DomainError):
    """The collection is no longer what the difference was compared with."""

    def __init__(self, collection_id: str, looked_at: int, present: int) -> None:
        super().__init__(
            f"'{collection_id}' was at revision {looked_at} when the difference was looked at and is at {present} now."
            " The difference was computed anew: look at it and publish again.",
            f"Lớp '{collection_id}' ở phiên bản {looked_at} khi xem khác biệt, nay là {present}."
            " Khác biệt đã được tính lại: hãy xem rồi công bố lại.",
        )


class WrongMoment(DomainError):
    """A publication can only be scheduled for a moment to come."""

    def __init__(self, moment: object) -> None:
        super().__init__(
            f"'{moment}' is no moment to come. Write for example 2026-12-01T00:00.",
            f"'{moment}' không phải thời điểm sắp tới. Hãy viết ví dụ 2026-12-01T00:00.",
        )


class BadRequestBody(DomainError):
    """The body of a request is not what the operation takes."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en, vi)


class NotThereYet(DomainError):
    """A part of a submission that comes into being later (report, difference, rejected rows)."""

    def __init__(self, part_en: str, part_vi: str) -> None:
        super().__init__(
            f"The submission has no {part_en} (yet). Look at its state.",
            f"Hồ sơ chưa có {part_vi}. Hãy xem trạng thái hồ sơ.",
        )


class FailedInside(DomainError):
    """The program failed; the log has the details, the submission can be tried again."""

    def __init__(self, error: Exception) -> None:
        name = type(error).__name__
        super().__init__(
            f"The server stopped because of an error in the program ({name}). It is in the log; try again.",
            f"Máy chủ dừng do lỗi chương trình ({name}). Chi tiết có trong nhật ký; hãy thử lại.",
        )


class UnreadableFile(DomainError):
    """A file that is broken, is not what its name says, or holds what is not followed here."""

    def __init__(self, name: str, en: str, vi: str) -> None:
        super().__init__(f"{name} cannot be read: {en}", f"Không đọc được {name}: {vi}")


class OverLimit(UnreadableFile):
    """A file has more of something than is read."""


class BadContract(DomainError):
    """A document that is no contract; every fault with its place in the document."""

    def __init__(self, contract_id: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"Contract '{contract_id}' has {len(faults)} faults. First: {first.where} {first.en}",
            f"Chuẩn dữ liệu '{contract_id}' có {len(faults)} lỗi. Lỗi đầu: {first.where} {first.vi}",
            faults=faults,
        )


class UnknownContract(DomainError):
    """No contract has this id."""

    def __init__(self, contract_id: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no contract '{contract_id}'. Known are: {', '.join(known)}.",
            f"Không có chuẩn dữ liệu '{contract_id}'. Hiện có: {', '.join(known)}.",
        )


class BadMapping(DomainError):
    """A choice about a column that cannot be: no such column, field or code, or one field for two columns."""

    def __init__(self, contract_id: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"{len(faults)} choices do not fit contract '{contract_id}'. First: {first.where}: {first.en}",
            f"{len(faults)} lựa chọn không hợp với chuẩn dữ liệu '{contract_id}'. Đầu tiên: {first.where}: {first.vi}",
            faults=faults,
        )


class UnknownSource(DomainError):
    """No source of harvests has this id, or the caller may not know of it."""

    def __init__(self, source_id: object) -> None:
        super().__init__(
            f"No source has the id '{source_id}'. The list of sources shows those that you may see.",
            f"Không có nguồn nào mang mã '{source_id}'. Danh sách nguồn cho biết các nguồn bạn được xem.",
        )


class BadSource(DomainError):
    """A source is described in a way that cannot be harvested."""


class BadAnswer(OutsideServiceFailed):
    """A remote service answered something else than a service of its kind."""

    permanent = True

    def __init__(self, url: str, en: str, vi: str) -> None:
        super().__init__(f"The answer of '{url[:200]}' cannot be used: {en}.", f"Không dùng được '{url[:200]}': {vi}.")
