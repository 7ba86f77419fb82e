"""What was handed in: one picture, and the files that say where and when it was taken."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import BadZip, UnsupportedPicture
from .limits import SceneLimits
from .opening import driver_of, is_zip
from .unpack import unpack

WORLD_FILES = (".tfw", ".tifw", ".pgw", ".pngw", ".jgw", ".jpgw", ".jpw", ".j2w", ".wld")
NAMED_CRS = (".prj", ".qpj")
POINT_FILES = (".points", ".csv")
_PLACING = {*WORLD_FILES, *NAMED_CRS, *POINT_FILES}
_PREVIEWS = ("browse", "preview", "quicklook", "icon", "thumb")


@dataclass(frozen=True)
class Parts:
    """A picture and, beside it in the same folder, its sidecars.

    Attributes:
        name: of the file as handed in; it stands in every sentence.
        sidecars: files that say where the picture lies.
    """

    name: str
    picture: Path
    sidecars: tuple[Path, ...]

    def find(self, *suffixes: str) -> Path | None:
        """The first sidecar with one of these endings."""
        return next((path for path in self.sidecars if path.suffix.lower() in suffixes), None)


def lay_out(path: Path, *, name: str, work: Path, limits: SceneLimits) -> Parts:
    """The picture of a file, or of a zip, which is unpacked into the folder `work`.

    A file that lies in an operator's folder brings the sidecars that carry its name.

    Raises:
        UnsupportedPicture, BadZip, TooLargeScene: the file will not do.
    """
    limits.require("bytes_in", path.stat().st_size, name)
    if is_zip(path):
        files = unpack(path, work / "unpacked", name=name, limits=limits)
        picture = _only_picture(files, name)
    else:
        picture = path
        files = sorted(other for other in path.parent.glob(f"{_glob_safe(path.stem)}.*") if other != path)
    if driver_of(picture) is None:
        raise UnsupportedPicture(name)
    return Parts(name, picture, tuple(file for file in files if file.suffix.lower() in _PLACING))


def identity(picture: Path, *, used: Iterable[Path], crs: str) -> str:
    """The SHA-256 of what a scene is made of: of the picture alone, where it says itself where it lies.

    Args:
        picture: the file with the pixels.
        used: sidecars that place it.
        crs: what the sender said of a picture that does not name its CRS; else empty.
    """
    pixels = sha256_of(picture)
    placing = [f"{path.suffix.lower()} {sha256_of(path)}" for path in used]
    if not placing and not crs:
        return pixels
    return hashlib.sha256("\n".join([pixels, *sorted(placing), crs]).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _only_picture(files: list[Path], name: str) -> Path:
    """The one picture in a zip; small previews that satellite firms add do not count."""
    pictures = [file for file in files if driver_of(file) is not None]
    if len(pictures) > 1:
        pictures = [p for p in pictures if not any(word in p.name.lower() for word in _PREVIEWS)]
    if not pictures:
        raise UnsupportedPicture(name)
    if len(pictures) > 1:
        shown = ", ".join(sorted(picture.name for picture in pictures)[:4])
        raise BadZip(
            name,
            f"the zip holds {len(pictures)} pictures ({shown}). Hand in each one in a zip of its own.",
            f"gói zip chứa {len(pictures)} ảnh ({shown}). Hãy nén mỗi ảnh trong một gói riêng.",
        )
    return pictures[0]


def _glob_safe(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)
