"""A NetworkSpec as plain JSON and back, and as the triggers read it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from layers.api import CollectionSpec

from .kinds import Meeting, NetworkSpec, Part


def to_document(spec: NetworkSpec) -> dict[str, Any]:
    """The spec as plain JSON."""
    return asdict(spec)


def from_document(document: Mapping[str, Any]) -> NetworkSpec:
    """The spec that a document holds."""
    parts = {role: tuple(_part(stated) for stated in document.get(role, ())) for role in ("nodes", "links")}
    meetings = tuple(
        Meeting(one=stated["one"], other=stated["other"], only_at=tuple(stated.get("only_at", ())))
        for stated in document.get("meetings", ())
    )
    return NetworkSpec(**{**document, **parts, "meetings": meetings})


def _part(stated: Mapping[str, Any]) -> Part:
    closed = {name: tuple(values) for name, values in stated.get("closed", {}).items()}
    return Part(**{**stated, "columns": dict(stated.get("columns", {})), "closed": closed})


def member_columns(spec: NetworkSpec, part: Part, collection: CollectionSpec) -> dict[str, Any]:
    """What the triggers read of a collection: our names of its columns, its kinds, its code lists."""
    return {
        "columns": dict(part.columns),
        "kind": part.kind,
        "kinds": dict(spec.kinds),
        "closed": {name: list(values) for name, values in part.closed.items()},
        "codes": {field.name: [str(code.value) for code in field.codes] for field in collection.fields if field.codes},
    }
