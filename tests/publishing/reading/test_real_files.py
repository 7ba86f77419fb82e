"""The real files: how many rows, where, in what; the counts come from GDAL, SQLite, or the publisher's own list."""

from pathlib import Path
from unicodedata import normalize

import pyogrio
import pytest

from publishing.errors import UnreadableFile
from publishing.kinds import SourceLayer
from tests.publishing.reading.conftest import Reads, rows_of

pytestmark = pytest.mark.real


def by_name(layers: tuple[SourceLayer, ...]) -> dict[str, SourceLayer]:
    return {layer.name: layer for layer in layers}


def test_every_layer_of_every_geopackage_has_the_rows_that_gdal_counts(real_data: Path, take: Reads) -> None:
    for path in sorted((real_data / "vector").rglob("*.gpkg")):
        expected = {
            str(name): pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]
            for name, _ in pyogrio.list_layers(path)
        }
        assert {layer.name: layer.rows for layer in take(path).layers} == expected, path.name


def test_every_shapefile_of_vientiane_is_utf8_by_its_cst_and_lies_in_utm(real_data: Path, take: Reads) -> None:
    paths = sorted((real_data / "vector/utilities/vientiane_virgo").glob("*.shp"))
    assert len(paths) == 13
    for path in paths:
        [layer] = take(path).layers
        assert (layer.charset, layer.remarks) == ("UTF-8", ())
        assert "UTM zone 48N" in layer.crs
        assert layer.rows == pyogrio.read_info(path)["features"]


def test_the_line_that_leaves_the_country_is_read_as_it_is(real_data: Path, take: Reads) -> None:
    path = real_data / "vector/utilities/vientiane_virgo/22kv_underground_line_future_plan_v1.shp"
    [layer] = take(path).layers
    assert layer.bounds is not None
    assert layer.bounds[3] - 1_987_147 > 700_000, "one line runs 750 km north; hygiene asks about it"


def test_openstreetmap_has_the_layers_of_gdal(real_data: Path, take: Reads) -> None:
    layers = by_name(take(real_data / "vector/osm/hcm_2018.osm.pbf").layers)
    rows = {name.removeprefix("hcm_2018 "): layer.rows for name, layer in layers.items()}
    assert rows["points"] == 34_878
    assert set(rows) == {"points", "lines", "multilinestrings", "multipolygons", "other_relations"}
    named = rows_of(layers["hcm_2018 points"]).columns["name"]
    assert any(name and "Bưu điện" in name for name in named)


def test_an_extract_that_ends_in_the_middle_of_a_block_is_refused(real_data: Path, take: Reads, tmp_path: Path) -> None:
    path = tmp_path / "x.osm.pbf"
    path.write_bytes((real_data / "vector/osm/hcm_2018.osm.pbf").read_bytes()[:1_000_000])
    with pytest.raises(UnreadableFile, match="cut off"):
        take(path)


@pytest.mark.parametrize(("year", "rows"), [(2017, 282), (2025, 721)], ids=["2017", "2025"])
def test_the_registers_of_cameras(real_data: Path, take: Reads, year: int, rows: int) -> None:
    [layer] = take(real_data / f"vector/cameras/hcmc_traffic_cameras_{year}.geojson").layers
    assert (layer.rows, layer.crs, layer.geometry_types) == (rows, "EPSG:4326", ("Point",))


def test_the_permits_of_burlington_have_places_of_an_unknown_system(real_data: Path, take: Reads) -> None:
    [layer] = take(real_data / "vector/planning/burlington_permits/Building_Permits.csv").layers
    assert (layer.rows, layer.charset, layer.places, layer.crs) == (5_026, "UTF-8", ("X", "Y"), "")
    assert layer.columns[0].name == "X", "the byte order mark is no part of the name"


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("DATA QCVN 08 2018.xls", 2, 50), ("benhvien-import.xlsx", 1, 35), ("vt-onhiem-import.xlsx", 1, 9)],
    ids=["water samples", "hospitals", "pollution"],
)
def test_office_sheets_with_headers_of_several_rows(
    real_data: Path, take: Reads, name: str, rows: int, columns: int
) -> None:
    [layer] = take(real_data / "vector/stats/sheets" / name).layers
    assert (layer.rows, len(layer.columns), layer.places) == (rows, columns, ("lng", "lat"))
    assert layer.columns[0].name == "stt"
    assert layer.columns[0].title == "STT"
    assert rows_of(layer).columns["row"] == list(range(5, 5 + rows))


def test_what_stands_over_the_columns_of_an_office_sheet_becomes_title_and_unit(real_data: Path, take: Reads) -> None:
    [layer] = take(real_data / "vector/stats/sheets/DATA QCVN 08 2018.xls").layers
    of = {column.name: column for column in layer.columns}
    group = "CHỈ TIÊU KIỂM NGHIỆM QCVN 08-MT:2015/BTNMT (Giới hạn A1)"
    title = normalize("NFC", of["bod5"].title)  # the sheet has its marks apart; hygiene composes them
    assert (title, of["bod5"].unit, of["bod5"].type) == (f"{group} / BOD5 (mg/l)", "mg/l", "number")
    assert of["ph"].unit == "6 - 8,5"
    assert normalize("NFC", of["vs"].title) == "ĐÁNH GIÁ / VS"
    assert normalize("NFC", of["diachi"].title) == "ĐỊA CHỈ LẤY MẪU"


def test_tables_of_areas_and_statistics_keep_every_row(real_data: Path, take: Reads) -> None:
    for path in sorted((real_data / "vector").rglob("*.csv")):
        [layer] = take(path).layers
        lines = path.read_text("utf-8-sig").splitlines()
        assert layer.rows == len(lines) - 1, path.name


def test_the_districts_of_a_plain_json_file(real_data: Path, take: Reads) -> None:
    [layer] = take(real_data / "vector/admin/hcm_districts_nguyenhn1299.json").layers
    assert (layer.rows, layer.geometry_types) == (24, ("MultiPolygon", "Polygon"))
