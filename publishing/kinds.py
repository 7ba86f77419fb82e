"""What passes between reading, hygiene, contract and draft: frozen values and Arrow batches, no database objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pyarrow as pa

ROW = "row"
"""Column of every batch: number of the row in its file as people count, from 1 (int64)."""

GEOMETRY = "geometry"
"""Column of every batch with places: WKB, two-dimensional, in the layer's own CRS until hygiene has moved it."""

ColumnType = Literal["integer", "number", "string", "boolean", "date", "date-time"]


@dataclass(frozen=True)
class SourceColumn:
    """A column of a file.

    Attributes:
        name: as the file writes it; unique in its layer.
        type: of its values in the batches.
        raw: its text, and its name, are bytes shown as Latin-1 that nobody has decoded yet.
        title: what stands over it in words where the file has several rows of header ("Chỉ tiêu / BOD5"), else "".
        unit: what a row under the header says of its unit or its limit ("mg/l", "≤ 50"), else "".
    """

    name: str
    type: ColumnType
    raw: bool = False
    title: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Remark:
    """Something that reading did on its own, or could not take, and the sender should know; nobody has to decide.

    Attributes:
        id: short name ("no_dbf", "flattened", "not_finite").
        vi, en: the sentence.
        rows: the first hundred rows that it is about; `count` says how many there are.
    """

    id: str
    vi: str
    en: str
    rows: tuple[int, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class SourceLayer:
    """One layer of a file, read once in a sandbox and lying as an Arrow file in the quarantine folder.

    Attributes:
        geometry_types: as found in the rows ("Point", "MultiPolygon"); empty for a table without places.
        crs: what the file says (WKT or "EPSG:4326"), "" if it says nothing.
        charset: what the file or its `.cpg`, `.cst` says of its text, "" if nothing.
        bounds: minimum x, y, maximum x, y of the finite coordinates, None without any.
        path: the Arrow file; columns ROW, the columns, GEOMETRY where there are places.
        places: of a table: the columns that GEOMETRY was made from (x and y, or one text); they stay columns too.
        remarks: what reading did on its own.
    """

    name: str
    columns: tuple[SourceColumn, ...]
    geometry_types: tuple[str, ...]
    crs: str
    charset: str
    rows: int
    bounds: tuple[float, float, float, float] | None
    path: Path
    places: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def batches(self) -> "Iterator[pa.RecordBatch]":
        """The rows in the order of the file, some thousand at a time; memory does not grow with the file."""
        import pyarrow as pa

        with pa.memory_map(str(self.path)) as source:
            reader = pa.ipc.open_file(source)
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)


@dataclass(frozen=True)
class HandedIn:
    """A file that was read: its name, its format ("Shapefile", "CSV" ...) and its layers."""

    name: str
    format: str
    layers: tuple[SourceLayer, ...]


@dataclass(frozen=True)
class Choice:
    """One way to deal with a proposal."""

    value: str
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class Proposal:
    """Something that was noticed in a layer, and what we would do about it; the owner confirms or chooses otherwise.

    Attributes:
        id: stable within a layer: the rule, and after a colon the column it is about ("crs", "nulls:diameter").
        text_vi, text_en: what was found, with figures, and what we propose.
        evidence: the figures as plain JSON.
        choices: the first is what we propose.
        sure: it is taken unless the owner objects; False: nothing goes on before he has chosen.
        rows: the first hundred rows that it is about.
    """

    id: str
    text_vi: str
    text_en: str
    choices: tuple[Choice, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict, hash=False)
    sure: bool = True
    rows: tuple[int, ...] = ()

    @property
    def rule(self) -> str:
        """The id without its column."""
        return self.id.partition(":")[0]


Decisions = Mapping[str, str]
"""Id of a proposal to the value of the choice that was taken."""


@dataclass(frozen=True)
class RowFault:
    """Why a row cannot be taken as it is.

    Attributes:
        row: its number in the file.
        column: the file's column, "" for the place or the whole row.
        rule: short name of what it breaks ("required", "code_list", "geometry").
        value: what stands there, as text, at most 200 characters.
        vi, en: the reason and what to do.
    """

    row: int
    column: str
    rule: str
    value: str
    vi: str
    en: str
