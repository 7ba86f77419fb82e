"""What may be wrong with a join."""

from collections.abc import Sequence

from geo_server.core.errors import DomainError, Fault


class UnknownJoin(DomainError):
    """No join has this id, or the caller may not know that it exists."""

    def __init__(self, join_id: str) -> None:
        super().__init__(
            f"No join has the id '{join_id[:100]}'. /ogc/joins lists those that you may see.",
            f"Không có bảng ghép nào mang mã '{join_id[:100]}'. /ogc/joins liệt kê các bảng bạn được xem.",
        )


class UnknownKeyField(DomainError):
    """The collection has no key field of this name, or the caller may not know that it exists."""

    def __init__(self, collection_id: str, name: str) -> None:
        super().__init__(
            f"Collection '{collection_id}' has no key field '{name[:100]}'. Its keys list those that exist.",
            f"Lớp '{collection_id}' không có trường khóa '{name[:100]}'. Danh sách khóa nêu các trường hiện có.",
        )


class BadTable(DomainError):
    """The table that was sent cannot be read; all faults at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"{len(faults)} faults in the table; nothing was joined. First: {first.where}: {first.en}",
            f"{len(faults)} lỗi trong bảng; chưa ghép gì. Lỗi đầu: {first.where}: {first.vi}",
            faults=faults,
        )


class BadJoin(DomainError):
    """The form of a join does not hold; all faults at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(
            f"The join cannot be made: {first.where} {first.en}.",
            f"Không ghép được: {first.where} {first.vi}.",
            faults=faults,
        )


class SignInToKeep(DomainError):
    """The public may join and read the outcome at once, but keeps nothing here."""

    def __init__(self) -> None:
        super().__init__(
            "Sign in, or send a token, to keep a join. Without that ask for output-formats=…/output/geojson-direct.",
            "Hãy đăng nhập hoặc gửi mã truy cập để lưu bảng ghép; nếu không, hãy dùng output-formats=…/geojson-direct.",
        )


class TooManyJoins(DomainError):
    """The caller keeps as many joins as one may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You keep {most} joins already. Delete one that you no longer need.",
            f"Bạn đang giữ {most} bảng ghép. Hãy xóa bảng không còn cần.",
        )


class TooManyFeatures(DomainError):
    """The collection is too large to be joined in one answer."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The collection has more than {most} features. Sign in and store the join, then read it in pages.",
            f"Lớp có hơn {most} đối tượng. Hãy đăng nhập, lưu bảng ghép rồi đọc theo trang.",
        )
