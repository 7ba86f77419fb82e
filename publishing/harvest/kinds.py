"""What passes between a source and those who know how to ask it."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

MOST_BYTES = 2_000_000_000
MOST_SECONDS = 1_800.0
PAGE_BYTES = 100_000_000
PAGE_SECONDS = 120.0


@dataclass(frozen=True)
class Remote:
    """Where something is kept by somebody else.

    Attributes:
        url: of the file, or of the service.
        layer: of a service with several: id of the collection, type name, number of the layer, id of the resource.
        etag, last_modified: what the host said last time, "" if nothing.
    """

    url: str
    layer: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> Mapping[str, str]:
        """Headers that ask for an answer only if something is new."""
        wanted = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True)
class Brought:
    """What a source gives now.

    Attributes:
        file_name: by which the reader knows the format.
        chunks: the file; reading them may raise NoAnswer, ForbiddenAddress, BadAnswer.
        unchanged: the host says that nothing is new; there are no chunks.
        etag, last_modified: for the next time.
    """

    file_name: str
    chunks: Iterator[bytes] = field(hash=False)
    unchanged: bool = False
    etag: str = ""
    last_modified: str = ""


class Asking(Protocol):
    """A way of asking."""

    def __call__(self, remote: Remote) -> AbstractContextManager[Brought]:
        """What the source gives; it may be read as long as the context is open."""
