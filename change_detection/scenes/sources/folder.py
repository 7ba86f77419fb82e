"""A folder of this machine into which somebody copies pictures."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from .offered import SIDECARS, Offered, is_picture

_CHUNK = 1 << 20
_DAY = (1980, 1, 1, 0, 0, 0)


class Folder:
    """A watched folder. A file counts once two looks in a row find it and its sidecars the same: copying takes time."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._before: dict[str, str] = {}

    def look(self) -> list[Offered]:
        """The pictures that have not changed since the look before."""
        found = {one.address: one for one in map(self._offered, sorted(self.path.iterdir())) if one is not None}
        steady = [one for address, one in found.items() if self._before.get(address) == one.version]
        self._before = {address: one.version for address, one in found.items()}
        return steady

    def read(self, offered: Offered) -> Iterator[bytes]:
        """The file as it is; with sidecars, a zip of all of them without compression."""
        paths = [Path(address) for address in (offered.address, *offered.sidecars)]
        if len(paths) == 1:
            yield from _chunks(paths[0])
            return
        with TemporaryFile() as bundle:
            with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as archive:
                for path in paths:
                    with path.open("rb") as file, archive.open(_entry(path), "w", force_zip64=True) as target:
                        while chunk := file.read(_CHUNK):
                            target.write(chunk)
            bundle.seek(0)
            while chunk := bundle.read(_CHUNK):
                yield chunk

    def _offered(self, path: Path) -> Offered | None:
        if path.is_symlink() or not path.is_file() or not is_picture(path.name):
            return None
        beside = [
            other
            for other in sorted(self.path.iterdir())
            if other.is_file() and not other.is_symlink() and _goes_with(other, path)
        ]
        stats = [one.stat() for one in (path, *beside)]
        version = "-".join(f"{stat.st_size}.{stat.st_mtime_ns}" for stat in stats)
        return Offered(path.name, str(path), version, tuple(map(str, beside)))


def _goes_with(other: Path, path: Path) -> bool:
    return other.stem == path.stem and other.suffix.lower() in SIDECARS and path.suffix.lower() != ".zip"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _entry(path: Path) -> zipfile.ZipInfo:
    """Equal files make equal zips: no times in them."""
    return zipfile.ZipInfo(path.name, date_time=_DAY)
