"""Where files that belong to the server lie: scenes, block results, pictures.

A key is a relative path with forward slashes; what comes back is a path on this machine. Object storage
(`DIABAN_STORAGE_URL`) is one class here; today it speaks `file://`.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse

from django.conf import settings

from .errors import DomainError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class UnsafeKey(DomainError):
    """A storage key points outside the storage."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"'{key}' is not a name inside the storage: use a relative path without '..'.",
            f"'{key}' không phải là tên nằm trong kho lưu trữ: hãy dùng đường dẫn tương đối, không có '..'.",
        )


class NoRoom(DomainError):
    """The disk of the storage has no room for what should be written."""

    def __init__(self) -> None:
        super().__init__(
            "The storage is full: nothing more can be written. Free some space on its disk, then start the work again.",
            "Kho lưu trữ đã đầy, không ghi thêm được. Hãy giải phóng dung lượng trên ổ đĩa rồi chạy lại tác vụ.",
        )


def root() -> Path:
    """The folder of the storage."""
    return Path(unquote(urlparse(settings.STORAGE_URL).path))


def path_of(key: str) -> Path:
    """The path of a stored file; raises UnsafeKey for absolute keys and for '..'."""
    parts = PurePosixPath(key)
    if parts.is_absolute() or ".." in parts.parts:
        raise UnsafeKey(key)
    return root() / parts


def prepare(key: str) -> Path:
    """The path of a file about to be written; its folder exists afterwards."""
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def telling_when_full() -> Iterator[None]:
    """Turn a disk without room into NoRoom; GDAL tells it in words, everybody else by number."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM or "No space left" in str(error) or "File too large" in str(error):
            raise NoRoom from error
        raise
