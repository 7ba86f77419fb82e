"""Rows on their way into a collection, many at once: they lie in a table of schema `incoming` that no door knows."""

import re
from dataclasses import dataclass
from typing import Literal

from psycopg import sql

from .errors import BadSpec
from .kinds import CollectionSpec, Extent
from .tables import table

Mode = Literal["append", "replace", "upsert", "delete"]
"""What becomes of the stored features: see `write_features`."""

NAME = re.compile(r"^[a-z][a-z0-9_]{0,49}$")


@dataclass(frozen=True)
class Incoming:
    """A table of rows for a collection, with columns "Row" (number in the file), fid, geom and the fields.

    Attributes:
        name: of the table, as an id of a collection is made.
        spec: what the rows are; only its fields are compared and written, others of the collection stay as they are.
    """

    name: str
    spec: CollectionSpec

    def __post_init__(self) -> None:
        """Refuse a name that no table can have."""
        if not NAME.match(self.name):
            raise BadSpec(
                self.spec.id,
                f"'{self.name}' cannot be the name of incoming rows.",
                f"'{self.name}' không thể là tên bảng dữ liệu chờ.",
            )

    @property
    def table(self) -> sql.Identifier:
        """The rows."""
        return table(self.name, "incoming")

    @property
    def pairs(self) -> sql.Identifier:
        """Which row meets which feature, as `difference` found it: ("Number", "Kind", fid, "Row")."""
        return table(f"{self.name}.pairs", "incoming")


@dataclass(frozen=True)
class Difference:
    """What would become of a collection.

    Attributes:
        revision: of the collection when it was compared, 0 for one that does not exist yet.
        bbox: of everything that would be added, changed or removed, where it is and where it would be.
    """

    collection: str
    mode: Mode
    key: str | None
    added: int
    changed: int
    removed: int
    unchanged: int
    bbox: Extent | None
    revision: int
