"""The process that makes scenes of strangers' files: takes one order, puts up its fences, makes, answers.

`python -m change_detection.scenes.child`; the order comes on standard input, what it says goes line by line to standard
output (see `exchange`). A codec that breaks or runs wild dies here and nowhere else.
"""

import sys
import sysconfig
from pathlib import Path

import rasterio

from geo_server.core import fences
from geo_server.core.errors import DomainError

from .errors import TooLargeScene
from .exchange import answer_line, order_of, progress_line, refusal_line
from .making import Making, make_scene

_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom", "/proc/self")
_OUT_OF_MEMORY = ("bytes of memory", "byte bộ nhớ")


def main() -> None:
    """Make what the order names, and say how far it is and how it ended."""
    order = order_of(sys.stdin.read())
    fences.die_with_parent()
    _load_codecs()
    root = Path(__file__).resolve().parents[2]
    libraries = [Path(p) for p in (sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *_SYSTEM)]
    own = [root / "change_detection", root / "geo_server", root / "layers"]
    fences.put_up(order.limits, readable=[order.path.parent, *libraries, *own], writable=order.work)
    _say(_ending(order))


def _ending(order: Making) -> str:
    try:
        return answer_line(make_scene(order, tell=lambda share, stage: _say(progress_line(share, stage))))
    except DomainError as error:
        return refusal_line(error)
    except MemoryError:
        most = order.limits.memory_mb * 2**20
        return refusal_line(TooLargeScene(order.name, what=_OUT_OF_MEMORY, found=most + 1, most=most))


def _load_codecs() -> None:
    """GDAL finds its drivers and data now, not as the file's expense."""
    with rasterio.Env() as env:
        env.drivers()


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
