"""GeoPackages: a database is a program too, so only plain tables are read, and nothing that computes."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from ...errors import UnreadableFile
from ...kinds import SourceLayer
from ..columns import plain
from ..sources import Source
from ..writer import Budget
from .shapefile import cut_off
from .vector import Reading, copy_layer

_READ_ONLY = {"IMMUTABLE": "YES", "LIST_ALL_TABLES": "NO"}
_OWN = ("gpkg_", "sqlite_", "rtree_")


def read_geopackage(source: Source, budget: Budget) -> list[SourceLayer]:
    """Every layer of a GeoPackage, tables without places too.

    Raises:
        UnreadableFile: SQLite without the tables of a GeoPackage, cut off, or with views or virtual tables as layers.
        OverLimit: too many layers, columns or rows.
    """
    _check_length(source.file, budget.name)
    try:
        announced = _check_tables(source.file, budget)
    except sqlite3.Error as error:
        raise UnreadableFile(
            budget.name, f"its database is damaged ({error}).", f"cơ sở dữ liệu trong tệp bị hỏng ({error})."
        ) from error
    return [
        copy_layer(Reading(source.file, layer, layer, options=_READ_ONLY, expected=rows), budget)
        for layer, rows in announced.items()
    ]


def _check_length(path: Path, name: str) -> None:
    """SQLite counts its pages in its header, valid where two counters agree."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100:
        raise cut_off(name, len(head), 100)
    (page,) = struct.unpack(">H", head[16:18])
    changes, pages, valid_for = (struct.unpack(">I", head[at : at + 4])[0] for at in (24, 28, 92))
    whole = pages * (65_536 if page == 1 else page)
    if changes == valid_for and path.stat().st_size < whole:
        raise cut_off(name, path.stat().st_size, whole)


def _check_tables(path: Path, budget: Budget) -> dict[str, int]:
    """Layers that may be read, and their number of rows as SQLite counts them."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        kinds = {name.lower(): (kind, sql or "") for kind, name, sql in database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        )}  # fmt: skip
        for table in ("gpkg_contents", "gpkg_spatial_ref_sys"):
            if table not in kinds:
                raise UnreadableFile(
                    budget.name,
                    f"it is an SQLite database, but no GeoPackage (it has no table {table}).",
                    f"đây là cơ sở dữ liệu SQLite, không phải GeoPackage (thiếu bảng {table}).",
                )
        for name in kinds:
            if name.startswith("gpkg_"):
                _require_plain(name, kinds, budget.name)
        listed = database.execute("SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')")
        layers = [name for (name,) in listed.fetchmany(budget.limits.layers + 1)]
        budget.limits.require("layers", len(layers), budget.name)
        return {name: _count(database, name, kinds, budget) for name in layers if not name.lower().startswith(_OWN)}


def _count(database: sqlite3.Connection, name: str, kinds: dict[str, tuple[str, str]], budget: Budget) -> int:
    _require_plain(name, kinds, budget.name)
    quoted = '"' + name.replace('"', '""') + '"'
    columns = database.execute(f"SELECT count(*) FROM pragma_table_xinfo({_literal(name)})").fetchone()[0]
    budget.limits.require("columns", columns, budget.name)
    computed = database.execute(f"SELECT count(*) FROM pragma_table_xinfo({_literal(name)}) WHERE hidden > 1")
    if computed.fetchone()[0]:
        raise _refused(name, budget.name)
    rows: int = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]
    budget.limits.require("rows", rows, budget.name)
    return rows


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _require_plain(name: str, kinds: dict[str, tuple[str, str]], file: str) -> None:
    kind, sql = kinds.get(name.lower(), ("nothing", ""))
    if kind != "table" or sql.lstrip().lower().startswith("create virtual"):
        raise _refused(name, file)


def _refused(name: str, file: str) -> UnreadableFile:
    return UnreadableFile(
        file,
        f"'{plain(name)}' in it is no plain table but a view, a virtual table or computed. Export it as a layer.",
        f"'{plain(name)}' trong tệp không phải bảng thường (khung nhìn, bảng ảo hoặc cột tính). Hãy xuất thành lớp.",
    )
