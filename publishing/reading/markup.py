"""XML is looked through by expat before a driver gets it: no document type, no entities, no endless nesting."""

from collections import Counter
from pathlib import Path
from xml.parsers import expat

from ..errors import UnreadableFile
from .columns import plain
from .limits import Limits

CHUNK = 2**18
_NO_DOCTYPE = (
    "it is XML with a document type or entities of its own (DOCTYPE, ENTITY), which could name other files or"
    " never end. Save it without.",
    "tệp XML có khai báo DOCTYPE hoặc ENTITY, có thể trỏ tới tệp khác hoặc lặp vô hạn. Hãy lưu lại không có khai báo.",
)


class _Refused(Exception):
    """Carries a sentence out of expat's callbacks."""


def look_through(path: Path, *, name: str, limits: Limits) -> Counter[str]:
    """How often each element (without its prefix) is there.

    Raises:
        UnreadableFile: no well-formed XML, or a document type or entities in it.
        OverLimit: nested too deeply, or too long a text.
    """
    counts: Counter[str] = Counter()
    depth = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        limits.require("depth", depth, name)
        counts[element.rpartition(":")[2]] += 1
        if len(counts) > limits.columns * 5:
            limits.require("columns", len(counts), name)

    def end(element: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise _Refused

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _Refused:
        raise UnreadableFile(name, *_NO_DOCTYPE) from None
    except (expat.ExpatError, LookupError, ValueError) as error:
        why = plain(str(error))
        raise UnreadableFile(name, f"it is no whole XML ({why}).", f"không phải XML nguyên vẹn ({why}).") from error
    return counts
