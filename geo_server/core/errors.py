"""The base of every error that a person may read: a sentence in English and in Vietnamese, no HTTP.

Each package names its own small classes in its `errors.py`; each door has one table from class to answer.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file or a form.

    Attributes:
        where: row, field or parameter, as the sender wrote it ("row 12", "bbox").
        en, vi: what is wrong and what to do, in English and Vietnamese.
    """

    where: str
    en: str
    vi: str

    def as_dict(self) -> dict[str, str]:
        """The fault as plain JSON."""
        return asdict(self)


class DomainError(Exception):
    """Something a person did or sent does not hold; the message says value, rule and next step."""

    def __init__(self, en: str, vi: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(en)
        self.en = en
        self.vi = vi
        self.faults = tuple(faults)

    def message(self, language: str = "vi") -> str:
        """The sentence in one language; Vietnamese unless English is asked for."""
        return self.en if language.startswith("en") else self.vi

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.en, self.vi, self.faults))


def _rebuild(cls: type[DomainError], en: str, vi: str, faults: tuple[Fault, ...]) -> DomainError:
    """Restore an error that crossed a process border (Celery pickles and JSON results)."""
    error = cls.__new__(cls)
    DomainError.__init__(error, en, vi, faults=faults)
    return error


class OutsideServiceFailed(DomainError):
    """A service that is not ours did not answer as it should.

    Attributes:
        permanent: trying again cannot help.
    """

    permanent = False


class UnknownJob(DomainError):
    """No job has this id, or the caller may not know that it exists."""

    def __init__(self, job_id: str) -> None:
        super().__init__(
            f"No job has the id '{job_id}'. Look at the list of jobs for the ids that exist.",
            f"Không có tác vụ nào mang mã '{job_id}'. Hãy xem danh sách tác vụ để biết các mã hiện có.",
        )


class UnknownToken(DomainError):
    """The caller has no token with this id."""

    def __init__(self, token_id: int) -> None:
        super().__init__(
            f"You have no token with the id {token_id}. Your tokens are listed on your account page.",
            f"Bạn không có mã truy cập nào mang số {token_id}. Trang tài khoản liệt kê các mã của bạn.",
        )


class JobCancelled(DomainError):
    """Somebody cancelled the job while it ran."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Job '{job_id}' was cancelled.", f"Tác vụ '{job_id}' đã bị hủy.")


class FromAnotherSite(DomainError):
    """A write that came with a session cookie, but without the CSRF token of our pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"A change with a session must carry the header X-CSRFToken ({reason}) Programs send a token of their own.",
            f"Thay đổi bằng phiên đăng nhập phải kèm X-CSRFToken ({reason}) Chương trình hãy gửi mã truy cập riêng.",
        )
