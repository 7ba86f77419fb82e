"""Rows of a small register, as another package takes them."""

from pathlib import Path

import pytest
from shapely.geometry import Point

from publishing import api as publishing
from publishing.errors import UnknownLayer, UnreadableFile
from tests.factories.files import write_file


def test_rows_come_under_the_files_own_names_in_its_order(tmp_path: Path) -> None:
    path = write_file(
        tmp_path / "x.geojson", [Point(106.7, 10.8), None], columns={"tên": ["Chợ", "Cầu"], "row": [5, 6]}
    )
    rows = list(publishing.rows_of(path))
    assert [row.geometry for row in rows] == [Point(106.7, 10.8), None]
    assert [row.properties for row in rows] == [{"tên": "Chợ", "row_2": 5}, {"tên": "Cầu", "row_2": 6}]


def test_undecoded_text_must_be_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("tên,lon,lat\nChợ,106.7,10.8\n", "utf-8")
    [row] = publishing.rows_of(path)
    assert row.properties["tên"] == "Chợ"
    path.write_text("ten,lon,lat\nChâu,106.7,10.8\n", "cp1252")
    with pytest.raises(UnreadableFile, match="UTF-8"):
        list(publishing.rows_of(path))


def test_places_must_be_longitude_and_latitude(tmp_path: Path) -> None:
    path = write_file(tmp_path / "x.gpkg", [Point(603000, 1190000)], crs="EPSG:9210")
    with pytest.raises(UnreadableFile, match="WGS 84"):
        list(publishing.rows_of(path))


def test_of_several_layers_one_is_named(tmp_path: Path) -> None:
    path = write_file(tmp_path / "x.gpkg", [Point(1, 1)], layer="a")
    write_file(path, [Point(2, 2)], layer="b", append=True)
    with pytest.raises(UnknownLayer, match="a, b"):
        list(publishing.rows_of(path))
    assert [row.geometry for row in publishing.rows_of(path, layer="b")] == [Point(2, 2)]
