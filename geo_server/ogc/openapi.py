"""The OpenAPI 3.0 document, put together from `definition/*.yaml`: self-contained, no larger for 5,000 collections.

pygeoapi's has 140 references to other hosts, which no validator follows in a closed network, and paths per collection,
which QGIS reads again for every layer that it opens. Each part also says to which conformance classes its paths
conform, so that what is declared and what is described stand in one file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from .parameters import DEFAULT_LIMIT, MAXIMUM_LIMIT

VERSION = "0.2.0"
PARTS = Path(__file__).with_name("definition")
FIRST = "server.yaml"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One line of the page for people."""

    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]


def definition(url: str) -> dict[str, Any]:
    """The document for one address of the landing page, in the reader's language."""
    english = (get_language() or "vi").startswith("en")
    return _template("en" if english else "vi") | {"servers": [{"url": url}]}


@cache
def parts() -> dict[str, dict[str, Any]]:
    """The parts by file name, the shared one first."""
    files = sorted(PARTS.glob("*.yaml"), key=lambda file: (file.name != FIRST, file.name))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def list_operations(document: dict[str, Any]) -> list[Operation]:
    """Every operation with its parameters and their descriptions, in the order of the document."""
    return [
        Operation(method.upper(), path, item[method]["summary"], tuple(_parameters(document, item, method)))
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def _parameters(document: dict[str, Any], item: dict[str, Any], method: str) -> list[tuple[str, str]]:
    declared = item.get("parameters", []) + item[method].get("parameters", [])
    named = document["components"]["parameters"]
    found = [named[entry["$ref"].rsplit("/", 1)[1]] if "$ref" in entry else entry for entry in declared]
    return [(entry["name"], entry.get("description", "")) for entry in found]


@cache
def _template(language: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for part in parts().values():
        _merge(document, dict(_described(part)))
    document = _spoken(document, language)
    document["info"]["version"] = VERSION
    limit = document["components"]["parameters"]["limit"]["schema"]
    limit |= {"default": DEFAULT_LIMIT, "maximum": MAXIMUM_LIMIT}
    return document


def _described(part: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The members of a part that belong to the document."""
    return ((name, value) for name, value in part.items() if name != "conformsTo" and not name.startswith("x-"))


def _merge(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Lay a part into the document, path by path and method by method; raises ValueError if two parts say the same."""
    for name, value in part.items():
        known = whole.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            whole[name] = known + [entry for entry in value if entry not in known]
        elif known is not None and known != value:
            raise ValueError(f"two parts of the API definition disagree about {name!r}")
        else:
            whole[name] = _copy(value)


def _copy(value: Any) -> Any:
    return {name: _copy(entry) for name, entry in value.items()} if isinstance(value, dict) else value


def _spoken(value: Any, language: str) -> Any:
    """The document with every {vi: ..., en: ...} replaced by the text in one language."""
    if isinstance(value, list):
        return [_spoken(entry, language) for entry in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"vi", "en"}:
        return value[language]
    return {name: _spoken(entry, language) for name, entry in value.items()}
