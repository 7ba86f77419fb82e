"""Real files against the shipped contracts: the mapping that is proposed is the one that a person wrote down."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from publishing.contracts import Contract, Mapping, choose_contract, column_facts, load_contracts, propose_mapping
from publishing.contracts.checking import Checker
from publishing.contracts.faults import FaultLog
from publishing.hygiene import Cleaner, Context, profile, propose
from publishing.reading import read

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Expected:
    """A file, the contract that it should follow, and what its columns mean.

    Attributes:
        fields: column to field, of those that have one in the contract.
        unknown: values that no code is known for.
        refused: rows that break a rule after hygiene, by rule.
        unsure: columns that somebody has to look at.
        offered: the contract is found without being named.
    """

    file: str
    contract: str
    fields: dict[str, str]
    layer: str = ""
    context: Context = field(default_factory=Context)
    unknown: tuple[str, ...] = ()
    refused: dict[str, int] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    offered: bool = True


NETWORK = "utilities"
EXPECTED = {
    "vientiane poles": Expected(
        f"{NETWORK}/vientiane_virgo/electric_pole_point_v1.shp",
        "power_nodes",
        {
            "pole_id": "code",
            "type": "construction",
            "village": "ward",
            "district": "district",
            "province": "province",
        },
    ),
    "vientiane lines": Expected(
        f"{NETWORK}/vientiane_virgo/electric_22kv_vtc_line_v1.shp",
        "power_links",
        {"layer": "code", "length": "length_m"},
    ),
    "vientiane zones": Expected(
        f"{NETWORK}/vientiane_virgo/glup2030_cdudcp_v1.shp",
        "plan_zones",
        {"zoning": "zone_code", "zone_name": "title", "h": "max_height_m", "e": "max_coverage", "cos": "max_far"},
    ),
    "ky4 pipes": Expected(
        f"{NETWORK}/epanet/ky4.gpkg",
        "water_links",
        {
            "id": "code",
            "node1": "from_node",
            "node2": "to_node",
            "length": "length_m",
            "diameter": "diameter_mm",
            "roughness": "roughness",
            "status": "status",
        },
        layer="pipes",
        unsure=("diameter",),
    ),
    "german lines": Expected(
        f"{NETWORK}/power/lv_schutterwald.gpkg",
        "power_links",
        {
            "name": "name",
            "std_type": "material",
            "from_bus": "from_node",
            "to_bus": "to_node",
            "length_km": "length_m",
            "max_i_ka": "max_current_a",
            "in_service": "status",
        },
        layer="line",
    ),
    "burlington permits": Expected(
        "planning/burlington_permits/Building_Permits.csv",
        "building_permits",
        {
            "ADDRESS": "address",
            "FOLDERTYPE": "building",
            "FILENO": "permit_no",
            "INDATE": "applied",
            "ISSUEDATE": "issued",
            "WORKDESC": "work",
            "FOLDERSTATUSDESC": "status",
            "REFERENCEFILE": "reference",
            "RESUNITS": "dwellings",
            "CONSTRUCTVALUE": "value",
            "PROPINFOVALUE_WARD": "ward",
        },
        context=Context(extent=(-79.9, 43.28, -79.7, 43.5), crs=("EPSG:26917",)),
        refused={"minimum": 1},
    ),
    "long truong parcels": Expected(
        "planning/cadastre_q9_longtruong/longtruong_q9_cadastre.gpkg",
        "parcels",
        {
            "thuaid": "code",
            "xaid": "ward",
            "shbando": "sheet",
            "shthua": "number",
            "dientich": "area_m2",
            "kh2003": "land_code",
            "diadanh": "address",
        },
        layer="thua_dat",
        context=Context(extent=(106.3, 10.3, 107.1, 11.2), crs=("EPSG:9210",)),
    ),
    "cameras 2017": Expected(
        "cameras/hcmc_traffic_cameras_2017.geojson",
        "cameras",
        {
            "code": "code",
            "camId": "camera_id",
            "camType": "kind",
            "district": "district",
            "managementUnit": "owner",
            "angle": "angle_deg",
            "displayName": "name",
        },
    ),
    "cameras 2025": Expected(
        "cameras/hcmc_traffic_cameras_2025.geojson",
        "cameras",
        {
            "camId": "camera_id",
            "code": "code",
            "name": "name",
            "cam_type": "kind",
            "ptz": "ptz",
            "streets": "streets",
            "status": "status",
            "updated_at": "updated_at",
        },
        unsure=("camId",),
        refused={"unique": 4},
    ),
    "osm roads": Expected(
        "osm/hcm_osm_2018_themes.gpkg",
        "roads",
        {"osm_id": "code", "name": "name", "highway": "class"},
        layer="roads",
    ),
    "office sheet of hospitals": Expected(
        "stats/sheets/benhvien-import.xlsx",
        "health_facilities",
        {
            "ten": "name",
            "maquan": "district",
            "maphuong": "ward",
            "diachi": "address",
            "dienthoai": "phone",
            "website": "website",
            "loaibv_id": "kind",
        },
    ),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_proposal_is_what_a_person_would_say(real_data: Path, tmp_path: Path, name: str) -> None:
    expected = EXPECTED[name]
    mapping, log, chosen = _through(real_data / "vector" / expected.file, tmp_path, expected)
    contract = load_contracts()[expected.contract]
    own = {match.column: match for match in mapping.matches if match.field in contract.by_name}
    assert {column: match.field for column, match in own.items()} == expected.fields
    assert tuple(value for match in own.values() for value in match.unknown) == expected.unknown
    assert tuple(match.column for match in mapping.unsure) == expected.unsure
    assert dict(log.counts) == expected.refused
    assert not expected.offered or chosen == expected.contract


def test_inches_of_ky4_are_proposed(real_data: Path, tmp_path: Path) -> None:
    """The network's own input file is in US units: inches and feet."""
    mapping, _, _ = _through(real_data / "vector" / NETWORK / "epanet/ky4.gpkg", tmp_path, EXPECTED["ky4 pipes"])
    [diameter] = [match for match in mapping.matches if match.field == "diameter_mm"]
    assert diameter.factor == pytest.approx(25.4)


def test_the_words_above_a_column_of_an_office_sheet_become_its_title(real_data: Path, tmp_path: Path) -> None:
    name = "office sheet of hospitals"
    mapping, _, _ = _through(real_data / "vector" / EXPECTED[name].file, tmp_path, EXPECTED[name])
    [bod5] = [kept for kept in mapping.kept if kept.name == "bod5"]
    assert "BOD5" in bod5.title_vi and bod5.unit == "mg/l"
    [salmonella] = [kept for kept in mapping.kept if kept.name == "salmonella"]
    assert salmonella.unit == "", "'≤ 0' is a limit and no unit"


def _through(file: Path, folder: Path, expected: Expected) -> tuple[Mapping, FaultLog, str]:
    """The mapping proposed after hygiene (first choices), what the checks refuse, and the contract that is offered."""
    layers = read(file, folder=folder).layers
    layer = next(one for one in layers if one.name == expected.layer or not expected.layer)
    proposals = propose(profile(layer, expected.context), expected.context)
    cleaner = Cleaner(layer, proposals, {p.id: p.choices[0].value for p in proposals}, expected.context)
    batches = [cleaner.clean(batch)[0] for batch in layer.batches()]
    titles = {column.name: column.title for column in cleaner.columns}
    units = {column.name: column.unit for column in cleaner.columns}
    columns = column_facts(batches, titles=titles, units=units)
    found = choose_contract(
        columns, name=f"{file.stem} {layer.name}", geometry_types=layer.geometry_types, contracts=load_contracts()
    )
    contract: Contract = load_contracts()[expected.contract]
    mapping = propose_mapping(columns, contract)
    checker = Checker(contract, mapping)
    with FaultLog(folder / "faults.arrow") as log:
        for batch in batches:
            log.add(checker.check(batch)[1])
    return mapping, log, found[0][0].id if found else ""
