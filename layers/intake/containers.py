"""Which file is meant and whether it is whole: folders of a Shapefile, zips, truncated files."""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import MissingCrs, UnreadableFile

CITY_CRS_EN = "EPSG:9210 is VN-2000 of the city"
CITY_CRS_VI = "EPSG:9210 là VN-2000 của Thành phố"
VECTOR_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json")


@dataclass(frozen=True)
class Container:
    """A vector file that GDAL can open.

    Attributes:
        name: of the file, as the sender knows it.
        dataset: path for GDAL; begins with /vsizip/ for a file inside a zip.
        suffix: of the vector file itself.
        parts: what lies beside it with the same name, by suffix ({".prj", ".dbf"}); of Shapefiles only.
        charset: what a `.cpg` or `.cst` beside it says, "" without one.
    """

    name: str
    dataset: str
    suffix: str
    parts: frozenset[str] = frozenset()
    charset: str = ""


def open_container(path: Path) -> Container:
    """Find the vector file in `path` and make sure that it is whole.

    Raises:
        UnreadableFile: missing, empty, of an unknown kind, a broken zip, a zip without a vector file, cut off.
    """
    if not path.is_file():
        raise UnreadableFile(path.name, "there is no such file.", "không có tệp này.")
    if path.stat().st_size == 0:
        raise UnreadableFile(path.name, "it is empty.", "tệp rỗng.")
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _open_zip(path)
    if suffix not in VECTOR_SUFFIXES:
        raise UnreadableFile(
            path.name,
            "only GeoPackage (.gpkg), GeoJSON (.geojson) and Shapefile (.shp, or all its parts in a .zip) are read.",
            "chỉ đọc GeoPackage (.gpkg), GeoJSON (.geojson) và Shapefile (.shp, hoặc .zip đủ các phần).",
        )
    if suffix != ".shp":
        return Container(path.name, str(path), suffix)
    siblings = {p.suffix.lower(): p for p in path.parent.iterdir() if p.stem == path.stem and p.suffix}
    sizes = {part: p.stat().st_size for part, p in siblings.items()}
    heads = {part: _head(siblings[part]) for part in (".shp", ".dbf") if part in siblings}
    _check_shapefile(path.name, sizes, heads)
    charset = next((siblings[s].read_text("ascii", "ignore").strip() for s in (".cpg", ".cst") if s in siblings), "")
    return Container(path.name, str(path), suffix, frozenset(sizes), charset)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def _open_zip(path: Path) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
            if broken is not None:
                raise zipfile.BadZipFile(broken)
            return _vector_in(path, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableFile(
            path.name,
            f"it is no whole zip file ({error}). Make it again and send it once more.",
            f"không phải tệp zip nguyên vẹn ({error}). Hãy nén lại và gửi lần nữa.",
        ) from error


def _vector_in(path: Path, archive: zipfile.ZipFile) -> Container:
    entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
    found = [e for e in entries if PurePosixPath(e.filename).suffix.lower() in VECTOR_SUFFIXES]
    if len(found) != 1:
        raise _not_one_vector(path.name, [entry.filename for entry in found])
    inner = PurePosixPath(found[0].filename)
    name = f"{path.name}/{inner}"
    dataset = f"/vsizip/{path}/{inner}"
    if inner.suffix.lower() != ".shp":
        return Container(name, dataset, inner.suffix.lower())
    stem = str(inner.with_suffix(""))
    beside = {
        PurePosixPath(e.filename).suffix.lower(): e
        for e in entries
        if str(PurePosixPath(e.filename).with_suffix("")) == stem
    }
    heads = {part: archive.open(beside[part]).read(100) for part in (".shp", ".dbf") if part in beside}
    _check_shapefile(name, {part: entry.file_size for part, entry in beside.items()}, heads)
    charset = next(
        (archive.read(beside[s]).decode("ascii", "ignore").strip() for s in (".cpg", ".cst") if s in beside), ""
    )
    return Container(name, dataset, ".shp", frozenset(beside), charset)


def _not_one_vector(name: str, found: list[str]) -> UnreadableFile:
    if not found:
        return UnreadableFile(
            name,
            "the zip holds no Shapefile (.shp with .shx, .dbf, .prj), GeoPackage or GeoJSON.",
            "tệp zip không chứa Shapefile (.shp kèm .shx, .dbf, .prj), GeoPackage hay GeoJSON.",
        )
    return UnreadableFile(
        name,
        f"the zip holds several vector files ({', '.join(found)}). Send one at a time.",
        f"tệp zip chứa nhiều tệp bản đồ ({', '.join(found)}). Hãy gửi từng tệp.",
    )


def _check_shapefile(name: str, sizes: dict[str, int], heads: dict[str, bytes]) -> None:
    """The parts are there and as long as their own headers say."""
    for part in (".shx", ".dbf"):
        if part not in sizes:
            raise UnreadableFile(name, f"its part {part} is missing.", f"thiếu phần {part}.")
    if len(heads[".shp"]) < 100 or struct.unpack(">i", heads[".shp"][:4])[0] != 9994:
        raise UnreadableFile(name, "it is no Shapefile.", "không phải Shapefile.")
    announced = struct.unpack(">i", heads[".shp"][24:28])[0] * 2
    if sizes[".shp"] < announced:
        raise _cut_off(name, sizes[".shp"], announced)
    if len(heads[".dbf"]) >= 32:
        rows, header, row = struct.unpack("<IHH", heads[".dbf"][4:12])
        if sizes[".dbf"] < header + rows * row:
            raise _cut_off(f"{name} (.dbf)", sizes[".dbf"], header + rows * row)


def _cut_off(name: str, size: int, announced: int) -> UnreadableFile:
    return UnreadableFile(
        name,
        f"it is cut off: {size} of {announced} bytes are there. Send it again.",
        f"tệp bị cắt: chỉ có {size} trên {announced} byte. Hãy gửi lại.",
    )


def require_prj(container: Container) -> None:
    """A Shapefile says its CRS in a `.prj`; raises MissingCrs without one."""
    if container.suffix == ".shp" and ".prj" not in container.parts:
        raise MissingCrs(
            container.name,
            f"A Shapefile says it in a .prj file: add that, or name it yourself ({CITY_CRS_EN}).",
            f"Shapefile ghi hệ tọa độ trong tệp .prj: hãy thêm tệp đó, hoặc tự nêu hệ tọa độ ({CITY_CRS_VI}).",
        )
