"""Archives: bombs, ways out of the folder, archives in archives, lies about sizes."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import openpyxl

from .traps import Ground, refused

FEATURE = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}'


def pack(path: Path, entries: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def pack_one(path: Path, entry: zipfile.ZipInfo, content: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, content)
    return path


def packed(entries: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


@refused("times its packed size")
def a_bomb_of_one_entry(at: Ground) -> Path:
    return pack(at.folder / "bomb.zip", {"a.geojson": b" " * 100_000_000})


@refused("bytes when it is unpacked")
def a_bomb_of_entries_that_share_their_bytes(at: Ground) -> Path:
    """Every entry of the directory points to the same packed bytes (D. Fifield, A better zip bomb, 2019)."""
    content = packed({"a.geojson": bytes(range(256)) * 4_000})
    at_directory = struct.unpack("<I", content[-6:-2])[0]
    directory = content[at_directory:-22]
    name_at = directory.index(b"a.geojson")
    many = b"".join(directory[:name_at] + f"{n:09d}".encode() + directory[name_at + 9 :] for n in range(900))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 900, 900, len(many), at_directory, 0)
    path = at.folder / "shared.zip"
    path.write_bytes(content[:at_directory] + many + end)
    return path


@refused("files in the archive")
def a_zip_of_very_many_files(at: Ground) -> Path:
    return pack(at.folder / "many.zip", {f"{n}.geojson": "" for n in range(1_500)})


@refused("no whole zip file")
def an_entry_larger_than_it_says(at: Ground) -> Path:
    path = pack(at.folder / "lie.zip", {"a.geojson": FEATURE + " " * 50_000})
    content, true = path.read_bytes(), struct.pack("<I", len(FEATURE) + 50_000)
    path.write_bytes(content.replace(true, struct.pack("<I", 90)))
    return path


@refused("another archive")
def a_zip_in_a_zip_in_a_zip(at: Ground) -> Path:
    inner = packed({"a.geojson": FEATURE})
    for _ in range(5):
        inner = packed({"r.zip": inner})
    path = at.folder / "quine.zip"
    path.write_bytes(inner)
    return path


@refused("another archive")
def a_zip_in_a_zip_under_another_name(at: Ground) -> Path:
    return pack(at.folder / "hidden.zip", {"roads.geojson": packed({"roads.geojson": FEATURE})})


@refused("gzip")
def a_gzip(at: Ground) -> Path:
    path = at.folder / "a.geojson"
    path.write_bytes(b"\x1f\x8b\x08\x00" + b"\x00" * 50)
    return path


@refused("points outside")
def a_way_up(at: Ground) -> Path:
    return pack(at.folder / "slip.zip", {"../../evil.geojson": FEATURE})


@refused("points outside")
def a_way_up_as_windows_writes_it(at: Ground) -> Path:
    entry = zipfile.ZipInfo("x")
    entry.filename = "..\\..\\evil.geojson"
    return pack_one(at.folder / "slip.zip", entry, FEATURE)


@refused("points outside")
def a_way_to_the_root(at: Ground) -> Path:
    return pack_one(at.folder / "slip.zip", zipfile.ZipInfo("/etc/cron.d/evil.geojson"), FEATURE)


@refused("points outside")
def a_way_to_a_drive(at: Ground) -> Path:
    return pack_one(at.folder / "slip.zip", zipfile.ZipInfo("C:/evil.geojson"), FEATURE)


@refused("link or a device")
def a_link_in_a_zip(at: Ground) -> Path:
    entry = zipfile.ZipInfo("passwd.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return pack_one(at.folder / "link.zip", entry, "/etc/passwd")


@refused("link or a device")
def a_device_in_a_zip(at: Ground) -> Path:
    entry = zipfile.ZipInfo("zero.csv")
    entry.external_attr = (stat.S_IFCHR | 0o666) << 16
    return pack_one(at.folder / "device.zip", entry, "")


@refused("password")
def a_zip_with_a_password(at: Ground) -> Path:
    path = pack(at.folder / "secret.zip", {"a.geojson": FEATURE})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


@refused("twice")
def two_files_of_one_name(at: Ground) -> Path:
    path = pack(at.folder / "twice.zip", {"a.geojson": FEATURE, "b.geojson": FEATURE})
    path.write_bytes(path.read_bytes().replace(b"b.geojson", b"A.geojson"))
    return path


@refused("no whole zip file")
def a_zip_packed_in_a_way_that_nobody_knows(at: Ground) -> Path:
    path = pack(at.folder / "odd.zip", {"a.geojson": FEATURE})
    content = bytearray(path.read_bytes())
    content[8] = 99
    content[content.index(b"PK\x01\x02") + 10] = 99
    path.write_bytes(content)
    return path


@refused("the zip is empty")
def an_empty_zip(at: Ground) -> Path:
    return pack(at.folder / "empty.zip", {})


@refused("nothing that is read")
def a_zip_with_a_program_only(at: Ground) -> Path:
    return pack(at.folder / "setup.zip", {"setup.exe": b"MZ\x90\x00", "readme.txt": "run me"})


@refused("nothing that is read")
def a_zip_with_a_virtual_file_only(at: Ground) -> Path:
    content = (
        "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    return pack(at.folder / "virtual.zip", {"roads.vrt": content})


@refused("not known|PDF")
def a_pdf_that_is_a_zip_too(at: Ground) -> Path:
    path = at.folder / "plan.zip"
    path.write_bytes(b"%PDF-1.7\n" + packed({"a.geojson": FEATURE}))
    return path


@refused("image|not known")
def a_picture_that_is_a_zip_too(at: Ground) -> Path:
    path = at.folder / "plan.zip"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" + packed({"a.geojson": FEATURE}))
    return path


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(path: Path, sheet: str) -> Path:
    """A workbook that a program made, with a sheet of one's own in it."""
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as whole:
        entries: dict[str, bytes | str] = {name: whole.read(name) for name in whole.namelist()}
    return pack(path, entries | {"xl/worksheets/sheet1.xml": sheet})


@refused("times its packed size")
def a_workbook_that_is_a_bomb(at: Ground) -> Path:
    return workbook(at.folder / "bomb.xlsx", SHEET.format(" " * 60_000_000))


@refused("columns|cells|memory")
def a_workbook_with_a_cell_in_the_last_corner(at: Ground) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(at.folder / "corner.xlsx", SHEET.format(rows))


@refused("unrecognized entity")
def a_workbook_with_an_entity_that_names_a_file(at: Ground) -> Path:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    cell = '<row r="1"><c r="A1" t="str"><v>&e;</v></c></row>'
    return workbook(at.folder / "xxe.xlsx", entity + SHEET.format(cell))


@refused("no workbook")
def a_letter_called_workbook(at: Ground) -> Path:
    return pack(at.folder / "x.xlsx", {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


@refused("points outside")
def a_kmz_with_a_way_up(at: Ground) -> Path:
    return pack(at.folder / "slip.kmz", {"doc.kml": "<kml/>", "../evil.kml": "<kml/>"})
