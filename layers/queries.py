"""Questions about features and their answers, as they cross the door of this package."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from psycopg import sql
from shapely.geometry.base import BaseGeometry

from .kinds import Collection, Extent

CRS84 = "OGC:CRS84"


@dataclass(frozen=True)
class TimeSpan:
    """A moment (start = end) or a closed span of time; None leaves that side open."""

    start: datetime | None
    end: datetime | None

    @property
    def is_instant(self) -> bool:
        """True for one moment."""
        return self.start is not None and self.start == self.end


FilterLang = Literal["cql2-text", "cql2-json"]


@dataclass(frozen=True)
class Filter:
    """A CQL2 condition as it was sent; the coordinates in it are in the axis order of `crs`."""

    text: str
    lang: FilterLang = "cql2-text"
    crs: str = CRS84


@dataclass(frozen=True)
class SortKey:
    """One field to sort by; features without a value come last either way."""

    name: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemsQuery:
    """Which features of a collection, and how to write them.

    Attributes:
        bbox: minimum x, y, maximum x, y in the axis order of `bbox_crs` (latitude first for EPSG:4326).
            A box across the antimeridian (west > east) is allowed in degrees.
        at: the state as of that moment; for a span, the last version that was valid in it. None: now.
        after: cursor of the previous page.
        equals: (field, value) pairs that all must hold; values as text are read by the field's type.
        with_matched: count all matches, on the first page only.
        properties: names of the fields to write, None for all.
        filter: a CQL2 condition that must be true.
        q: words to find in the text fields, without diacritics or case; a comma separates alternatives.
        sortby: the order of the features, the fid last; empty for the order of fids.
        tolerance: simplify shapes so that no point moves further than this, in the unit of `crs`; None: as stored.
    """

    bbox: Extent | None = None
    bbox_crs: str = CRS84
    at: TimeSpan | None = None
    limit: int = 1000
    after: str | None = None
    crs: str = CRS84
    equals: tuple[tuple[str, Any], ...] = ()
    fids: tuple[int, ...] | None = None
    with_matched: bool = True
    skip_geometry: bool = False
    properties: tuple[str, ...] | None = None
    filter: Filter | None = None
    q: str | None = None
    sortby: tuple[SortKey, ...] = ()
    tolerance: float | None = None

    @property
    def asks_for_all(self) -> bool:
        """True if every feature of now matches, so that the maintained count is the answer."""
        asked = (self.bbox, self.at, self.fids, self.filter, self.q)
        return not self.equals and all(condition is None for condition in asked)


@dataclass(frozen=True)
class ItemsPage:
    """One page of features.

    Attributes:
        features: GeoJSON Features joined by commas, UTF-8, without brackets.
        returned: how many there are.
        next: cursor of the page after this one, None on the last page.
        matched: how many there are on all pages; None when not asked for or not the first page.
        revision, registry: of the collection and of the registry in the moment of reading, for ETags.
    """

    features: bytes
    returned: int
    next: str | None
    matched: int | None
    revision: int
    registry: int


@dataclass(frozen=True)
class Item:
    """One feature as GeoJSON text, UTF-8; the revisions as in ItemsPage."""

    feature: bytes
    fid: int
    revision: int
    registry: int


@dataclass(frozen=True)
class Source:
    """What a subject may read of a collection, as SQL.

    Attributes:
        relation: a parenthesised sub-select (fid, geom in EPSG:4326, columns) for use after FROM with an alias.
        columns: names beside fid and geom.
        params: named parameters that belong to `relation`; pass them to execute.
        policy_key: equal for subjects who see the same rows and columns, for caches shared between them; together
            with the registry revision it names one view of the collection.
        shape: name of a column of `relation` with the geometry in EPSG:3857, where a read copy keeps one.
    """

    relation: sql.Composable
    columns: tuple[str, ...]
    params: dict[str, Any] = field(hash=False)
    collection: Collection
    policy_key: str
    shape: str | None = None


@dataclass(frozen=True)
class Overlap:
    """One feature under a given shape; areas in square metres on the ellipsoid.

    Attributes:
        share_of_given: common area / area of the given shape, 0 where that has none.
        share_of_feature: common area / area of the feature, 0 for points and lines.
    """

    fid: int
    properties: dict[str, Any] = field(hash=False)
    geometry: BaseGeometry
    area_m2: float
    share_of_given: float
    share_of_feature: float


@dataclass(frozen=True)
class Hit:
    """One thing found by name.

    Attributes:
        collection: id; "areas" for a unit of the city's division, of any time.
        fid: the feature, the first one where several share the name; None for an area unit.
        subtitle: its code, or the days of an area unit.
        bbox: of all features that share the name; `point` lies on the first.
    """

    collection: str
    fid: int | None
    title: str
    subtitle: str
    bbox: Extent | None
    point: tuple[float, float] | None


@dataclass(frozen=True)
class Version:
    """One version of a feature, valid in [valid_from, valid_to); the live one has no end.

    Attributes:
        actor, reason: who made this version and why; empty when the public asks.
        geometry: GeoJSON text in CRS84, None without geometry.
    """

    valid_from: datetime
    valid_to: datetime | None
    actor: str
    reason: str
    properties: dict[str, Any] = field(hash=False)
    geometry: str | None


@dataclass(frozen=True)
class Change:
    """One line of the change log; `fid` is None when one line stands for many features."""

    revision: int
    fid: int | None
    bbox: Extent | None
    op: str
