"""What may be wrong at the planners' door, and its one table from error to answer: (HTTP status, OGC code).

An error is rendered as problem+json (RFC 9457) with both languages; people with a browser get the same as a page.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from geo_server.core import errors as core
from geo_server.core import outside
from layers import errors as layers
from networks import errors as networks
from tiles import errors as tiles
from works import errors as works

from .joins import errors as joins
from .records.errors import UnknownRecord
from .styling.errors import CannotExport

PROCESSES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"


class UnknownParameter(core.DomainError):
    """The query names a parameter that this resource does not have."""

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        names, choice = ", ".join(unknown), ", ".join(known)
        super().__init__(
            f"Unknown query parameter: {names}. Known here: {choice}.",
            f"Không có tham số truy vấn: {names}. Các tham số dùng được: {choice}.",
        )


class BadParameter(core.DomainError):
    """A query parameter is known, but its value does not hold."""

    def __init__(self, name: str, value: str, *, en: str, vi: str) -> None:
        super().__init__(f"{name} is '{value}': {en}", f"{name} là '{value}': {vi}")


class BadBody(core.DomainError):
    """The body of a request is not the JSON object that the operation takes."""


class NotAcceptable(core.DomainError):
    """The Accept header names no type in which the resource can be had."""

    def __init__(self, accepted: str, offered: list[str]) -> None:
        choice = ", ".join(offered)
        super().__init__(
            f"Nothing here is of a type that Accept names ('{accepted}'). To be had: {choice}.",
            f"Không có dạng nào khớp với Accept ('{accepted}'). Các dạng có thể nhận: {choice}.",
        )


class BodyTooLarge(core.DomainError):
    """More was sent than the server takes."""

    def __init__(self) -> None:
        super().__init__(
            "The body is too large. Send less at once, or give the address of the data as href.",
            "Nội dung gửi lên quá lớn. Hãy chia nhỏ, hoặc gửi địa chỉ của dữ liệu (href).",
        )


class UnknownProcess(core.DomainError):
    """No process has this id."""

    def __init__(self, process_id: str) -> None:
        super().__init__(
            f"No process has the id '{process_id}'. Look at /ogc/processes.",
            f"Không có tiến trình nào mang mã '{process_id}'. Hãy xem /ogc/processes.",
        )


class ResultNotReady(core.DomainError):
    """The job has not ended yet."""

    def __init__(self, job_id: str) -> None:
        super().__init__(
            f"Job '{job_id}' has not ended yet. Ask again later.",
            f"Tác vụ '{job_id}' chưa kết thúc. Hãy hỏi lại sau.",
        )


class UnknownOutput(core.DomainError):
    """The job has no output of this name."""

    def __init__(self, job_id: str, name: str) -> None:
        super().__init__(
            f"Job '{job_id}' has no output '{name}'. Its results name the outputs.",
            f"Tác vụ '{job_id}' không có đầu ra '{name}'. Kết quả của tác vụ nêu tên các đầu ra.",
        )


class TooManyJobs(core.DomainError):
    """The caller has as many unfinished jobs as one may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} of your jobs have not ended yet. Wait for them, or dismiss some.",
            f"{most} tác vụ của bạn chưa kết thúc. Hãy đợi, hoặc hủy bớt.",
        )


class NoResult(core.DomainError):
    """The job ended without a result (failed or dismissed); the message is its reason."""


class BadStart(core.DomainError):
    """A trace must begin at one feature or at one place."""

    def __init__(self, collection: str, feature: str, place: str) -> None:
        super().__init__(
            f"Give either '{collection}' and '{feature}', or '{place}' as a point in degrees, longitude first.",
            f"Hãy cho '{collection}' cùng '{feature}', hoặc '{place}' là một điểm tính bằng độ, kinh độ trước.",
        )


class ItemExists(core.DomainError):
    """`If-None-Match: *` asks to make a feature, but ids are given by the server."""

    def __init__(self) -> None:
        super().__init__(
            "If-None-Match: * allows only a feature that is not there yet. POST to the items to add one.",
            "If-None-Match: * chỉ cho phép đối tượng chưa có. Hãy gửi POST tới danh sách đối tượng để thêm mới.",
        )


class NotThisWay(core.DomainError):
    """The resource exists, but not for this method or content type."""


class UnexpectedFailure(core.DomainError):
    """An error in the program; what it was stands in the log under `reference`."""

    def __init__(self) -> None:
        self.reference = uuid4().hex[:12]
        super().__init__(
            f"The server failed. The reason is in its log under {self.reference}: tell those who run it.",
            f"Máy chủ gặp lỗi. Nguyên nhân có trong nhật ký, mã {self.reference}: hãy báo cho người quản trị.",
        )


@dataclass(frozen=True)
class Answer:
    """How an error leaves by this door.

    Attributes:
        status: HTTP status.
        code: exception code of the OGC APIs.
        type: URI of the problem where a standard names one.
    """

    status: HTTPStatus
    code: str
    type: str = "about:blank"


_BAD = Answer(HTTPStatus.BAD_REQUEST, "InvalidParameterValue")
_GONE = Answer(HTTPStatus.NOT_FOUND, "NotFound")

ANSWERS: dict[type[core.DomainError], Answer] = {
    core.DomainError: _BAD,
    core.OutsideServiceFailed: Answer(HTTPStatus.BAD_GATEWAY, "NoApplicableCode"),
    core.UnknownJob: Answer(HTTPStatus.NOT_FOUND, "NoSuchJob", f"{PROCESSES}/no-such-job"),
    layers.UnknownCollection: _GONE,
    layers.UnknownItem: _GONE,
    UnknownRecord: _GONE,
    networks.UnknownNetwork: _GONE,
    networks.NotInNetwork: _GONE,
    networks.NoModel: _GONE,
    networks.UnknownPart: _GONE,
    networks.OnlyThoseWhoSeeAll: Answer(HTTPStatus.FORBIDDEN, "Forbidden"),
    tiles.UnknownTileMatrixSet: _GONE,
    tiles.TileOutOfRange: _GONE,
    tiles.NoVectorTiles: _GONE,
    tiles.UnknownStyle: _GONE,
    tiles.UnknownFont: _GONE,
    tiles.NoCoverage: _GONE,
    tiles.NothingThere: _GONE,
    tiles.CoverageTooLarge: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "InvalidParameterValue"),
    layers.NotAllowed: Answer(HTTPStatus.FORBIDDEN, "Forbidden"),
    layers.ReadOnlyToken: Answer(HTTPStatus.FORBIDDEN, "Forbidden"),
    layers.NotSignedIn: Answer(HTTPStatus.UNAUTHORIZED, "Unauthorized"),
    layers.NotEditable: Answer(HTTPStatus.METHOD_NOT_ALLOWED, "NotSupported"),
    layers.ItemChanged: Answer(HTTPStatus.PRECONDITION_FAILED, "PreconditionFailed"),
    layers.RejectedItem: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "InvalidValue"),
    works.MustSignIn: Answer(HTTPStatus.UNAUTHORIZED, "Unauthorized"),
    works.MayNotAsk: Answer(HTTPStatus.FORBIDDEN, "Forbidden"),
    works.UnknownRequest: _GONE,
    works.NoAnswer: _GONE,
    works.AnswerExpired: Answer(HTTPStatus.GONE, "NotFound"),
    works.TooManyRequests: Answer(HTTPStatus.TOO_MANY_REQUESTS, "NoApplicableCode"),
    ItemExists: Answer(HTTPStatus.PRECONDITION_FAILED, "PreconditionFailed"),
    core.FromAnotherSite: Answer(HTTPStatus.FORBIDDEN, "Forbidden"),
    outside.NoAnswer: _BAD,  # an address that the sender has named
    joins.UnknownJoin: _GONE,
    joins.UnknownKeyField: _GONE,
    joins.SignInToKeep: Answer(HTTPStatus.UNAUTHORIZED, "Unauthorized"),
    joins.TooManyJoins: Answer(HTTPStatus.TOO_MANY_REQUESTS, "NoApplicableCode"),
    UnknownProcess: Answer(HTTPStatus.NOT_FOUND, "NoSuchProcess", f"{PROCESSES}/no-such-process"),
    ResultNotReady: Answer(HTTPStatus.NOT_FOUND, "ResultNotReady", f"{PROCESSES}/result-not-ready"),
    NoResult: Answer(HTTPStatus.BAD_REQUEST, "NoApplicableCode"),
    UnexpectedFailure: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "NoApplicableCode"),
    NotAcceptable: Answer(HTTPStatus.NOT_ACCEPTABLE, "InvalidParameterValue"),
    CannotExport: Answer(HTTPStatus.NOT_ACCEPTABLE, "InvalidParameterValue"),
    UnknownOutput: _GONE,
    TooManyJobs: Answer(HTTPStatus.TOO_MANY_REQUESTS, "NoApplicableCode"),
    BodyTooLarge: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "InvalidParameterValue"),
    NotThisWay: Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "InvalidParameterValue"),
}


def answer_of(error: core.DomainError) -> Answer:
    """The answer of an error: that of its nearest class in the table."""
    return next(ANSWERS[cls] for cls in type(error).__mro__ if cls in ANSWERS)


def as_problem(error: core.DomainError, language: str) -> dict[str, Any]:
    """The error as a problem+json document, the sentence in both languages."""
    answer = answer_of(error)
    return {
        "type": answer.type,
        "title": type(error).__name__,
        "status": int(answer.status),
        "code": answer.code,
        "detail": error.message(language),
        "description": error.message(language),  # the name that OGC API Processes 1.0 uses
        "detail_vi": error.vi,
        "detail_en": error.en,
        "faults": [fault.as_dict() for fault in error.faults],
    }
