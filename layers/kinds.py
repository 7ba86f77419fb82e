"""What a collection is, as it crosses the door of this package: frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

FieldType = Literal["integer", "number", "string", "boolean", "date", "date-time"]
Topology = Literal["", "node", "link", "appurtenance", "duct", "area"]
Status = Literal["draft", "in_review", "published", "retired"]
Extent = tuple[float, float, float, float]

GEOMETRY_TYPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Geometry")
TOPOLOGIES: tuple[Topology, ...] = ("", "node", "link", "appurtenance", "duct", "area")
SEARCHED_ROLES = ("title", "code")
"""Texts with these roles have an index of their letters without case and diacritics."""
FIELD_TYPES: tuple[FieldType, ...] = ("integer", "number", "string", "boolean", "date", "date-time")


@dataclass(frozen=True)
class Code:
    """One entry of a code list: the stored value and what people read."""

    value: str | int
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class Field:
    """One column of a collection.

    Attributes:
        name: column and JSON key, ASCII, `^[a-z][a-z0-9_]*$`.
        type: JSON type; "date-time" is stored with its time zone.
        unit: UCUM code ("m", "km2") where the value has a unit.
        codes: the closed list of values, empty if the field is free.
        role: "title", "key", "code" or "instant"; search reads "title" and "code", `upsert` finds rows by "key".
        required: NULL is refused.
        private: stored, but shown only to subjects whose grant names the field.
        minimum, maximum: smallest and largest number that is taken, both included.
        pattern: RE2 expression that the whole text must match, from ^ to $.
        max_length: most letters of a text.
    """

    name: str
    type: FieldType
    title_vi: str
    title_en: str
    unit: str = ""
    codes: tuple[Code, ...] = ()
    role: str = ""
    required: bool = False
    private: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    max_length: int | None = None


@dataclass(frozen=True, kw_only=True)
class CollectionSpec:
    """What somebody says when he registers a collection.

    Attributes:
        id: `^[a-z][a-z0-9_]{0,49}$`; also the name of the table in schema `feature`.
        theme: where it stands in the layer tree ("planning", "network/water", "imagery").
        geometry_type: one of GEOMETRY_TYPES; Multi* also takes single parts.
        owner: code of the organisation that answers for it.
        storage_crs: what the OGC door declares as storageCrs; the table itself is always EPSG:4326.
        style: MapLibre layers without source (`{"layers": [...]}`), None for a default by geometry and theme.
        package: the package that registered it.
        public: everybody may read it, granted when the collection is created.
        coverage: storage key of a COG, for imagery.
        editable: people with the right may change single features; False where a package keeps the rows itself.
        contract: id of the contract whose rules its rows follow, "" for none.
        topology: what its features are in a network, "" for nothing.
    """

    id: str
    title_vi: str
    title_en: str
    theme: str
    geometry_type: str
    fields: tuple[Field, ...] = ()
    description_vi: str = ""
    description_en: str = ""
    owner: str = "city"
    storage_crs: str = "EPSG:4326"
    style: dict[str, Any] | None = field(default=None, hash=False)
    licence: str = ""
    attribution: str = ""
    package: str = "layers"
    public: bool = False
    coverage: str = ""
    editable: bool = False
    contract: str = ""
    topology: Topology = ""

    def field_named(self, name: str) -> Field | None:
        """The field of this name, None if there is none."""
        return next((f for f in self.fields if f.name == name), None)

    def field_with_role(self, role: str) -> Field | None:
        """The first field with this role, None if there is none."""
        return next((f for f in self.fields if f.role == role), None)


@dataclass(frozen=True, kw_only=True)
class Collection(CollectionSpec):
    """A registered collection as one subject may know it: hidden fields are absent, counts are his counts.

    `style` is never None here: a collection without one has the default of its theme and geometry.

    Attributes:
        revision: of its rows; grows with every change, 0 before the first.
        count: rows the subject may read.
        extent: west, south, east, north of those rows in degrees, None without geometry.
        since: the first moment from which rows are known.
        updated: when the rows changed last.
    """

    status: Status
    revision: int
    count: int
    extent: Extent | None
    since: datetime | None
    updated: datetime | None
