"""The files that belong together (a Shapefile has five), laid out under names of our own.

Nobody else's name becomes a path: a part of a Shapefile is `3/part.shp`, whatever it was called.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import UnreadableFile
from .recognise import ALL_OF_THEM, Format, recognise

PARTS: dict[Format, tuple[str, ...]] = {
    Format.SHAPEFILE: (".shx", ".dbf", ".prj", ".cpg", ".cst"),
    Format.DBASE: (".cpg", ".cst"),
    Format.MAPINFO_TAB: (".dat", ".map", ".id", ".ind", ".dbf"),
    Format.MAPINFO_MIF: (".mid",),
}
"""What may lie beside the file of a format, with the same name."""
_BESIDE = {part for parts in PARTS.values() for part in parts} | {".sbn", ".sbx", ".qix", ".xml", ".qpj", ".qmd"}
_TABLES = {".csv", ".tsv"}
_SUFFIX = {Format.GEOPACKAGE: ".gpkg", Format.SHAPEFILE: ".shp", Format.DBASE: ".dbf", Format.MAPINFO_TAB: ".tab",
           Format.MAPINFO_MIF: ".mif", Format.OSM: ".osm.pbf", Format.GML: ".gml", Format.DXF: ".dxf",
           Format.KML: ".kml", Format.KMZ: ".kmz", Format.FLATGEOBUF: ".fgb", Format.GEOJSON: ".geojson",
           Format.GEOJSON_SEQUENCE: ".geojsonl"}  # fmt: skip
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Source:
    """A file to read, with what belongs to it.

    Attributes:
        name: how its sender calls it, without suffix.
        format: found by its content.
        file: where it lies now.
        parts: what was beside it, by suffix (".dbf"); they lie beside `file`.
    """

    name: str
    format: Format
    file: Path
    parts: Mapping[str, Path]


@dataclass(frozen=True)
class Found:
    """A file as it came: the name it had, and where its bytes lie now."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """Folder and name without suffix; capitals are not told apart, as on the sender's computer."""
        return self.name[: len(self.name) - len(self.suffix)].casefold()

    @property
    def suffix(self) -> str:
        """From the last dot on, in small letters."""
        dot = self.name.rfind(".")
        return self.name[dot:].lower() if dot > self.name.rfind("/") else ""


def beside(path: Path) -> list[Found]:
    """The file with its neighbours of the same name; links among them are not looked at."""
    neighbours = (p for p in sorted(path.parent.iterdir()) if p.stem.casefold() == path.stem.casefold() and p != path)
    return [Found(p.name, p) for p in neighbours if p.suffix.lower() in _BESIDE and p.is_file() and not p.is_symlink()]


def sources_in(files: list[Found], work: Path, *, name: str) -> list[Source]:
    """All sources among the files of a zip, in their order.

    Raises:
        UnreadableFile: there is none, or an archive in the archive.
    """
    sources = []
    for number, found in enumerate(files):
        kind = _kind_inside(found)
        if kind is Format.ZIP:
            raise UnreadableFile(
                name,
                f"it holds another archive ({shown(found.name)}). Put the files themselves into one zip.",
                f"bên trong còn tệp nén khác ({shown(found.name)}). Hãy nén trực tiếp các tệp vào một gói zip.",
            )
        if kind is not None and not _is_part(found, kind, files):
            sources.append(lay_out(found, kind, files, work / str(number)))
    if not sources:
        raise UnreadableFile(
            name,
            f"the zip holds nothing that is read here. {ALL_OF_THEM} are.",
            f"tệp zip không chứa dữ liệu đọc được. Đọc được: {ALL_OF_THEM}.",
        )
    return sources


def _kind_inside(found: Found) -> Format | None:
    """The format of a file in a zip, None for what only accompanies data: a note, a picture, a style."""
    try:
        kind = recognise(found.path, found.name)
    except UnreadableFile:
        return None
    if kind is Format.CSV and found.suffix not in _TABLES:
        return None
    return kind


def _is_part(found: Found, kind: Format, files: list[Found]) -> bool:
    """The index and the table of a Shapefile are no sources of their own; the index begins like the shapes."""
    if kind is Format.SHAPEFILE:
        return found.suffix in (".shx", ".sbn", ".sbx")
    if kind is not Format.DBASE:
        return False
    return any(f.stem == found.stem and f.suffix in (".shp", ".tab") for f in files)


def lay_out(found: Found, kind: Format, files: list[Found], folder: Path) -> Source:
    """Put links to a file and to what belongs to it into a folder, under names of our own."""
    folder.mkdir(parents=True)
    main = folder / f"part{_SUFFIX.get(kind, '')}"
    main.symlink_to(found.path)
    parts = {}
    for file in files:
        if file.stem == found.stem and file.suffix in PARTS.get(kind, ()) and file.path != found.path:
            part = folder / f"part{file.suffix}"
            if file.suffix not in parts:
                part.symlink_to(file.path)
                parts[file.suffix] = part
    stem = found.name[: len(found.name) - len(found.suffix)].rsplit("/", 1)[-1].removesuffix(".osm")
    return Source(shown(stem) or "layer", kind, main, parts)


def shown(text: str) -> str:
    """A name that can be shown: composed, without signs that steer a terminal or turn the writing direction."""
    return _UNSHOWN.sub("", unicodedata.normalize("NFC", text)).strip()[:LONGEST_NAME]
