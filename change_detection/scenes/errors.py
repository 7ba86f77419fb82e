"""Why a file cannot become a scene, or a scene not be compared: value, rule, next step, in two languages."""

from datetime import datetime

from geo_server.core.errors import DomainError, OutsideServiceFailed


class NotAScene(DomainError):
    """A file will not do; the sentence names it. The other classes say what is wrong."""

    def __init__(self, name: str, en: str, vi: str) -> None:
        super().__init__(f"{name}: {en}", f"{name}: {vi}")


class BlankScene(DomainError):
    """A raster that is whole, but shows nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds no picture: every pixel is marked as no data. Export it again with its image bands.",
            f"{name} không có hình ảnh: mọi điểm ảnh đều là vùng trống. Hãy xuất lại tệp kèm các kênh ảnh.",
        )


class UnsupportedPicture(NotAScene):
    """No picture of a format that is read here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "this is no picture that is read here. Hand in a GeoTIFF, a JPEG 2000, a PNG or JPEG with its world file,"
            " or a zip of one of them.",
            "không phải ảnh đọc được. Hãy nộp GeoTIFF, JPEG 2000, PNG hoặc JPEG kèm tệp world file, hoặc tệp zip của"
            " một ảnh như vậy.",
        )


class WrongBands(NotAScene):
    """The bands of a picture are not those of a colour picture."""


class WrongPlace(NotAScene):
    """A picture lies where it cannot lie: outside the land of its CRS, with x and y exchanged, with absurd pixels."""


class WrongPoints(NotAScene):
    """The control points of a picture do not fit it, or each other."""


class NoDate(NotAScene):
    """Nobody says when a picture was taken."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "it does not say when it was taken. Hand it in again with the day of acquisition.",
            "tệp không ghi ngày chụp. Hãy nộp lại và điền ngày chụp.",
        )


class WrongDate(NotAScene):
    """A picture was taken in the future, or before there were pictures from above."""

    def __init__(self, name: str, taken: datetime) -> None:
        super().__init__(
            name,
            f"the day of acquisition, {taken:%Y-%m-%d}, is in the future or before 1900. Correct it.",
            f"ngày chụp {taken:%d/%m/%Y} nằm trong tương lai hoặc trước năm 1900. Hãy sửa lại.",
        )


class TooLargeScene(NotAScene):
    """A file, or what comes out of it, is larger than is taken."""

    def __init__(self, name: str, *, what: tuple[str, str], found: float, most: float) -> None:
        super().__init__(
            name,
            f"it has {found:,.0f} {what[0]}; at most {most:,.0f} are taken. Hand it in in parts.",
            f"có {found:,.0f} {what[1]}; chỉ nhận tối đa {most:,.0f}. Hãy chia nhỏ rồi nộp.",
        )


class BadZip(NotAScene):
    """A zip that is not whole, or not meant well."""


class StorageFull(DomainError):
    """The disk of the server is full; nothing of the scene was kept."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be stored: the disk of the server is full. Nothing of it was kept. Tell the operator,"
            " then hand it in again.",
            f"Không lưu được {name}: ổ đĩa của máy chủ đã đầy. Chưa có phần nào được giữ lại. Hãy báo người vận hành"
            " rồi nộp lại.",
        )


class MakingBroke(NotAScene):
    """The process that reads pictures died of this one."""

    def __init__(self, name: str, how: str) -> None:
        super().__init__(
            name,
            f"the reader broke on it ({how}). Save it anew as a GeoTIFF with the program it comes from.",
            f"chương trình đọc bị dừng vì tệp này ({how}). Hãy lưu lại thành GeoTIFF bằng phần mềm gốc.",
        )


class TooCloudy(DomainError):
    """Clouds hide too much of a scene for a comparison."""

    def __init__(self, title: str, share: float, most: float) -> None:
        super().__init__(
            f"Clouds hide {share:.0%} of '{title}'; a comparison takes at most {most:.0%}. Choose another scene.",
            f"Mây che {share:.0%} ảnh '{title}'; chỉ so sánh khi mây che tối đa {most:.0%}. Hãy chọn ảnh khác.",
        )


class UnknownDelivery(DomainError):
    """No delivery has this id, or the caller may not know that it exists."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"No file handed in has the id '{delivery_id}'. The page of scenes lists what you handed in.",
            f"Không có tệp nào đã nộp mang mã '{delivery_id}'. Trang ảnh liệt kê các tệp bạn đã nộp.",
        )


class BucketFailed(OutsideServiceFailed):
    """An object storage does not give what was asked of it."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"{address} cannot be fetched: {reason}. Check the address and the DIABAN_S3_ settings.",
            f"Không tải được {address}: {reason}. Hãy kiểm tra địa chỉ và các biến DIABAN_S3_.",
        )
