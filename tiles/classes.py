"""Tile classes: a short name for "who may see what, drawn how". The same rights and the same style, the same class."""

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from layers import api as layers

from .cache import Mark, Place


def place_of(source: layers.Source | layers.Glance, kind: str, *, drawn_with: Any = None) -> Place:
    """Where the tiles of this source lie; `drawn_with` is whatever else their bytes depend on (style, file)."""
    tile_class = _class_name(kind, source.policy_key, drawn_with)
    return Place(source.collection.id, tile_class, Mark.of(source.collection))


def place_at_a_glance(glance: layers.Glance, kind: str, *, version: str) -> Place:
    """The same place for a reader of what is kept ready: the collection's style and `version` are all it depends on."""
    collection = glance.collection
    known = _known(collection.id, glance.policy_key, glance.registry, kind, version)
    if not known:
        known.append(_class_name(kind, glance.policy_key, [version, collection.style]))
    return Place(collection.id, known[0], Mark.of(collection))


@lru_cache(maxsize=4096)
def _known(_collection_id: str, _policy_key: str, _registry: int, _kind: str, _version: str) -> list[str]:
    """Room for the name of a class, worked out once: a style belongs to one revision of the registry."""
    return []


def _class_name(kind: str, policy_key: str, drawn_with: Any) -> str:
    digest = blake2b(json.dumps([policy_key, drawn_with], sort_keys=True, default=str).encode(), digest_size=10)
    return f"{kind}-{digest.hexdigest()}"
