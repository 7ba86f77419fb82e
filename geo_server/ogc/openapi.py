"""The OpenAPI 3.0 document: written by hand in `openapi.yaml`, self-contained, as small for 5,000 collections as for 5.

pygeoapi's has 140 references to other hosts, which no validator follows in a closed network, and paths per collection,
which QGIS reads again for every layer that it opens.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from .parameters import DEFAULT_LIMIT, MAXIMUM_LIMIT

VERSION = "0.1.0"
SOURCE = Path(__file__).with_name("openapi.yaml")
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
    document: dict[str, Any] = _spoken(yaml.safe_load(SOURCE.read_text(encoding="utf-8")), language)
    document["info"]["version"] = VERSION
    limit = document["components"]["parameters"]["limit"]["schema"]
    limit |= {"default": DEFAULT_LIMIT, "maximum": MAXIMUM_LIMIT}
    return document


def _spoken(value: Any, language: str) -> Any:
    """The document with every {vi: ..., en: ...} replaced by the text in one language."""
    if isinstance(value, list):
        return [_spoken(entry, language) for entry in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"vi", "en"}:
        return value[language]
    return {name: _spoken(entry, language) for name, entry in value.items()}
