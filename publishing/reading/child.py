"""The reading process: takes one order, puts up its fences, reads, answers. `python -m publishing.reading.child`.

Everything that parses what strangers wrote runs here and nowhere else.
"""

import json
import os
import sys
import sysconfig
from dataclasses import replace
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from geo_server.core import fences

from ..errors import OverLimit, UnreadableFile
from ..kinds import HandedIn, SourceLayer
from .exchange import ANSWER, Order, answer_of, refusal_of
from .formats.drivers import SKIP, environment_without, settle, surplus_drivers
from .recognise import Format, recognise
from .sources import Found, Source, beside, lay_out, sources_in
from .unpack import unpack
from .writer import Budget

_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")


class _Without(MetaPathFinder):
    """pyogrio and Arrow load pandas where it is installed: a third of the time to start, for nothing."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname in ("pandas", "geopandas"):
            raise ModuleNotFoundError(f"{fullname} is not needed here", name=fullname)


def main() -> None:
    """Read what the order on standard input names, and write the answer into its folder of work."""
    told = os.environ.pop("DIABAN_ORDER", None) or sys.stdin.read()
    order = Order.from_json(told)
    fences.die_with_parent()
    sys.meta_path.insert(0, _Without())
    surplus = surplus_drivers()
    if surplus:
        environment = environment_without(surplus) | {"DIABAN_ORDER": told}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 - ourselves again
    settle()
    near = beside(order.path)
    missing = _prepare(order, near)
    answer = _answer(order, near) | {"missing": missing, "without_drivers": os.environ.get(SKIP, "")}
    (order.work / ANSWER).write_text(json.dumps(answer), "utf-8")


def _prepare(order: Order, near: list[Found]) -> list[str]:
    """Load the libraries, then shut the doors."""
    from .formats import all_formats  # noqa: F401 - they count as start, not as the file's memory

    root = Path(__file__).resolve().parents[2]
    libraries = [Path(p) for p in (sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *_SYSTEM)]
    own = [root / "publishing", root / "geo_server"]
    return fences.put_up(
        order.limits, readable=[order.path, *(f.path for f in near), *libraries, *own], writable=order.folder
    )


def _answer(order: Order, near: list[Found]) -> dict[str, Any]:
    try:
        return answer_of(_read(order, near))
    except UnreadableFile as error:
        return refusal_of(error)
    except MemoryError:
        return refusal_of(_out_of_memory(order))
    except OSError as error:
        if error.errno == 27:  # EFBIG: the limit of file size
            return refusal_of(_too_big(order))
        raise


def _read(order: Order, near: list[Found]) -> HandedIn:
    from .formats.all_formats import READERS

    budget = Budget(order.name, order.folder, order.limits)
    sources = _sources(order, near)
    layers: list[SourceLayer] = []
    for source in sources:
        layers += READERS[source.format](source, budget)
    formats = dict.fromkeys(source.format.value for source in sources)
    return HandedIn(order.name, ", ".join(formats), tuple(_told_apart(layers)))


def _sources(order: Order, near: list[Found]) -> list[Source]:
    kind = recognise(order.path, order.name)
    if kind is not Format.ZIP:
        found = Found(order.name, order.path)
        parts = [Found(f"{found.stem}{part.suffix}", part.path) for part in near]
        return [lay_out(found, kind, parts, order.work / "0")]
    files = unpack(order.path, order.work / "zip", name=order.name, limits=order.limits)
    return sources_in(files, order.work, name=order.name)


def _told_apart(layers: list[SourceLayer]) -> list[SourceLayer]:
    """Layers with a name each."""
    seen: dict[str, int] = {}
    apart = []
    for layer in layers:
        seen[layer.name] = seen.get(layer.name, 0) + 1
        again = seen[layer.name]
        apart.append(layer if again == 1 else replace(layer, name=f"{layer.name} ({again})"))
    return apart


def _out_of_memory(order: Order) -> OverLimit:
    most = order.limits.memory_mb
    return OverLimit(
        order.name,
        f"reading it needs more than {most} MB of memory. Hand it in in parts.",
        f"đọc cần hơn {most} MB bộ nhớ. Hãy chia nhỏ rồi nộp.",
    )


def _too_big(order: Order) -> OverLimit:
    most = order.limits.bytes_out
    return OverLimit(
        order.name,
        f"it becomes more than {most:,} bytes when it is read. Hand it in in parts.",
        f"khi đọc ra lớn hơn {most:,} byte. Hãy chia nhỏ rồi nộp.",
    )


if __name__ == "__main__":
    main()
