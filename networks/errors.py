"""What can go wrong here, in words; no HTTP."""

from geo_server.core.errors import DomainError


class UnknownNetwork(DomainError):
    """No network has this id, or the caller may see nothing of it."""

    def __init__(self, network_id: str) -> None:
        super().__init__(
            f"No network has the id '{network_id}'. The page of networks lists those that exist.",
            f"Không có mạng lưới nào mang mã '{network_id}'. Trang mạng lưới liệt kê các mạng hiện có.",
        )


class NotInNetwork(DomainError):
    """The feature at which a trace should begin is no part of the network, or the caller may not see it."""

    def __init__(self, network_id: str, collection: str, fid: object) -> None:
        super().__init__(
            f"Feature {fid} of '{collection}' is no part of network '{network_id}'. Give a link or node of its layers.",
            f"Đối tượng {fid} của lớp '{collection}' không thuộc mạng '{network_id}'."
            " Hãy chọn một tuyến hoặc nút trong các lớp của mạng.",
        )


class NothingNear(DomainError):
    """No link of the network lies near the given place."""

    def __init__(self, network_id: str, metres: float) -> None:
        super().__init__(
            f"No link of network '{network_id}' lies within {metres:g} m of the place. Choose a place on a line.",
            f"Trong vòng {metres:g} m quanh vị trí không có tuyến nào của mạng '{network_id}'. Hãy chọn trên tuyến.",
        )


class TooManyLinks(DomainError):
    """A trace found more than it was allowed to."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The trace goes over more than {most} links. Begin further out in the network, or raise max_links.",
            f"Kết quả dò vượt quá {most} tuyến. Hãy bắt đầu ở vị trí xa nguồn hơn, hoặc tăng max_links.",
        )


class NoRoute(DomainError):
    """Nothing that is open joins two places of a network."""

    def __init__(self, network_id: str) -> None:
        super().__init__(
            f"No open way in network '{network_id}' joins the two places.",
            f"Trong mạng '{network_id}' không có đường thông nào nối hai vị trí.",
        )
