"""Every format that people hand in: what was written into a file comes out of it."""

import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio.raw
import pytest
import shapely
from pyproj import CRS
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from publishing.errors import UnreadableFile
from publishing.kinds import SourceColumn
from publishing.reading.recognise import Format
from tests.factories.files import write_file, zip_shapefile
from tests.publishing.reading.conftest import Reads, rows_of

POINTS = [Point(106.7 + n / 100, 10.8) for n in range(20)]
NAMES = [f"Chợ số {n}" for n in range(20)]
HCM = CRS.from_epsg(9210)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".geojsonl"])
def test_formats_that_say_their_encoding_come_out_as_they_went_in(tmp_path: Path, take: Reads, suffix: str) -> None:
    order = {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
    columns = {"tên": NAMES, "số": list(range(20))}
    path = write_file(tmp_path / f"chợ{suffix}", list(POINTS), columns=columns, **order)
    [layer] = take(path).layers
    rows = rows_of(layer)
    assert layer.columns == (SourceColumn("tên", "string"), SourceColumn("số", "integer"))
    assert (layer.name, layer.rows, layer.geometry_types, layer.crs) == ("chợ", 20, ("Point",), "EPSG:4326")
    assert rows.columns == {"row": list(range(1, 21)), "tên": NAMES, "số": list(range(20))}
    assert all(a.equals_exact(b, 1e-7) for a, b in zip(rows.shapes, POINTS, strict=True))
    assert layer.bounds == pytest.approx((106.7, 10.8, 106.89, 10.8))


def test_types_of_a_geopackage_are_kept(tmp_path: Path, take: Reads) -> None:
    columns = {
        "whole": [1, -(2**62)],
        "real": [0.5, -1e300],
        "yes": [True, False],
        "day": np.array(["2026-07-01", "1899-12-31"], dtype="datetime64[D]"),
        "moment": np.array(["2026-07-01T08:30:00", "1975-04-30T11:30:00"], dtype="datetime64[ms]"),
    }
    path = write_file(tmp_path / "types.gpkg", list(POINTS[:2]), columns=columns)
    [layer] = take(path).layers
    assert [c.type for c in layer.columns] == ["integer", "number", "boolean", "date", "date-time"]
    rows = rows_of(layer).columns
    assert rows["whole"] == [1, -(2**62)]
    assert rows["real"] == [0.5, -1e300]
    assert rows["yes"] == [True, False]
    assert rows["day"] == [date(2026, 7, 1), date(1899, 12, 31)]
    assert [m.replace(tzinfo=UTC) for m in rows["moment"]] == [
        datetime(2026, 7, 1, 8, 30, tzinfo=UTC),
        datetime(1975, 4, 30, 11, 30, tzinfo=UTC),
    ]


def test_a_shapefile_keeps_its_text_as_bytes_and_names_its_encoding(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "cho.shp", list(POINTS), columns={"tên": NAMES}, encoding="UTF-8", crs="EPSG:9210")
    [layer] = take(path).layers
    [column] = layer.columns
    assert (column.raw, layer.charset) == (True, "UTF-8")
    assert column.name.encode("latin-1").decode() == "tên"
    assert [v.encode("latin-1").decode() for v in rows_of(layer).columns[column.name]] == NAMES
    assert CRS.from_wkt(layer.crs).to_epsg(min_confidence=20) == 9210
    assert layer.remarks == ()


@pytest.mark.parametrize("missing", [".shx", ".dbf", ".prj", ".cpg"])
@pytest.mark.parametrize("zipped", [False, True], ids=["bare", "zipped"])
def test_a_shapefile_that_lacks_a_part_is_read_with_a_remark(
    tmp_path: Path, take: Reads, missing: str, zipped: bool
) -> None:
    path = write_file(tmp_path / "pipes.shp", list(POINTS), encoding="UTF-8")
    if zipped:
        given = zip_shapefile(path, into=tmp_path / "pipes.zip", without=(missing,))
    else:
        path.with_suffix(missing).unlink()
        given = path
    [layer] = take(given).layers
    expected = {".shx": ["rebuilt_shx"], ".dbf": ["no_dbf"], ".prj": ["no_prj"], ".cpg": []}[missing]
    assert [remark.id for remark in layer.remarks] == expected
    assert rows_of(layer).shapes == POINTS
    assert len(layer.columns) == (0 if missing == ".dbf" else 1)
    assert bool(layer.crs) == (missing != ".prj")
    assert layer.charset == ("UTF-8" if missing not in (".cpg",) else "")
    if missing == ".shx" and not zipped:
        assert not path.with_suffix(".shx").exists(), "the sender's folder is not ours to write"


def test_an_index_that_lies_is_made_again(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "pipes.shp", list(POINTS), encoding="UTF-8")
    index = path.with_suffix(".shx")
    lies = bytearray(index.read_bytes())
    lies[100:104] = (2**30).to_bytes(4, "big")
    index.write_bytes(lies)
    [layer] = take(path).layers
    assert [remark.id for remark in layer.remarks] == ["rebuilt_shx"]
    assert rows_of(layer).shapes == POINTS
    assert index.read_bytes() == bytes(lies)


def test_the_encoding_of_a_cst_file_is_reported(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "pipes.shp", list(POINTS), encoding="UTF-8")
    path.with_suffix(".cpg").rename(path.with_suffix(".cst"))
    assert take(path).layers[0].charset == "UTF-8"


def test_a_bare_dbase_table_is_a_table_without_places(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "pipes.shp", list(POINTS), encoding="UTF-8").with_suffix(".dbf")
    [layer] = take(path.rename(tmp_path / "alone.dbf")).layers
    assert (layer.geometry_types, layer.bounds, layer.rows) == ((), None, 20)


def test_all_layers_of_a_zip_and_of_a_geopackage_are_returned(tmp_path: Path, take: Reads) -> None:
    roads = write_file(tmp_path / "roads.shp", [LineString([(0, 0), (1, 1)])], encoding="UTF-8")
    write_file(tmp_path / "poles.shp", list(POINTS[:3]), encoding="UTF-8")
    network = write_file(tmp_path / "network.gpkg", list(POINTS), layer="nodes")
    write_file(network, [LineString([(0, 0), (1, 1)])], layer="links", append=True)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for part in sorted(roads.parent.glob("*.*")):
            if part.suffix != ".zip":
                archive.write(part, f"dữ liệu/{part.name}")
        archive.writestr("đọc trước.txt", "Kính gửi Ủy ban nhân dân")
    handed_in = take(tmp_path / "all.zip")
    assert {layer.name: layer.rows for layer in handed_in.layers} == {"nodes": 20, "links": 1, "poles": 3, "roads": 1}
    assert handed_in.format == "GeoPackage, Shapefile"


def test_capitals_in_the_names_of_parts_do_not_matter(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "pipes.shp", list(POINTS), encoding="UTF-8")
    path.with_suffix(".dbf").rename(tmp_path / "PIPES.DBF")
    path = path.rename(tmp_path / "Pipes.SHP")
    [layer] = take(path).layers
    assert (layer.name, len(layer.columns)) == ("Pipes", 1)


def test_names_in_a_zip_of_an_old_program_keep_their_letters(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "x.geojson", list(POINTS))

    class OldEntry(zipfile.ZipInfo):
        """Writes UTF-8 and does not say so."""

        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
            return self.filename.encode(), self.flag_bits

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(OldEntry("chợ.geojson"), path.read_bytes())
    assert take(tmp_path / "a.zip").layers[0].name == "chợ"


def test_a_kml_gives_its_attributes_and_a_layer_per_folder(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "places.kml", list(POINTS), columns={"Name": NAMES, "depth_m": [0.5] * 20})
    [layer] = take(path).layers
    rows = rows_of(layer)
    assert rows.columns["Name"] == NAMES
    assert rows.columns["depth_m"] == [0.5] * 20
    assert [c.name for c in layer.columns] == ["Name", "depth_m"]
    assert layer.crs == "EPSG:4326"
    with zipfile.ZipFile(tmp_path / "places.kmz", "w") as archive:
        archive.write(path, "doc.kml")
        archive.writestr("files/logo.png", b"\x89PNG")
    again = take(tmp_path / "places.kmz")
    assert (again.format, again.layers[0].rows) == ("KMZ", 20)


def test_gml_comes_with_longitude_first(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "wards.gml", [box(106.1, 10.1, 106.2, 10.3)], columns={"name": ["Sài Gòn"]})
    [layer] = take(path).layers
    assert layer.bounds == pytest.approx((106.1, 10.1, 106.2, 10.3))
    assert rows_of(layer).columns["name"] == ["Sài Gòn"]


@pytest.mark.parametrize("suffix", [".mif", ".tab"])
@pytest.mark.parametrize("zipped", [False, True], ids=["bare", "zipped"])
def test_mapinfo_tables_keep_their_text_as_bytes(tmp_path: Path, take: Reads, suffix: str, zipped: bool) -> None:
    kwargs = {"FORMAT": "MIF"} if suffix == ".mif" else {}
    columns = {"name": ["\u00b5\u00a8", "Ba"]}  # bytes B5 A8, which TCVN3 writes for two Vietnamese letters
    path = write_file(tmp_path / f"poles{suffix}", list(POINTS[:2]), columns=columns, encoding="CP1252", **kwargs)
    path.write_bytes(path.read_bytes().replace(b"Neutral", b"WindowsLatin1"))
    given = zip_shapefile(path, into=tmp_path / "poles.zip") if zipped else path
    [layer] = take(given).layers
    assert (layer.name, layer.charset) == ("poles", "CP1252")
    assert layer.columns == (SourceColumn("name", "string", raw=True),)
    assert rows_of(layer).columns["name"] == ["\u00b5\u00a8", "Ba"]
    assert rows_of(layer).shapes[1].equals_exact(POINTS[1], 1e-6)
    if not zipped:
        assert b"WindowsLatin1" in path.read_bytes(), "the sender's file is as it was"


def test_a_drawing_becomes_a_layer_per_layer_of_the_drawing(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "plan.dxf"
    write_file(
        path,
        [LineString([(0, 0), (5, 5)]), Point(1, 1), LineString([(2, 2), (3, 3)])],
        columns={"Layer": ["ONG NUOC", "TRU", "ONG NUOC"]},
        crs=None,
    )
    pipes, poles = sorted(take(path).layers, key=lambda layer: layer.name)
    assert [(pipes.name, pipes.rows), (poles.name, poles.rows)] == [("ONG NUOC", 2), ("TRU", 1)]
    assert rows_of(pipes).columns["row"] == [1, 3]
    assert (pipes.crs, pipes.geometry_types) == ("", ("LineString",))


def parquet(path: Path, geo: dict[str, object] | None, **columns: list[object]) -> Path:
    table = pa.table({"geom": pa.array([shapely.to_wkb(p) for p in POINTS], pa.binary()), **columns})
    metadata = {} if geo is None else {b"geo": json.dumps(geo).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    return path


@pytest.mark.parametrize(
    ("crs", "expected"), [({"crs": HCM.to_json_dict()}, "EPSG:9210"), ({}, "EPSG:4326"), ({"crs": None}, "")]
)
def test_geoparquet_says_its_crs_or_means_wgs84(
    tmp_path: Path, take: Reads, crs: dict[str, object], expected: str
) -> None:
    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "WKB", **crs}}}
    [layer] = take(parquet(tmp_path / "p.parquet", geo, name=list(NAMES))).layers
    assert (layer.crs, layer.rows) == (expected, 20)
    assert rows_of(layer).columns["name"] == NAMES
    assert rows_of(layer).shapes == POINTS


def test_parquet_without_places_is_a_table_and_another_encoding_is_refused(tmp_path: Path, take: Reads) -> None:
    [layer] = take(parquet(tmp_path / "p.parquet", None, name=list(NAMES))).layers
    assert (layer.geometry_types, [c.name for c in layer.columns]) == ((), ["name"])
    assert [remark.id for remark in layer.remarks] == ["left_out_bytes"]
    geo = {"version": "1.1.0", "primary_column": "geom", "columns": {"geom": {"encoding": "point"}}}
    with pytest.raises(UnreadableFile, match="WKB"):
        take(parquet(tmp_path / "q.parquet", geo))


def test_heights_are_dropped_with_a_remark(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "poles.gpkg", [Point(1, 2, 3), Point(4, 5, 6)], columns={"n": [1, 2]})
    [layer] = take(path).layers
    assert rows_of(layer).shapes == [Point(1, 2), Point(4, 5)]
    assert not any(shape.has_z for shape in rows_of(layer).shapes)
    assert [(r.id, r.count, r.rows) for r in layer.remarks] == [("flattened", 2, (1, 2))]


ARC = bytes.fromhex("0108000000 03000000".replace(" ", "")) + np.array([0, 0, 1, 1, 2, 0], "<f8").tobytes()


def test_arcs_are_drawn_with_straight_pieces(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "arcs.gpkg"
    shapes = np.array([shapely.to_wkb(Point(9, 9)), ARC], dtype=object)
    pyogrio.raw.write(path, shapes, [np.array([1, 2])], ["n"], geometry_type="Unknown", driver="GPKG", crs="EPSG:9210")
    [layer] = take(path).layers
    first, second = rows_of(layer).shapes
    assert first == Point(9, 9)
    assert second.length == pytest.approx(np.pi, rel=1e-3)
    assert [(r.id, r.rows) for r in layer.remarks] == [("straightened", (2,))]


def test_rows_with_coordinates_that_are_no_number_are_kept_without_a_place(tmp_path: Path, take: Reads) -> None:
    shapes = [Point(1, 2), LineString([(0, 0), (np.inf, 1)]), Polygon([(0, 0), (1, np.nan), (1, 1)])]
    [layer] = take(write_file(tmp_path / "odd.gpkg", list(shapes))).layers
    rows = rows_of(layer)
    assert rows.shapes == [Point(1, 2), None, None]
    assert rows.columns["name"] == ["thing 0", "thing 1", "thing 2"]
    assert [(r.id, r.rows) for r in layer.remarks] == [("not_finite", (2, 3))]
    assert layer.bounds is not None and all(np.isfinite(layer.bounds))


def test_layers_without_rows_and_without_attributes_are_read(tmp_path: Path, take: Reads) -> None:
    empty = write_file(tmp_path / "empty.gpkg", [], columns={"name": []}, layer="empty")
    write_file(empty, [MultiPoint([(1, 1), (2, 2)])], columns={"a": [1]}, layer="one", append=True)
    assert {layer.name: layer.rows for layer in take(empty).layers} == {"empty": 0, "one": 1}


def test_the_columns_of_ours_do_not_collide_with_those_of_a_file(tmp_path: Path, take: Reads) -> None:
    path = write_file(tmp_path / "x.geojson", list(POINTS[:1]), columns={"row": [7], "geometry": ["x"]})
    [layer] = take(path).layers
    assert [c.name for c in layer.columns] == ["row_2", "geometry_2"]
    assert rows_of(layer).columns == {"row": [1], "row_2": [7], "geometry_2": ["x"]}


def test_lists_and_objects_in_properties_come_as_json(tmp_path: Path, take: Reads) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "properties": {"tags": ["đỏ", "xanh"], "inner": {"a": 1}},
    }
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    rows = rows_of(take(path).layers[0]).columns
    assert [json.loads(rows[name][0]) for name in ("tags", "inner")] == [["đỏ", "xanh"], {"a": 1}]


def test_reading_twice_into_one_folder_replaces_the_first_reading(tmp_path: Path, take: Reads) -> None:
    take(write_file(tmp_path / "a.gpkg", list(POINTS), layer="a"))
    left = tmp_path / "quarantine" / "work-killed"
    left.mkdir()
    [layer] = take(write_file(tmp_path / "b.gpkg", list(POINTS[:2]), layer="b")).layers
    assert [p.name for p in (tmp_path / "quarantine").iterdir()] == [layer.path.name]


def test_the_name_that_the_sender_uses_stands_in_every_sentence(tmp_path: Path, take: Reads) -> None:
    path = tmp_path / "3f9c"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableFile) as refused:
        take(path, name="Bản đồ.pdf")
    assert "Bản đồ.pdf" in refused.value.vi and "Bản đồ.pdf" in refused.value.en


def test_a_file_of_another_name_on_disk_is_called_as_its_sender_calls_it(tmp_path: Path, take: Reads) -> None:
    write_file(tmp_path / "3f9c.shp", list(POINTS), encoding="UTF-8")
    handed_in = take(tmp_path / "3f9c.shp", name="Cột điện.shp")
    assert (handed_in.name, handed_in.layers[0].name) == ("Cột điện.shp", "Cột điện")
    assert len(handed_in.layers[0].columns) == 1, "its table is still found"


def test_a_workbook_in_a_zip_is_read(tmp_path: Path, take: Reads) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["a"])
    book.active.append([1])
    book.save(tmp_path / "số liệu.xlsx")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.write(tmp_path / "số liệu.xlsx", "2026/số liệu.xlsx")
    handed_in = take(tmp_path / "x.zip")
    assert (handed_in.format, handed_in.layers[0].name, handed_in.layers[0].rows) == ("Excel", "số liệu", 1)


@pytest.mark.parametrize(
    ("crs", "known"),
    [
        (None, False),
        ("+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m", True),
        ('LOCAL_CS["mine",UNIT["metre",1]]', False),
    ],
    ids=["none", "parameters without a name", "local"],
)
def test_a_reference_system_without_a_name_may_have_parameters(
    tmp_path: Path, take: Reads, crs: str | None, known: bool
) -> None:
    text = None if crs is None else CRS.from_user_input(crs).to_wkt() if crs.startswith("+") else crs
    [layer] = take(write_file(tmp_path / "x.gpkg", list(POINTS), crs=text)).layers
    assert bool(layer.crs) is known
    assert not known or CRS.from_user_input(layer.crs).to_dict()["lon_0"] == 105.75


def test_folders_of_a_kml_and_types_of_a_gml_are_layers(tmp_path: Path, take: Reads) -> None:
    mark = "<Placemark><name>{}</name><Point><coordinates>106.7,10.8</coordinates></Point></Placemark>"
    folders = "".join(f"<Folder><name>{n}</name>{mark.format(n) * 2}</Folder>" for n in ("Cột", "Trạm"))
    (tmp_path / "x.kml").write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>')
    assert [(layer.name, layer.rows) for layer in take(tmp_path / "x.kml").layers] == [("Cột", 2), ("Trạm", 2)]
    member = "<gml:featureMember><o:{0}><o:name>a</o:name></o:{0}></gml:featureMember>"
    (tmp_path / "x.gml").write_text(
        '<o:FeatureCollection xmlns:o="http://o.example/" xmlns:gml="http://www.opengis.net/gml">'
        f"{member.format('pole') * 3}{member.format('mast')}</o:FeatureCollection>"
    )
    assert {layer.name: layer.rows for layer in take(tmp_path / "x.gml").layers} == {"pole": 3, "mast": 1}


def test_every_format_has_a_reader() -> None:
    from publishing.reading.formats.all_formats import READERS

    assert set(READERS) == set(Format) - {Format.ZIP}
