"""Tile classes: a short name for "who may see what, drawn how". The same SQL and the same style, the same class."""

import json
from hashlib import blake2b
from typing import Any

from layers import api as layers

from .cache import Mark, Place


def place_of(source: layers.Source, kind: str, *, drawn_with: Any = None) -> Place:
    """Where the tiles of this source lie; `drawn_with` is whatever else their bytes depend on (style, file)."""
    policy = [source.relation.as_string(None), source.columns, source.params, drawn_with]
    digest = blake2b(json.dumps(policy, sort_keys=True, default=str).encode(), digest_size=10).hexdigest()
    return Place(source.collection.id, f"{kind}-{digest}", Mark.of(source.collection))
