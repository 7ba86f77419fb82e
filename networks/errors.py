"""What can go wrong here, in words; no HTTP."""

from collections.abc import Sequence

from geo_server.core.errors import DomainError, Fault


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


class BadNetwork(DomainError):
    """The description of a network does not hold; the faults say where."""

    def __init__(self, network_id: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"Network '{network_id}' cannot be defined so. {first.where}: {first.en}",
            f"Không thể định nghĩa mạng '{network_id}' như vậy. {first.where}: {first.vi}",
            faults=faults,
        )


class UnknownNetworkError(DomainError):
    """No error of the network has this number; it may be mended already."""

    def __init__(self, network_id: str, fid: object) -> None:
        super().__init__(
            f"Network '{network_id}' has no error {fid}. It may be mended already.",
            f"Mạng '{network_id}' không có lỗi số {fid}. Có thể lỗi đã được sửa.",
        )


class EngineFailed(DomainError):
    """A hydraulic engine refuses a model, or did not end well."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(
            f"The engine {engine} did not accept the model: {reason}. Correct the model and run it again.",
            f"Phần mềm tính {engine} không chấp nhận mô hình: {reason}. Hãy sửa mô hình rồi chạy lại.",
        )


class BadPlacement(DomainError):
    """Coordinates of a model that do not become places on the earth."""

    def __init__(self, crs: str) -> None:
        super().__init__(
            f"With '{crs}' the model does not lie on the earth. Name its reference system (EPSG:9210), or say where a"
            " local grid lies (longitude, latitude, metres per unit).",
            f"Với '{crs}' mô hình không nằm trên mặt đất. Hãy cho biết hệ tọa độ (EPSG:9210), hoặc vị trí đặt lưới"
            " tọa độ riêng (kinh độ, vĩ độ, số mét mỗi đơn vị).",
        )


class NoModel(DomainError):
    """The network has no hydraulic model of this kind."""

    def __init__(self, network_id: str, engine: str) -> None:
        super().__init__(
            f"Network '{network_id}' has no {engine} model. Import its .inp file first (./diaban network import).",
            f"Mạng '{network_id}' chưa có mô hình {engine}. Hãy nạp tệp .inp trước (./diaban network import).",
        )


class OnlyThoseWhoSeeAll(DomainError):
    """A run needs the whole network, and what it gives tells of all of it."""

    def __init__(self, network_id: str) -> None:
        super().__init__(
            f"You see only a part of network '{network_id}'; a run tells of all of it. Ask its owner for the right to"
            " read all its layers.",
            f"Bạn chỉ được xem một phần mạng '{network_id}', còn kết quả tính nói về toàn mạng."
            " Hãy đề nghị chủ quản cho quyền xem mọi lớp của mạng.",
        )


class UnknownPart(DomainError):
    """A scenario names something that the model does not have."""

    def __init__(self, network_id: str, name: object) -> None:
        super().__init__(
            f"The model of network '{network_id}' has no part '{name}'. Give the number (fid) of a feature of its"
            " layers.",
            f"Mô hình của mạng '{network_id}' không có phần tử '{name}'."
            " Hãy cho số hiệu (fid) của đối tượng trong các lớp của mạng.",
        )


class BadRain(DomainError):
    """A design rain that cannot fall."""


class NotAccepted(DomainError):
    """Only the owner of a network says which of its errors may stand."""

    def __init__(self, network_id: str) -> None:
        super().__init__(
            f"Only the owner of network '{network_id}' may accept its errors. Ask the owner.",
            f"Chỉ chủ quản của mạng '{network_id}' được chấp nhận lỗi của mạng. Hãy liên hệ chủ quản.",
        )
