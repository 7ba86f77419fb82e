"""Each messy input of the real data meets the right proposal and comes out right; the clean ones meet silence.

The figures are those that the publishers' data have by an independent look (see the README of the data folder).
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from layers.api import area_m2, transform_geometry
from publishing.hygiene import Context, KnownUnit
from publishing.kinds import SourceLayer
from publishing.reading import read

from .conftest import cleaned, proposals_of

pytestmark = pytest.mark.real
VIENTIANE = Context(extent=(101.9, 17.7, 103.2, 18.7))
BURLINGTON = Context(extent=(-80.01, 43.29, -79.72, 43.48))


@pytest.fixture(scope="module")
def hcmc(real_data: Path) -> Context:
    """The city of 168 wards: its border is theirs."""
    wards = pyogrio.raw.read(real_data / "vector/admin/hcmc_admin.gpkg", layer="wards_2025_168")[2]
    border = shapely.union_all(shapely.make_valid(shapely.from_wkb(wards)))
    west, south, east, north = map(float, border.bounds)
    return Context((west, south, east, north), border.wkb, ("EPSG:9210", "EPSG:3405", "EPSG:5899", "EPSG:32648"))


@pytest.fixture
def open_layer(real_data: Path, tmp_path: Path) -> Any:
    """Read one layer of a real file."""

    def open_one(path: str, name: str | None = None) -> SourceLayer:
        layers = read(real_data / "vector" / path, folder=tmp_path / "read").layers
        return next(layer for layer in layers if name is None or layer.name == name)

    return open_one


def _geometry(table: pa.Table) -> Any:
    return shapely.from_wkb(table.column("geometry").to_pylist())


def test_long_truong_lies_75_hundredths_of_a_degree_too_far_west(
    open_layer: Any, hcmc: Context, real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = "planning/cadastre_q9_longtruong"
    layer = open_layer(f"{folder}/longtruong_q9_cadastre.gpkg", "thua_dat")
    proposal = proposals_of(layer, hcmc)["crs"]
    assert proposal.choices[0].value == "EPSG:32648>EPSG:9210"
    assert not proposal.sure
    assert proposal.evidence["inside_as_said"] == 0
    assert proposal.evidence["moved_m"] == pytest.approx(82_170, abs=30)
    assert proposal.evidence["area_column"] == "dientich"
    assert proposal.evidence["area_ratio"] == pytest.approx(1, abs=5e-5)
    assert proposal.evidence["area_ratio_as_said"] > 1.0004

    table, faults = cleaned(layer, hcmc)
    assert (table.num_rows, faults) == (3693, [])
    repaired = pyogrio.raw.read(
        real_data / "vector" / folder / "longtruong_q9_cadastre_fixed_epsg9210.gpkg", layer="thua_dat"
    )
    ours = transform_geometry(_geometry(table), source="OGC:CRS84", target="EPSG:9210")
    theirs = shapely.from_wkb(repaired[2])
    residual_m = np.abs(shapely.get_coordinates(ours) - shapely.get_coordinates(theirs)).max()
    ratio = np.median(shapely.area(ours) / table.column("dientich").to_numpy())
    with capsys.disabled():
        print(f"\nLong Trường: residual {residual_m * 1000:.3f} mm, median area / recorded area {ratio:.6f}")
    assert residual_m < 0.001
    assert ratio == pytest.approx(1, abs=5e-5)


def test_the_repaired_cadastre_is_not_moved_again(open_layer: Any, hcmc: Context) -> None:
    layer = open_layer("planning/cadastre_q9_longtruong/longtruong_q9_cadastre_fixed_epsg9210.gpkg", "thua_dat")
    found = proposals_of(layer, hcmc)
    assert not {"crs", "axes"} & set(found)
    assert all(proposal.sure for proposal in found.values())


def test_the_poles_of_vientiane_are_utf8_as_the_cst_says_and_49_stand_twice(open_layer: Any) -> None:
    layer = open_layer("utilities/vientiane_virgo/electric_pole_point_v1.shp")
    found = proposals_of(layer, VIENTIANE)
    assert found["encoding"].evidence["encoding"] == "utf-8"
    assert found["encoding"].evidence["declared"] == "utf-8"
    assert found["same_place"].evidence["count"] == 49
    assert not found["same_place"].sure
    table, _ = cleaned(layer, VIENTIANE)
    assert table.num_rows == 975 - 49
    assert set(table.column("province").to_pylist()) == {"ນະຄອນຫຼວງ", "ວຽງຈັນ", "ແຂວວຽງຈັນ"}
    assert len(set(table.column("geometry").to_pylist())) == table.num_rows


def test_one_line_of_vientiane_runs_750_km_north(open_layer: Any) -> None:
    layer = open_layer("utilities/vientiane_virgo/22kv_underground_line_future_plan_v1.shp")
    proposal = proposals_of(layer, VIENTIANE)["far"]
    assert proposal.evidence["rows"] == [18]
    assert proposal.evidence["farthest_km"] == pytest.approx(750, abs=40)
    table, faults = cleaned(layer, VIENTIANE)
    assert (table.num_rows, [fault.row for fault in faults]) == (2413, [18])
    assert shapely.total_bounds(_geometry(table))[3] < 18.7


def test_the_cameras_of_2025_have_20_scrape_errors_and_3_outside(open_layer: Any, hcmc: Context) -> None:
    layer = open_layer("cameras/hcmc_traffic_cameras_2025.geojson")
    found = proposals_of(layer, hcmc)
    assert found["junk"].evidence["count"] == 20
    assert found["junk"].evidence["mark"] == "error"
    assert found["outside_city"].evidence["count"] == 3
    assert found["outside_city"].evidence["farthest_m"] == pytest.approx(80, abs=5)
    assert found["outside_city"].choices[0].value == "keep"
    assert set(found["same_key"].evidence["columns"]) == {"camId", "code"}
    table, _ = cleaned(layer, hcmc)
    assert set(table.column("status").to_pylist()) == {"success"}
    assert table.num_rows == 701
    assert cleaned(layer, hcmc, outside_city="leave_out")[0].num_rows == 698


def test_the_districts_of_2020_lie_on_each_other(open_layer: Any, hcmc: Context) -> None:
    layer = open_layer("admin/hcmc_admin.gpkg", "districts_2020_24")
    proposal = proposals_of(layer, hcmc)["overlaps"]
    names = [row.as_py() for batch in layer.batches() for row in batch.column("localname")]
    whole = {frozenset((names[a - 1], names[b - 1])) for a, b, share in proposal.evidence["pairs"] if share > 0.9}
    assert whole == {frozenset(("Tp Thủ Đức", "Quận 2")), frozenset(("Tp Thủ Đức", "Quận 9"))}
    assert not proposal.sure


def test_thu_duc_of_2021_is_too_small(open_layer: Any, hcmc: Context, real_data: Path) -> None:
    """The units are known from another publisher, under English names that are theirs."""
    known = pyogrio.raw.read(real_data / "vector/admin/hcmc_admin.gpkg", layer="districts_22_derived")
    english = {"Thu Duc City": "Thành phố Thủ Đức"} | {f"District {n}": f"Quận {n}" for n in range(1, 13)}
    units = tuple(
        KnownUnit(english.get(name, name), area_m2(shape) / 1e6)
        for name, shape in zip(known[3][1], shapely.from_wkb(known[2]), strict=True)
    )
    layer = open_layer("admin/hcmc_admin.gpkg", "districts_2021_22")
    proposal = proposals_of(layer, Context(hcmc.extent, hcmc.outline, hcmc.crs, units))["unit_areas"]
    assert list(proposal.evidence["units"]) == ["Thành phố Thủ Đức"]
    assert proposal.evidence["units"]["Thành phố Thủ Đức"] == [pytest.approx(49.9, abs=0.1), pytest.approx(212, abs=1)]
    assert "unit_areas" not in proposals_of(open_layer("admin/hcmc_admin.gpkg", "districts_24_pop_2009_2019"), hcmc)


def test_burlington_names_no_system_and_its_columns_tell(open_layer: Any) -> None:
    layer = open_layer("planning/burlington_permits/Building_Permits.csv")
    assert layer.columns[0].name == "X"  # no byte order mark in it
    proposal = proposals_of(layer, BURLINGTON)["crs"]
    assert proposal.choices[0].value == "EPSG:26917"
    assert proposal.evidence["inside"] == 1
    table, faults = cleaned(layer, BURLINGTON)
    assert (table.num_rows, faults) == (5026, [])
    assert str(table.schema.field("ISSUEDATE").type) == "date32[day]"
    west, south, east, north = shapely.total_bounds(_geometry(table))
    assert (west, south, east, north) == pytest.approx((-79.93, 43.29, -79.72, 43.47), abs=0.03)


def test_the_cadastre_of_cambridge_loses_only_what_cannot_be_repaired(open_layer: Any) -> None:
    layer = open_layer("planning/cambridge_ma/cambridge.gpkg", "assessing_parcelsfy2013")
    proposal = proposals_of(layer, Context())["invalid"]
    assert (proposal.evidence["count"], proposal.evidence["repairable"]) == (24, 18)
    table, faults = cleaned(layer, Context())
    assert table.num_rows == 13_159 - 6
    assert {fault.rule for fault in faults} == {"geometry"}
    assert shapely.is_valid(_geometry(table)).all()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("admin/hcmc_admin.gpkg", "wards_2025_168"),
        ("admin/hcmc_admin.gpkg", "wards_2019_322_pop"),
        ("admin/hcmc_admin.gpkg", "districts_22_derived"),
        ("planning/d7_tan_thuan_zoning_buildings.gpkg", "poi_education"),
        ("planning/cadastre_q9_longtruong/longtruong_q9_cadastre_fixed_epsg9210.gpkg", "giao_thong"),
    ],
)
def test_clean_layers_are_met_with_silence(path: str, name: str, open_layer: Any, hcmc: Context) -> None:
    assert proposals_of(open_layer(path, name), hcmc) == {}


@pytest.mark.parametrize(
    "name", ["electric_22kv_vtc_line_v1", "glup2030_cdudcp_v1", "mainsewage_v0", "substations_pt_v1"]
)
def test_clean_layers_of_vientiane_are_met_with_silence(name: str, open_layer: Any) -> None:
    assert proposals_of(open_layer(f"utilities/vientiane_virgo/{name}.shp"), VIENTIANE) == {}


@pytest.mark.parametrize(
    ("path", "column", "kind"),
    [
        ("stats/gso_macro/fdi.csv", "Vốn đăng ký cấp mới", "double"),
        ("stats/gso_macro/vdt.csv", "Date", "date32[day]"),
        ("stats/air/healthyair_hcmc_2021_2022.csv", "date", "timestamp[us]"),
        ("stats/hcmc_district_population_2009_2019.csv", "year", "int64"),
    ],
)
def test_columns_of_plain_text_files_get_their_types(path: str, column: str, kind: str, open_layer: Any) -> None:
    table, faults = cleaned(open_layer(path), Context())
    assert faults == []
    assert str(table.schema.field(column).type) == kind


@pytest.mark.parametrize("sheet", ["DATA QCVN 08 2018.xls", "benhvien-import.xlsx", "vt-onhiem-import.xlsx"])
def test_office_sheets_with_headers_of_several_rows_pass(sheet: str, open_layer: Any, hcmc: Context) -> None:
    layer = open_layer(f"stats/sheets/{sheet}")
    table, faults = cleaned(layer, hcmc, **_kept(layer, hcmc))
    assert (table.num_rows, faults) == (layer.rows, [])
    assert all(name.strip() and "\n" not in name for name in table.column_names)


def _kept(layer: SourceLayer, context: Context) -> dict[str, str]:
    """Nothing of a sheet of two rows is left out."""
    return {name: "keep" for name, p in proposals_of(layer, context).items() if "keep" in [c.value for c in p.choices]}
