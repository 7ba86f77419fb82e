"""Files that cannot be taken: each gets its own sentence, in both languages, before anything is stored."""

from pathlib import Path

import pytest
from pyproj import CRS
from shapely.geometry import LineString, MultiPoint, Point, box

from layers.errors import CrsDoesNotFit, MissingCrs, UnknownCrs, UnreadableFile
from layers.geometry.crs import CRS84, transform_geometry
from layers.intake.files import open_file
from layers.intake.names import title
from tests.factories.files import cut, write_file, zip_shapefile

POINTS = [Point(106.7 + n / 100, 10.8) for n in range(50)]
IN_METRES = [transform_geometry(point, source=CRS84, target="EPSG:9210") for point in POINTS]


def read(path: Path, **how: str) -> list[Point]:
    return [feature.geometry for feature in open_file(path, **how).features()]  # type: ignore[misc]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
def test_every_kind_is_read_whole(tmp_path: Path, suffix: str) -> None:
    path = write_file(tmp_path / f"points{suffix}", list(POINTS))
    file = open_file(path)
    assert (file.rows, file.geometry_type) == (50, "Point")
    assert [feature.properties["name"] for feature in file.features()] == [f"thing {n}" for n in range(50)]
    assert all(a.equals_exact(b, 1e-9) for a, b in zip(read(path), POINTS, strict=True))


def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    path = write_file(tmp_path / "điểm.shp", list(POINTS))
    assert len(read(zip_shapefile(path, into=tmp_path / "dữ liệu.zip"))) == 50


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp"])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    path = cut(write_file(tmp_path / f"points{suffix}", list(POINTS)), to=share)
    with pytest.raises(UnreadableFile) as refused:
        list(open_file(path).features())
    assert path.name in refused.value.en
    assert path.name in refused.value.vi


def test_a_table_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_file(tmp_path / "points.shp", list(POINTS))
    cut(path.with_suffix(".dbf"), to=0.5)
    with pytest.raises(UnreadableFile, match="cut off"):
        open_file(path)


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_shapefile_without_one_of_its_parts_is_refused(tmp_path: Path, missing: str) -> None:
    path = write_file(tmp_path / "points.shp", list(POINTS))
    with pytest.raises(UnreadableFile, match=missing):
        open_file(zip_shapefile(path, into=tmp_path / "points.zip", without=(missing,)))


@pytest.mark.parametrize("zipped", [True, False])
def test_a_shapefile_without_prj_does_not_say_its_crs(tmp_path: Path, zipped: bool) -> None:
    path = write_file(tmp_path / "points.shp", list(IN_METRES), crs="EPSG:9210")
    path.with_suffix(".prj").unlink()
    given = zip_shapefile(path, into=tmp_path / "points.zip") if zipped else path
    with pytest.raises(MissingCrs, match=r"\.prj"):
        open_file(given)
    assert read(given, crs="EPSG:9210")[0].equals_exact(POINTS[0], 1e-8)


def test_a_zip_that_is_no_shapefile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("hello")
    path = zip_shapefile(tmp_path / "readme.shp", into=tmp_path / "upload.zip")
    with pytest.raises(UnreadableFile, match="no Shapefile"):
        open_file(path)


def test_a_text_that_is_called_zip_or_shapefile_or_geopackage_is_refused(tmp_path: Path) -> None:
    for name in ("text.zip", "text.gpkg", "text.geojson", "text.shp", "text.xls"):
        path = tmp_path / name
        path.write_text("Kính gửi Ủy ban nhân dân")
        for suffix in (".shx", ".dbf"):
            path.with_suffix(suffix).write_text("x")
        with pytest.raises(UnreadableFile):
            open_file(path)


def test_a_damaged_zip_and_an_empty_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = zip_shapefile(write_file(tmp_path / "points.shp", list(POINTS)), into=tmp_path / "points.zip")
    cut(path, to=0.5)
    (tmp_path / "empty.gpkg").touch()
    for name in ("points.zip", "empty.gpkg", "nothing.gpkg"):
        with pytest.raises(UnreadableFile):
            open_file(tmp_path / name)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = write_file(tmp_path / "two.gpkg", list(POINTS), layer="a")
    write_file(path, list(POINTS[:3]), layer="b", append=True)
    with pytest.raises(UnreadableFile, match="a, b"):
        open_file(path)
    assert open_file(path, layer="b").rows == 3
    with pytest.raises(UnreadableFile):
        open_file(path, layer="c")


def test_metres_that_are_called_degrees_are_noticed_with_a_guess(tmp_path: Path) -> None:
    path = write_file(tmp_path / "pipes.shp", list(IN_METRES), crs="EPSG:4326")
    with pytest.raises(CrsDoesNotFit, match=r"pipes\.shp.*EPSG:9210"):
        open_file(path)


def test_degrees_that_are_called_metres_are_noticed_with_a_guess(tmp_path: Path) -> None:
    path = write_file(tmp_path / "pipes.gpkg", list(POINTS), crs="EPSG:32648")
    with pytest.raises(CrsDoesNotFit, match=r"Is it EPSG:4326\?"):
        open_file(path)


def test_a_crs_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = write_file(tmp_path / "points.gpkg", list(POINTS))
    with pytest.raises(UnknownCrs, match="EPSG:999999"):
        open_file(path, crs="EPSG:999999")


@pytest.mark.parametrize(
    "definition",
    [
        "EPSG:9210",
        CRS.from_epsg(9210).to_wkt("WKT1_ESRI"),
        CRS.from_epsg(9210).to_wkt("WKT1_GDAL").replace(',AUTHORITY["EPSG","9210"]', ""),
        'PROJCS["VN2000_HCM",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.75],'
        'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]',
    ],
    ids=["code", "ESRI", "GDAL without code", "by hand"],
)
def test_vn2000_is_recognised_however_a_program_writes_it(tmp_path: Path, definition: str) -> None:
    path = write_file(tmp_path / "points.shp", list(IN_METRES), crs="EPSG:9210")
    path.with_suffix(".prj").write_text(
        CRS.from_user_input(definition).to_wkt("WKT1_ESRI") if definition == "EPSG:9210" else definition
    )
    file = open_file(path)
    assert file.crs == "EPSG:9210"
    assert next(iter(read(path))).equals_exact(POINTS[0], 1e-8)


def test_a_crs_of_elsewhere_is_brought_to_wgs84(tmp_path: Path) -> None:
    false_origin_ft = Point(4_921_250, 3_280_833.333)  # of Kentucky's single zone, in feet: 85.75 W, 36.3333 N
    [point] = read(write_file(tmp_path / "kentucky.gpkg", [false_origin_ft], crs="EPSG:3089"))
    assert (point.x, point.y) == pytest.approx((-85.75, 36.33333), abs=1e-4)


def test_single_and_multiple_parts_make_a_multiple_type_and_a_mix_makes_geometry(tmp_path: Path) -> None:
    mixed = write_file(tmp_path / "mixed.geojson", [Point(1, 1), MultiPoint([(1, 1), (2, 2)])])
    assert open_file(mixed).geometry_type == "MultiPoint"
    zoo = write_file(tmp_path / "zoo.geojson", [Point(1, 1), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)])
    assert open_file(zoo).geometry_type == "Geometry"


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1258", "CP1252"])
@pytest.mark.parametrize("named_by", ["file", "sender"])
def test_text_keeps_all_its_letters_in_the_encoding_that_is_named(tmp_path: Path, encoding: str, named_by: str) -> None:
    words = ["Ba", "Chà"] if encoding == "CP1252" else ["Ba", "Chợ", "Tên đường"]
    table = {"tên": words}
    path = write_file(tmp_path / "ten.shp", [Point(1, 1)] * len(words), columns=table, encoding=encoding)
    if named_by == "sender":
        path.with_suffix(".cpg").unlink()
        file = open_file(path, encoding=encoding)
    else:
        file = open_file(path)
    values = [title(feature.properties[file.fields[0].name]) for feature in file.features()]
    assert (title(file.fields[0].name), values) == ("tên", words)


def test_utf8_needs_no_name(tmp_path: Path) -> None:
    path = write_file(tmp_path / "ten.shp", [Point(1, 1)], columns={"tên": ["Chợ"]}, encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    assert [feature.properties for feature in open_file(path).features()] == [{"tên": "Chợ"}]


def test_an_encoding_that_does_not_fit_or_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = write_file(tmp_path / "ten.shp", [Point(1, 1)], columns={"ten": ["Chà"]}, encoding="CP1252")
    with pytest.raises(UnreadableFile, match="not in utf-8"):
        list(open_file(path, encoding="UTF-8").features())
    with pytest.raises(UnreadableFile, match="klingon"):
        open_file(path, encoding="klingon")
