"""What somebody had before him when he made his change, so that nobody overwrites what he has not seen."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class ItemVersion:
    """One state of a feature as one subject sees it.

    It is made of what he sees and not of a counter: a change of a column that is hidden from him is no news to him, and
    none is told.

    Attributes:
        crs: in which the feature was written.
        digest: of its GeoJSON text.
    """

    crs: str
    digest: str


def version_of(feature: bytes, *, crs: str) -> ItemVersion:
    """The version of a feature that `get_item` wrote in this CRS."""
    return ItemVersion(crs, hashlib.sha256(feature).hexdigest()[:24])
