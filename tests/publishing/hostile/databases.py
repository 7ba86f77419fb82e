"""GeoPackages: a database can compute, promise, and hold shapes that nobody can hold."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from shapely.geometry import LineString, Point

from tests.factories.files import write_file

from .traps import Ground, harmless, refused

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x"


def geopackage(at: Ground, *statements: str | tuple[str, tuple[object, ...]]) -> Path:
    """A GeoPackage of two points, in which some statements were run."""
    path = write_file(at.folder / "x.gpkg", [Point(1, 1), Point(2, 2)], layer="roads", SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path)) as database:
        for name in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name[0]}"')
        for statement in statements:
            database.execute(*([statement] if isinstance(statement, str) else statement))
        database.commit()
    return path


def renamed(at: Ground, name: str) -> Path:
    """The layer under another name."""
    tables = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents")
    quoted = name.replace('"', '""')
    return geopackage(
        at, f'ALTER TABLE roads RENAME TO "{quoted}"', *((f"UPDATE {t} SET table_name = ?", (name,)) for t in tables)
    )


def shape(wkb: bytes) -> tuple[str, tuple[object, ...]]:
    """Put a shape of one's own into the second row."""
    return "UPDATE roads SET geom = ? WHERE fid = 2", (b"GP\x00\x01" + struct.pack("<i", 4326) + wkb,)


@refused("no plain table")
def a_layer_that_is_an_endless_view(at: Ground) -> Path:
    return geopackage(
        at,
        "ALTER TABLE roads RENAME TO hidden",
        f"CREATE VIEW roads AS SELECT h.*, (SELECT max(x) FROM ({ENDLESS} FROM n)) AS m FROM hidden h",
        "UPDATE gpkg_contents SET table_name = 'roads', identifier = 'roads'",
    )


@refused("no plain table")
def a_table_of_contents_that_is_an_endless_view(at: Ground) -> Path:
    return geopackage(
        at,
        "ALTER TABLE gpkg_contents RENAME TO contents",
        f"CREATE VIEW gpkg_contents AS SELECT c.* FROM contents c WHERE (SELECT max(x) FROM ({ENDLESS} FROM n)) > 0",
    )


@refused("no plain table")
def a_layer_that_is_a_virtual_table(at: Ground) -> Path:
    return geopackage(at, "DROP TABLE roads", "CREATE VIRTUAL TABLE roads USING fts5(name)")


@refused("no plain table")
def a_column_that_is_computed(at: Ground) -> Path:
    return geopackage(at, "ALTER TABLE roads ADD COLUMN big AS (hex(zeroblob(500000000)))")


@harmless(2)
def a_trigger_that_would_write(at: Ground) -> Path:
    return geopackage(at, "CREATE TRIGGER t AFTER INSERT ON roads BEGIN DELETE FROM roads; END")


@harmless(2)
def a_count_of_a_billion_features(at: Ground) -> Path:
    return geopackage(at, "UPDATE gpkg_ogr_contents SET feature_count = 1000000000")


@harmless(2, "unreadable")
def a_line_of_a_billion_vertices_by_its_header(at: Ground) -> Path:
    return geopackage(at, shape(struct.pack("<BII", 1, 2, 10**9) + b"\x00" * 64))


@harmless(2, "unreadable")
def a_polygon_of_a_billion_rings_by_its_header(at: Ground) -> Path:
    return geopackage(at, shape(struct.pack("<BII", 1, 3, 10**9) + b"\x00" * 64))


@harmless(2, "unreadable")
def a_shape_of_noise(at: Ground) -> Path:
    return geopackage(at, shape(bytes(range(100))))


@refused("vertices in one shape")
def a_line_that_really_has_a_million_vertices(at: Ground) -> Path:
    return write_file(at.folder / "x.gpkg", [LineString([(n % 100, n % 90) for n in range(1_000_002)])])


@refused("the reader broke|broken|levels|memory")
def collections_in_collections_without_end(at: Ground) -> Path:
    return geopackage(at, shape(struct.pack("<BII", 1, 7, 1) * 3_000_000 + struct.pack("<BII", 1, 7, 0)))


@harmless(2, "not_finite")
def a_shape_without_finite_coordinates(at: Ground) -> Path:
    line = struct.pack("<BII4d", 1, 2, 2, 0.0, 0.0, float("inf"), float("nan"))
    return geopackage(at, shape(line))


@refused("characters in one value")
def a_value_of_many_megabytes(at: Ground) -> Path:
    return geopackage(at, ("UPDATE roads SET name = ?", ("x" * 3_000_000,)))


@harmless(2, "repaired_text")
def text_that_is_no_text(at: Ground) -> Path:
    return geopackage(at, "UPDATE roads SET name = CAST(x'ff00fe41' AS TEXT) WHERE fid = 2")


@harmless(2)
def sql_in_the_name_of_a_layer(at: Ground) -> Path:
    return renamed(at, "x\"; DROP TABLE gpkg_contents; --'")


@harmless(2)
def an_address_as_the_name_of_a_layer(at: Ground) -> Path:
    return renamed(at, f"/vsicurl/{at.url}/x.gpkg")


@harmless(2)
def an_address_as_the_definition_of_a_reference_system(at: Ground) -> Path:
    return geopackage(
        at,
        (
            "UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'x' WHERE srs_id = 4326",
            (f"/vsicurl/{at.url}",),
        ),
    )


@refused("no GeoPackage")
def a_database_that_is_no_geopackage(at: Ground) -> Path:
    with closing(sqlite3.connect(at.folder / "x.gpkg")) as database:
        database.execute("CREATE TABLE secrets (a)")
        database.commit()
    return at.folder / "x.gpkg"


@refused("layers")
def very_many_layers(at: Ground) -> Path:
    rows = [
        statement
        for n in range(600)
        for statement in (
            f"CREATE TABLE t{n} (fid INTEGER PRIMARY KEY, a TEXT)",
            f"INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('t{n}', 'attributes', 't{n}')",
        )
    ]
    return geopackage(at, *rows)
