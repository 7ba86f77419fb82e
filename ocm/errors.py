"""What can go wrong at the operations centre, in words; no HTTP."""

from collections.abc import Sequence

from geo_server.core.errors import DomainError, Fault, OutsideServiceFailed


class UnknownAlert(DomainError):
    """No alert has this id, or the caller's organisation does not answer for it."""

    def __init__(self, alert_id: str) -> None:
        super().__init__(
            f"No alert has the id '{alert_id}'. Look at your list of alerts; another organisation may answer for it.",
            f"Không có cảnh báo nào mang mã '{alert_id}'. Hãy xem danh sách cảnh báo; "
            "có thể đơn vị khác có thẩm quyền với cảnh báo này.",
        )


class NoteRequired(DomainError):
    """A decision came without its reason."""

    def __init__(self) -> None:
        super().__init__(
            "A decision needs a note: write what was found on site or in the papers.",
            "Quyết định phải có ghi chú: hãy ghi điều đã thấy tại hiện trường hoặc trong hồ sơ.",
            faults=[Fault("note", "The note is empty.", "Ghi chú còn trống.")],
        )


class AlreadyDecided(DomainError):
    """Somebody decided this alert before."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"This alert is already {state}. Reload the page to see who decided and why.",
            f"Cảnh báo này đã được quyết định ({'chấp nhận' if state == 'accepted' else 'bác bỏ'}). "
            "Hãy tải lại trang để xem ai đã quyết định và lý do.",
        )


class UnknownVerdict(DomainError):
    """A decision is none of those there are."""

    def __init__(self, verdict: str) -> None:
        super().__init__(
            f"'{verdict}' is not a decision: choose 'accepted', 'lawful', 'no_change' or 'dismissed'.",
            f"'{verdict}' không phải là quyết định: hãy chọn 'accepted' (chấp nhận), 'lawful' (thay đổi hợp pháp), "
            "'no_change' (không có thay đổi) hoặc 'dismissed' (bác bỏ).",
        )


class MayNotSubscribe(DomainError):
    """Alerts of other organisations are not for this subject."""

    def __init__(self) -> None:
        super().__init__(
            "You may subscribe your own address to the alerts of your own organisation; "
            "ask an administrator for others.",
            "Bạn chỉ được đăng ký nhận cảnh báo của đơn vị mình; với đơn vị khác hãy liên hệ quản trị viên.",
        )


class WrongSubscription(DomainError):
    """A subscription names neither or both of area and organisation, or an address that cannot be reached."""


class UnknownSubscription(DomainError):
    """No running subscription has this id, or it is somebody else's."""

    def __init__(self, subscription_id: int) -> None:
        super().__init__(
            f"No running subscription has the number {subscription_id}.",
            f"Không có đăng ký nhận tin nào đang hiệu lực mang số {subscription_id}.",
        )


class UnknownChannel(DomainError):
    """Nobody registered a transport under this name."""

    def __init__(self, channel: str, known: Sequence[str]) -> None:
        names = ", ".join(sorted(known))
        super().__init__(
            f"'{channel}' is not a channel; there are: {names}.", f"Không có kênh gửi '{channel}'; hiện có: {names}."
        )


class WrongRules(DomainError):
    """A file of competence rules or terms does not hold; the faults name each rule."""


class WrongCameras(DomainError):
    """Camera rows do not hold; the faults name each row."""


class MessageNotSent(OutsideServiceFailed):
    """A channel did not take a message; trying again may help."""


class MessageRefused(MessageNotSent):
    """A channel refused a message for good: the address does not exist or is blocked."""

    permanent = True
