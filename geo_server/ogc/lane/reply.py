"""An answer as it leaves by WSGI."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """Status line, headers and body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def status_code(self) -> int:
        """The number of the status."""
        return int(self.status[:3])
