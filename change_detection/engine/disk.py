"""Says in a sentence when a disk is full."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from change_detection.engine.errors import DiskFull


@contextmanager
def telling_when_full(folder: Path) -> Iterator[None]:
    """Raise DiskFull where the system says that there is no room, or that a file may not grow any more."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise DiskFull(str(folder)) from error
