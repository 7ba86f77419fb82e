"""The reject file: in the sender's format, with the reasons; corrected, it loads."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyogrio
import pytest
import shapely
from shapely.geometry import LineString, Point

from layers import api as layers
from publishing.contracts import Contract, ContractField, column_facts, propose_mapping
from publishing.contracts.checking import Checker
from publishing.contracts.faults import FaultLog
from publishing.contracts.rejects import write_rejects
from publishing.kinds import GEOMETRY, SourceLayer
from publishing.reading import read

CONTRACT = Contract(
    id="trees",
    title_vi="Cây",
    title_en="Trees",
    theme="base",
    geometry_type="Point",
    fields=(
        ContractField(layers.Field("ten", "string", "Tên", "Name")),
        ContractField(layers.Field("nam", "integer", "Năm", "Year", minimum=1900)),
    ),
)
NAMES, YEARS = ["Sao đen", "Dầu rái", "Bằng lăng", "Phượng"], [1990, 190, 2001, 3]
DRIVERS = {
    "trees.shp": ("ESRI Shapefile", "Shapefile"),
    "trees.gpkg": ("GPKG", "GeoPackage"),
    "trees.geojson": ("GeoJSON", "GeoJSON"),
    "trees.fgb": ("FlatGeobuf", "FlatGeobuf"),
    "trees.kml": ("KML", "KML"),
    "trees.tab": ("MapInfo File", "MapInfo TAB"),
}


def write_trees(path: Path, driver: str) -> Path:
    """Four trees, the second and the last with a year that is not one."""
    table = pa.table(
        {
            "ten": NAMES,
            "nam": YEARS,
            "geom": pa.array([shapely.to_wkb(Point(106 + n / 100, 10)) for n in range(4)], pa.binary()),
        }
    )
    options = {"encoding": "UTF-8"} if driver in ("ESRI Shapefile", "MapInfo File") else {}
    pyogrio.write_arrow(
        table, path, driver=driver, geometry_name="geom", geometry_type="Point", crs="EPSG:4326", **options
    )
    return path


def rejected(file: Path, folder: Path) -> tuple[SourceLayer, Path | None]:
    """The layer of a file as it was read, and the file of its refused rows."""
    folder.mkdir()
    handed_in = read(file, folder=folder)
    [layer] = handed_in.layers
    checker = Checker(CONTRACT, propose_mapping(column_facts(layer.batches()), CONTRACT))
    with FaultLog(folder / "faults.arrow") as log:
        for batch in layer.batches():
            log.add(checker.check(batch)[1])
    return layer, write_rejects(layer, log, format=handed_in.format, name=file.name, folder=folder)


@pytest.mark.parametrize("name", sorted(DRIVERS))
def test_refused_rows_come_back_in_the_format_they_came_in(tmp_path: Path, name: str) -> None:
    driver, called = DRIVERS[name]
    _, path = rejected(write_trees(tmp_path / name, driver), tmp_path / "q")
    assert path is not None
    (tmp_path / "again").mkdir()
    again = read(path, folder=tmp_path / "again")
    assert again.format == called
    rows: list[dict[str, Any]] = [row for batch in again.layers[0].batches() for row in batch.to_pylist()]
    rows.sort(key=lambda row: int(row["nam"]), reverse=True)  # FlatGeobuf has an order of its own
    as_bytes = again.layers[0].columns[0].raw
    names = [row["ten"].encode("latin-1").decode() if as_bytes else row["ten"] for row in rows]
    assert (names, [int(row["nam"]) for row in rows]) == (["Dầu rái", "Phượng"], [190, 3])
    assert all("1900" in row["reason_en"] for row in rows)
    assert [shapely.from_wkb(row[GEOMETRY]).x for row in rows] == pytest.approx([106.01, 106.03])


def test_the_corrected_file_loads_and_its_reasons_are_no_columns(tmp_path: Path) -> None:
    _, path = rejected(write_trees(tmp_path / "trees.gpkg", "GPKG"), tmp_path / "q")
    assert path is not None
    meta, table = pyogrio.read_arrow(path)
    years = pa.array([1990, 2003], pa.int64())
    table = table.set_column(table.schema.get_field_index("nam"), "nam", years)
    place = meta["geometry_name"] or "geom"
    pyogrio.write_arrow(table, tmp_path / "corrected.gpkg", geometry_name=place, geometry_type="Point", crs="EPSG:4326")
    layer, again = rejected(tmp_path / "corrected.gpkg", tmp_path / "q2")
    assert again is None, "nothing is refused any more"
    mapping = propose_mapping(column_facts(layer.batches()), CONTRACT)
    assert {m.column for m in mapping.matches if m.field} == {"ten", "nam"}


def test_a_csv_comes_back_as_csv_with_its_own_cells(tmp_path: Path) -> None:
    file = tmp_path / "trees.csv"
    file.write_text("ten,nam,lon,lat\nSao đen,1990,106.1,10\n=1+1,12,106.2,10\n", encoding="utf-8")
    _, path = rejected(file, tmp_path / "q")
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as opened:
        [row] = csv.DictReader(opened)
    assert (row["ten"], row["nam"], row["lon"]) == ("=1+1", "12", "106.2")
    assert "1900" in row["reason_vi"]


def test_a_workbook_comes_back_as_a_workbook_without_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["ten", "nam", "lon", "lat"], ["Sao đen", 1990, 106.1, 10.0], ["x", 12, 106.2, 10.0]):
        book.active.append(line)
    book.active.cell(row=3, column=1).value = "=1+1"
    book.active.cell(row=3, column=1).data_type = "s"
    book.save(tmp_path / "trees.xlsx")
    _, path = rejected(tmp_path / "trees.xlsx", tmp_path / "q")
    assert path is not None
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = {cell.value: sheet.cell(row=2, column=cell.column) for cell in sheet[1]}
    assert (cells["ten"].value, cells["ten"].data_type, cells["nam"].value) == ("=1+1", "s", 12)
    assert "1900" in str(cells["reason_en"].value)


def test_every_refused_row_is_in_the_file_however_many_there_are(tmp_path: Path) -> None:
    rows = 60_000
    years = [1 if n % 3 else 2000 for n in range(rows)]
    place = pa.array([shapely.to_wkb(Point(106, 10))] * rows)
    table = pa.table({"ten": [str(n) for n in range(rows)], "nam": years, "geom": place})
    pyogrio.write_arrow(table, tmp_path / "many.gpkg", geometry_name="geom", geometry_type="Point", crs="EPSG:4326")
    layer, path = rejected(tmp_path / "many.gpkg", tmp_path / "q")
    assert path is not None
    assert sum(1 for _ in layer.batches()) > 1, "more than one batch"
    _, refused = pyogrio.read_arrow(path, read_geometry=False)
    assert refused["ten"].to_pylist() == [str(n) for n in range(rows) if n % 3]
    assert set(refused["nam"].to_pylist()) == {1}


def test_lines_keep_their_shape_in_a_shapefile(tmp_path: Path) -> None:
    table = pa.table({"nam": [1], "geom": pa.array([shapely.to_wkb(LineString([(106, 10), (106, 11)]))])})
    pyogrio.write_arrow(
        table, tmp_path / "lines.shp", geometry_name="geom", geometry_type="LineString", crs="EPSG:4326"
    )
    _, path = rejected(tmp_path / "lines.shp", tmp_path / "q")
    assert path is not None and path.suffix == ".zip"
    assert pyogrio.read_info(f"/vsizip/{path}")["geometry_type"] == "LineString"
