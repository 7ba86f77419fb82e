"""What a source offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from change_detection.scenes.parts import WORLD_FILES

PICTURES = frozenset({".tif", ".tiff", ".jp2", ".j2k", ".png", ".jpg", ".jpeg", ".zip"})
SIDECARS = frozenset({*WORLD_FILES, ".prj", ".qpj", ".points", ".imd", ".rpb"})
"""What goes with a picture of the same name."""


@dataclass(frozen=True)
class Offered:
    """A file that a source offers.

    Attributes:
        name: of the file, without folders.
        address: where it lies; with `version` it is what is remembered of it.
        version: changes when the file does: size and time, or the storage's tag.
        sidecars: addresses of files that go with it.
    """

    name: str
    address: str
    version: str
    sidecars: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Address and version in one."""
        return f"{self.address}#{self.version}"


class Source(Protocol):
    """A place that is looked at again and again."""

    def look(self) -> list[Offered]:
        """What is complete now, by name."""
        ...

    def read(self, offered: Offered) -> Iterator[bytes]:
        """The content, with its sidecars in a zip if it has any."""
        ...


def is_picture(name: str) -> bool:
    """Whether a file may be a scene, by its name."""
    return PurePosixPath(name).suffix.lower() in PICTURES and not name.startswith(".")
