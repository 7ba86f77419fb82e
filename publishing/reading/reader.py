"""Read a file in a process of its own and take over what it wrote."""

import shutil
import stat
from pathlib import Path
from tempfile import mkdtemp

from ..errors import UnreadableFile
from ..kinds import HandedIn
from .exchange import Order, read_answer
from .limits import Limits
from .process import run

_STARTS_WORK, _ARROW = "work-", "layer-*.arrow"


def read(path: Path, *, folder: Path, limits: Limits | None = None, name: str | None = None) -> HandedIn:
    """The layers of a file, each as an Arrow file in `folder`.

    Reading again into the same folder replaces what an earlier, perhaps killed, reading left there.

    Args:
        path: a file; of a Shapefile or MapInfo table any parts beside it with the same name belong to it.
        folder: a folder for this file alone; made if need be.
        limits: what the file may cost.
        name: as the sender calls it, default the name of the file.

    Raises:
        UnreadableFile: broken, of an unknown kind, or holding what is not followed; nothing is left in `folder`.
        OverLimit: it has more of something than is read.
    """
    limits, name = limits or Limits(), name or path.name
    size = _regular(path, name)
    if size == 0:
        raise UnreadableFile(name, "it is empty.", "tệp rỗng.")
    limits.require("bytes_in", size, name)
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    work = Path(mkdtemp(prefix=_STARTS_WORK, dir=folder))
    order = Order(path.resolve(), name, folder.resolve(), work.resolve(), limits)
    try:
        return read_answer(run(order), order)
    except BaseException:
        _clear(folder)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _regular(path: Path, name: str) -> int:
    """The size of a plain file; links, folders, devices and pipes are not opened at all."""
    try:
        status = path.lstat()
    except OSError as error:
        raise UnreadableFile(name, "there is no such file.", "không có tệp này.") from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(
            name,
            "it is a link, a folder or a device. Hand in a plain file; put a folder into a zip.",
            "đây là liên kết, thư mục hoặc thiết bị. Hãy nộp một tệp; nếu là thư mục thì nén zip.",
        )
    return status.st_size


def _clear(folder: Path) -> None:
    for left in (*folder.glob(f"{_STARTS_WORK}*"), *folder.glob(_ARROW)):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
