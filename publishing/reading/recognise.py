"""Which format a file has, by what stands in it: a suffix may lie, and a wrong driver must not get to see the file."""

import re
import struct
import zipfile
from enum import StrEnum
from pathlib import Path

from ..errors import UnreadableFile

HEAD = 65_536


class Format(StrEnum):
    """Formats that are read; the value is how people call them."""

    SHAPEFILE = "Shapefile"
    DBASE = "dBASE"
    GEOPACKAGE = "GeoPackage"
    GEOJSON = "GeoJSON"
    GEOJSON_SEQUENCE = "GeoJSON sequence"
    FLATGEOBUF = "FlatGeobuf"
    PARQUET = "GeoParquet"
    KML = "KML"
    KMZ = "KMZ"
    GML = "GML"
    CSV = "CSV"
    EXCEL = "Excel"
    DXF = "DXF"
    MAPINFO_TAB = "MapInfo TAB"
    MAPINFO_MIF = "MapInfo MIF"
    OSM = "OSM PBF"
    ZIP = "zip"


ALL_OF_THEM = (
    "Shapefile (zip), GeoPackage, GeoJSON, FlatGeobuf, GeoParquet, KML, KMZ, GML, CSV, Excel, DXF, MapInfo, OSM PBF"
)
_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"PK\x03\x04", Format.ZIP),
    (b"SQLite format 3\x00", Format.GEOPACKAGE),
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE),
    (b"fgb\x03fgb", Format.FLATGEOBUF),
    (b"PAR1", Format.PARQUET),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.EXCEL),
    (b"AutoCAD Binary DXF", Format.DXF),
)
_OTHER: tuple[tuple[bytes, str, str], ...] = (
    (b"AC10", "it is a drawing in DWG. Save it as DXF.", "đây là bản vẽ DWG. Hãy lưu thành DXF."),
    (b"%PDF", "it is a PDF. Hand in the data it was made from.", "đây là PDF. Hãy nộp dữ liệu gốc."),
    (b"\x1f\x8b", "it is packed with gzip. Use zip.", "tệp nén gzip. Hãy dùng zip."),
    (b"Rar!", "it is packed with RAR. Use zip.", "tệp nén RAR. Hãy dùng zip."),
    (b"7z\xbc\xaf", "it is packed with 7-Zip's own format. Use zip.", "tệp nén 7z. Hãy dùng zip."),
    (b"BZh", "it is packed with bzip2. Use zip.", "tệp nén bzip2. Hãy dùng zip."),
    (b"\xfd7zXZ", "it is packed with xz. Use zip.", "tệp nén xz. Hãy dùng zip."),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstd. Use zip.", "tệp nén zstd. Hãy dùng zip."),
    (b"PK\x05\x06", "the zip is empty.", "tệp zip rỗng."),
    (b"\x89PNG", "it is an image.", "đây là tệp ảnh."),
    (b"\xff\xd8\xff", "it is an image.", "đây là tệp ảnh."),
    (b"II*\x00", "it is an image.", "đây là tệp ảnh."),
    (b"MM\x00*", "it is an image.", "đây là tệp ảnh."),
    (b"\x7fELF", "it is a program.", "đây là chương trình."),
    (b"MZ", "it is a program.", "đây là chương trình."),
)
_XML_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)", re.S)
_GML_ROOTS = {b"FeatureCollection", b"SpatialDataset", b"Dataset", b"CityModel"}


def recognise(path: Path, name: str) -> Format:
    """The format of a file.

    Raises:
        UnreadableFile: of a kind that is not read, with what to do instead.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return _zip_of_its_own(path, name) if found is Format.ZIP else found
    if head[4:15] == b"\x0a\x09OSMHeader":
        return Format.OSM
    if _looks_like_dbase(head, path):
        return Format.DBASE
    for magic, en, vi in _OTHER:
        if head.startswith(magic):
            raise UnreadableFile(name, en, vi)
    return _recognise_text(_as_bytes(head), name)


def _zip_of_its_own(path: Path, name: str) -> Format:
    """A zip may be a format: a workbook, or a KML with its pictures; a damaged one is told so when it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return Format.ZIP
    if "[Content_Types].xml" in entries:
        if any(entry.startswith("xl/") for entry in entries):
            return Format.EXCEL
        raise UnreadableFile(
            name, "it is an office document, but no workbook.", "đây là tài liệu văn phòng, không phải bảng tính."
        )
    return Format.KMZ if any(entry.lower() == "doc.kml" for entry in entries) else Format.ZIP


def _as_bytes(head: bytes) -> bytes:
    """The head without a byte order mark; UTF-16 as ASCII, enough to recognise what it is."""
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2 : len(head) // 2 * 2].decode(codec, "replace").encode("ascii", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _recognise_text(head: bytes, name: str) -> Format:
    if b"\x00" in head:
        raise _unknown(name)
    text = head.lstrip()
    if text.startswith(b"\x1e"):
        return Format.GEOJSON_SEQUENCE
    if text[:1] in (b"{", b"["):
        return Format.GEOJSON_SEQUENCE if re.search(rb'\}\s*\n\s*\{\s*"type"\s*:\s*"Feature"', text) else Format.GEOJSON
    if text.startswith(b"<"):
        return _recognise_markup(text, name)
    if text[:6].lower() == b"!table":
        return Format.MAPINFO_TAB
    if re.match(rb"version\s+\d+\s*[\r\n]", text, re.I):
        return Format.MAPINFO_MIF
    if re.match(rb"(?:999\r?\n.*\r?\n\s*)*0\r?\n\s*SECTION\s*\r?\n", text):
        return Format.DXF
    if not text:
        raise UnreadableFile(name, "it is empty.", "tệp rỗng.")
    return Format.CSV


def _recognise_markup(text: bytes, name: str) -> Format:
    while found := _PROLOGUE.match(text):
        text = text[found.end() :]
    if text.lstrip()[:9].upper() == b"<!DOCTYPE" and not text.lstrip()[9:].lstrip().lower().startswith(b"html"):
        raise UnreadableFile(
            name,
            "it is XML with a document type of its own (DOCTYPE), which could name other files. Save it without.",
            "tệp XML có khai báo DOCTYPE, có thể trỏ tới tệp khác. Hãy lưu lại không có khai báo này.",
        )
    root = _XML_ROOT.search(text)
    local = root.group(1) if root else b""
    if local == b"kml":
        return Format.KML
    if local in _GML_ROOTS:
        return Format.GML
    if local == b"OGRVRTDataSource":
        raise UnreadableFile(
            name,
            "it is a virtual file (VRT), which only names other files. Hand in the data themselves.",
            "đây là tệp ảo VRT, chỉ trỏ tới tệp khác. Hãy nộp chính dữ liệu đó.",
        )
    if local.lower() == b"html" or b"<html" in text[:1000].lower():
        raise UnreadableFile(
            name, "it is a web page, not the file behind it. Download it again.", "đây là trang web. Hãy tải lại tệp."
        )
    raise UnreadableFile(
        name,
        f"it is XML, but neither KML nor GML (its first element is '{local.decode('ascii', 'replace')[:60]}').",
        f"tệp XML nhưng không phải KML hay GML (phần tử đầu là '{local.decode('ascii', 'replace')[:60]}').",
    )


def _looks_like_dbase(head: bytes, path: Path) -> bool:
    """A dBASE header: version, a date, lengths that make sense, and the end mark of its columns."""
    if len(head) < 65 or head[0] not in (0x02, 0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5):
        return False
    _, header, record = struct.unpack("<IHH", head[4:12])
    if not (1 <= head[2] <= 12 and 1 <= head[3] <= 31 and header >= 65 and record >= 2):
        return False
    with path.open("rb") as file:
        file.seek(32 + (header - 33) // 32 * 32)
        return file.read(1) == b"\x0d"


def _unknown(name: str) -> UnreadableFile:
    return UnreadableFile(
        name,
        f"it is of a kind that is not known here. {ALL_OF_THEM} are read.",
        f"không rõ định dạng. Đọc được: {ALL_OF_THEM}.",
    )
