"""Binary formats whose headers promise what is not there, or what nobody can hold."""

import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from shapely.geometry import Point, box

from tests.factories.files import cut, write_file

from .traps import Ground, harmless, refused

POINTS = [Point(106.7 + n / 100, 10.8) for n in range(50)]


def patch(path: Path, at: int, content: bytes) -> Path:
    whole = bytearray(path.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(whole)
    return path


def shapefile(at: Ground, shapes: list[object] | None = None) -> Path:
    return write_file(at.folder / "x.shp", shapes or list(POINTS), encoding="UTF-8")  # type: ignore[arg-type]


@refused("cut off")
def a_shapefile_of_two_gigabytes_by_its_header(at: Ground) -> Path:
    return patch(shapefile(at), 24, struct.pack(">i", 2**30))


@refused("cut off")
def a_shapefile_of_negative_length(at: Ground) -> Path:
    return patch(shapefile(at), 24, struct.pack(">i", -50))


@refused("record 1 says")
def a_record_of_negative_length(at: Ground) -> Path:
    return patch(shapefile(at), 104, struct.pack(">i", -10))


@refused("record 1 says that it is 160,000,0")
def a_ring_of_ten_million_vertices_by_its_header(at: Ground) -> Path:
    return patch(shapefile(at, [box(0, 0, 1, 1)]), 100 + 8 + 4 + 32 + 4, struct.pack("<i", 10_000_000))


@harmless(50, "rebuilt_shx")
def an_index_of_a_billion_records(at: Ground) -> Path:
    path = shapefile(at)
    patch(path.with_suffix(".shx"), 24, struct.pack(">i", 2**30))
    patch(path.with_suffix(".shx"), 100, struct.pack(">ii", 2**30, 2**30))
    return path


@refused("cut off")
def a_table_of_a_billion_rows(at: Ground) -> Path:
    path = shapefile(at)
    patch(path.with_suffix(".dbf"), 4, struct.pack("<I", 10**9))
    return path


@refused("header is damaged")
def a_table_with_rows_of_no_length(at: Ground) -> Path:
    path = shapefile(at)
    patch(path.with_suffix(".dbf"), 4, struct.pack("<IHH", 10**9, 65, 0))
    return path


@harmless(50)
def a_table_with_columns_of_negative_width(at: Ground) -> Path:
    path = shapefile(at)
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[32 + 11 : 32 + 18] = b"Z\xff\xff\xff\xff\xff\xff"
    path.with_suffix(".dbf").write_bytes(dbf)
    return path


@refused("1,000,000,000 rows; at most")
def a_flatgeobuf_of_a_billion_features(at: Ground) -> Path:
    path = write_file(at.folder / "x.fgb", list(POINTS), SPATIAL_INDEX="NO")
    place = path.read_bytes().index(struct.pack("<Q", 50), 12)
    return patch(path, place, struct.pack("<Q", 10**9))


@refused("header is cut off")
def a_flatgeobuf_with_an_endless_header(at: Ground) -> Path:
    return patch(write_file(at.folder / "x.fgb", list(POINTS)), 8, struct.pack("<I", 2**31))


@refused("broken|cut off")
def a_flatgeobuf_with_a_header_of_noise(at: Ground) -> Path:
    return patch(write_file(at.folder / "x.fgb", list(POINTS)), 12, b"\xff" * 100)


@refused("rows")
def a_parquet_of_very_many_empty_rows(at: Ground) -> Path:
    path = at.folder / "x.parquet"
    pq.write_table(pa.table({"a": pa.nulls(11_000_000, pa.int8())}), path)
    assert path.stat().st_size < 2_000_000
    return path


@refused("broken")
def a_parquet_with_a_footer_longer_than_itself(at: Ground) -> Path:
    path = at.folder / "x.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    return patch(path, path.stat().st_size - 8, struct.pack("<I", 2**31 - 1))


@refused("broken")
def a_parquet_with_a_footer_of_noise(at: Ground) -> Path:
    path = at.folder / "x.parquet"
    pq.write_table(pa.table({"a": list(range(1000))}), path)
    size = path.stat().st_size
    return patch(path, size - 200, bytes(range(150, 250)))


@refused("memory|broken|characters")
def a_parquet_whose_one_value_unpacks_to_a_gigabyte(at: Ground) -> Path:
    path = at.folder / "x.parquet"
    pq.write_table(pa.table({"a": ["x" * 1_000_000] * 1_000}), path, compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 2_000_000
    return patch(path, 0, b"PAR1")


def osm(at: Ground, blob: bytes, *, size: int | None = None) -> Path:
    header = b"\x0a\x09OSMHeader" + b"\x18" + varint(len(blob) if size is None else size)
    path = at.folder / "x.osm.pbf"
    path.write_bytes(struct.pack(">I", len(header)) + header + blob)
    return path


def varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


@refused("block at byte 0 is damaged")
def an_osm_block_of_two_gigabytes(at: Ground) -> Path:
    return osm(at, b"\x10" + varint(2**31 - 1) + b"\x1a\x02xx", size=2**31 - 1)


@refused("nothing in it can be read|broken")
def an_osm_block_that_unpacks_to_more_than_it_says(at: Ground) -> Path:
    import zlib

    bomb = zlib.compress(b"\x00" * 100_000_000, 9)
    return osm(at, b"\x10" + varint(100) + b"\x1a" + varint(len(bomb)) + bomb)


@refused("broken|damaged|cut off|DWG|not known|image|program|no table|workbook|columns")
def a_program_called_geopackage(at: Ground) -> Path:
    path = at.folder / "x.gpkg"
    path.write_bytes(b"\x7fELF" + b"\x00" * 1_000)
    return path


@refused("damaged workbook")
def an_old_workbook_of_noise(at: Ground) -> Path:
    path = at.folder / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20)
    return path


@refused("damaged workbook|memory")
def an_old_workbook_whose_sectors_go_in_a_circle(at: Ground) -> Path:
    """Every sector of the allocation table names sector 0 as its next."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 0, 0, 4096, 0, 1, 0, 0, 0)
    path = at.folder / "x.xls"
    path.write_bytes(bytes(head) + struct.pack("<I", 0) * 128 * 4)
    return path


@refused("broken|cut off|incomplete|not known|header")
def a_flatgeobuf_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(write_file(at.folder / "x.fgb", list(POINTS)), to=0.6)


@refused("cut off|damaged|broken")
def a_geopackage_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(write_file(at.folder / "x.gpkg", list(POINTS)), to=0.6)


@refused("cut off")
def a_shapefile_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(shapefile(at), to=0.6)


@refused("broken|cut off")
def a_parquet_that_ends_in_the_middle(at: Ground) -> Path:
    path = at.folder / "x.parquet"
    pq.write_table(pa.table({"a": list(range(1000))}), path)
    return cut(path, to=0.6)


@refused("broken|cut off")
def a_geojson_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(write_file(at.folder / "x.geojson", list(POINTS)), to=0.6)


@refused("no whole XML")
def a_kml_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(write_file(at.folder / "x.kml", list(POINTS)), to=0.6)


@refused("broken|cut off")
def a_drawing_that_ends_in_the_middle(at: Ground) -> Path:
    return cut(write_file(at.folder / "x.dxf", list(POINTS), columns={"Layer": ["a"] * 50}), to=0.9)


@refused("no whole zip file|damaged workbook")
def a_workbook_that_ends_in_the_middle(at: Ground) -> Path:
    import openpyxl

    openpyxl.Workbook().save(at.folder / "x.xlsx")
    return cut(at.folder / "x.xlsx", to=0.6)


@refused("50 of its 60 features")
def a_flatgeobuf_of_some_features_more_than_there_are(at: Ground) -> Path:
    path = write_file(at.folder / "x.fgb", list(POINTS), SPATIAL_INDEX="NO")
    place = path.read_bytes().index(struct.pack("<Q", 50), 12)
    return patch(path, place, struct.pack("<Q", 60))
