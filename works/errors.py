"""What can go wrong with works in the ground, in words; no HTTP."""

from collections.abc import Sequence
from datetime import datetime

from geo_server.core.errors import DomainError, Fault


class WrongDigRules(DomainError):
    """The file of a city's rules for dig checks does not hold; the faults name each entry."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(
            f"The rules of dig checks in {name} do not hold: {faults[0].where}: {faults[0].en}",
            f"Quy tắc tra cứu đào đường trong {name} chưa đúng: {faults[0].where}: {faults[0].vi}",
            faults=faults,
        )


class MustSignIn(DomainError):
    """A request to dig names who asks; the public cannot send one."""

    def __init__(self) -> None:
        super().__init__(
            "Sign in, or send a token: a request to dig names who asks.",
            "Hãy đăng nhập hoặc gửi mã truy cập: yêu cầu đào phải nêu rõ người hỏi.",
        )


class MayNotAsk(DomainError):
    """Only somebody who acts for an organisation may ask what lies in the ground."""

    def __init__(self) -> None:
        super().__init__(
            "Requests to dig are sent on behalf of an organisation, and you belong to none here."
            " Ask an administrator to register yours.",
            "Yêu cầu đào được gửi nhân danh một tổ chức, và bạn chưa thuộc tổ chức nào tại đây."
            " Hãy đề nghị quản trị viên đăng ký tổ chức của bạn.",
        )


class TooManyRequests(DomainError):
    """The organisation has asked as often as one may in a day."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Your organisation has sent {most} requests within a day, the most there may be. Go on tomorrow,"
            " or join neighbouring places in one request.",
            f"Đơn vị của bạn đã gửi {most} yêu cầu trong một ngày, mức cao nhất. Hãy gửi tiếp vào ngày mai,"
            " hoặc gộp các vị trí gần nhau vào một yêu cầu.",
        )


class WrongRequest(DomainError):
    """A request to dig does not hold; the faults name each field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            f"{len(faults)} faults in the request. First: {faults[0].where}: {faults[0].en}",
            f"Yêu cầu có {len(faults)} lỗi. Lỗi đầu: {faults[0].where}: {faults[0].vi}",
            faults=faults,
        )


class UnknownRequest(DomainError):
    """No request has this number, or the caller may not know that it exists."""

    def __init__(self, request_id: object) -> None:
        super().__init__(
            f"No request to dig has the id '{request_id}'. Look at your list of requests.",
            f"Không có yêu cầu đào nào mang số '{request_id}'. Hãy xem danh sách yêu cầu của bạn.",
        )


class NotThisStep(DomainError):
    """The request is in a state from which this step does not lead on."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(
            f"A request that is '{state}' cannot become '{wanted}'. Reload the page to see how it stands.",
            f"Yêu cầu đang ở trạng thái '{state}', không chuyển sang '{wanted}' được. Hãy tải lại trang để xem.",
        )


class MayNotChangeRequest(DomainError):
    """The caller may see the request, but it is another organisation's."""

    def __init__(self) -> None:
        super().__init__(
            "Only the organisation that asked may do this.",
            "Chỉ đơn vị gửi yêu cầu mới được làm việc này.",
        )


class NoAnswer(DomainError):
    """The request has no answer that the caller may see."""

    def __init__(self, request_id: object) -> None:
        super().__init__(
            f"Request '{request_id}' has no answer for you: it has not been submitted, was withdrawn,"
            " or is another organisation's.",
            f"Yêu cầu '{request_id}' chưa có trả lời dành cho bạn: chưa gửi, đã rút, hoặc của đơn vị khác.",
        )


class AnswerExpired(DomainError):
    """The time for which an answer was given has passed."""

    def __init__(self, request_id: object, until: datetime) -> None:
        super().__init__(
            f"The answer to request '{request_id}' was valid until {until:%Y-%m-%d %H:%M} UTC."
            " Ask again if the works go on.",
            f"Trả lời cho yêu cầu '{request_id}' có hiệu lực đến {until:%d/%m/%Y %H:%M} UTC."
            " Hãy tra cứu lại nếu công trình còn tiếp tục.",
        )


class WrongDeviation(DomainError):
    """A report from the site does not hold; the faults name each field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            f"{len(faults)} faults in the report. First: {faults[0].where}: {faults[0].en}",
            f"Báo cáo có {len(faults)} lỗi. Lỗi đầu: {faults[0].where}: {faults[0].vi}",
            faults=faults,
        )


class UnknownDeviation(DomainError):
    """No report has this number, or it is about another owner's assets."""

    def __init__(self, deviation_id: object) -> None:
        super().__init__(
            f"No report from a site has the number '{deviation_id}', or it is not about your assets.",
            f"Không có báo cáo hiện trường số '{deviation_id}', hoặc không thuộc tài sản của bạn.",
        )


class MayNotDisclose(DomainError):
    """Only the owner of a collection, or an administrator, says what those who dig may see of it."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"Only the owner of '{scope}' decides what those who dig may see of it.",
            f"Chỉ chủ quản của '{scope}' quyết định người đào được xem gì.",
        )


class UnknownMode(DomainError):
    """A rule of disclosure says none of the three things that it may say."""

    def __init__(self, mode: str) -> None:
        super().__init__(
            f"'{mode}' is no way to tell: choose shown, presence or withheld.",
            f"Không có mức công bố '{mode}': hãy chọn shown, presence hoặc withheld.",
        )


class BadPlace(DomainError):
    """A place that was asked for is no shape on the ground."""

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(f"The place: {en}", f"Vị trí: {vi}")


class NotSigned(DomainError):
    """A PDF that carries no signature, or cannot be read."""

    def __init__(self, name: str, en: str, vi: str) -> None:
        super().__init__(f"{name}: {en}", f"{name}: {vi}")
