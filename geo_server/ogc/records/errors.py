"""What may be wrong with a question to the catalogue."""

from geo_server.core.errors import DomainError


class UnknownRecord(DomainError):
    """The catalogue has no such record, or the reader may not know that it exists."""

    def __init__(self, record_id: str) -> None:
        super().__init__(
            f"The catalogue has no record '{record_id}'. Search it to see the records that exist.",
            f"Danh mục không có bản ghi '{record_id}'. Hãy tìm trong danh mục để biết các bản ghi hiện có.",
        )
