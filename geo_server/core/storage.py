"""Where files that belong to the server lie: scenes, block results, pictures.

A key is a relative path with forward slashes; what comes back is a path on this machine. Object storage
(`DIABAN_STORAGE_URL`) is one class here; today it speaks `file://`.
"""

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse

from django.conf import settings

from .errors import DomainError


class UnsafeKey(DomainError):
    """A storage key points outside the storage."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"'{key}' is not a name inside the storage: use a relative path without '..'.",
            f"'{key}' không phải là tên nằm trong kho lưu trữ: hãy dùng đường dẫn tương đối, không có '..'.",
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
