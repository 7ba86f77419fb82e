"""Real EPANET and SWMM inputs: from the collections come the pressures and floods of the original file."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import wntr
from django.db import connection

from layers import api as layers
from networks import api as networks
from tests.factories.collections import WRITER

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.django_db]

EPANET = Path("vector") / "utilities" / "epanet"
SWMM = Path("vector") / "utilities" / "swmm"
KENTUCKY = networks.Placement(crs="EPSG:3089")
LOCAL = networks.Placement(longitude=106.7, latitude=10.77, metres_per_unit=100.0)
PLACEMENTS = {"ky4": KENTUCKY, "Net3": LOCAL, "Net6": LOCAL}


def take_over(real_data: Path, name: str, now: datetime) -> str:
    """The model as a network of ours; returns its id."""
    placement = PLACEMENTS[name]
    path = real_data / EPANET / f"{name}.inp"
    networks.import_epanet(path, network_id=name.lower(), placement=placement, owner="city", by=WRITER, now=now)
    return name.lower()


def original(real_data: Path, name: str, tmp_path: Path, *, shut: str = "") -> dict[str, list[float]]:
    """WNTR's own run of the original file."""
    model = wntr.network.WaterNetworkModel(str(real_data / EPANET / f"{name}.inp"))
    if shut:
        model.get_link(shut).initial_status = wntr.network.LinkStatus.Closed
    pressure = wntr.sim.EpanetSimulator(model).run_sim(file_prefix=str(tmp_path / "run")).node["pressure"]
    return {code: pressure[code].tolist() for code in pressure.columns}


def codes_of(collection: str) -> dict[int, str]:
    """Number to code of the rows."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT fid, code FROM feature."{collection}"')
        return dict(cursor.fetchall())


@pytest.mark.parametrize("name", list(PLACEMENTS))
def test_pressures_equal_a_run_of_the_original_file(name: str, real_data: Path, tmp_path: Path, now: datetime) -> None:
    network = take_over(real_data, name, now)
    found = networks.run_pressures(WRITER, network)
    expected, code = original(real_data, name, tmp_path), codes_of(f"{network}_nodes")
    assert {code[fid] for fid in found.pressure_m} == set(expected)
    for fid, series in found.pressure_m.items():
        np.testing.assert_allclose(series, expected[code[fid]], rtol=1e-4, atol=1e-3)


def test_the_input_that_is_written_back_runs_like_the_original(real_data: Path, tmp_path: Path, now: datetime) -> None:
    network = take_over(real_data, "Net3", now)
    path = tmp_path / "back.inp"
    path.write_text(networks.current_input(WRITER, network), encoding="utf-8")
    model = wntr.network.WaterNetworkModel(str(path))
    pressure = wntr.sim.EpanetSimulator(model).run_sim(file_prefix=str(tmp_path / "back")).node["pressure"]
    for code, series in original(real_data, "Net3", tmp_path).items():
        np.testing.assert_allclose(pressure[code].tolist(), series, rtol=1e-3, atol=1e-2)


def test_a_shut_pipe_lowers_pressures_as_in_the_original(real_data: Path, tmp_path: Path, now: datetime) -> None:
    network = take_over(real_data, "Net3", now)
    links, code = codes_of(f"{network}_links"), codes_of(f"{network}_nodes")
    [fid] = [fid for fid, name in links.items() if name == "123"]
    found = networks.run_pressures(WRITER, network, scenario=networks.Scenario(shut=(fid,)))
    expected = original(real_data, "Net3", tmp_path, shut="123")
    usual = original(real_data, "Net3", tmp_path)
    assert any(abs(np.array(expected[name]) - np.array(usual[name])).max() > 1.0 for name in expected)
    for node, series in found.pressure_m.items():
        np.testing.assert_allclose(series, expected[code[node]], rtol=1e-4, atol=1e-3)


def test_fire_water_lowers_the_pressure_where_it_is_taken(real_data: Path, now: datetime) -> None:
    network = take_over(real_data, "Net3", now)
    [node] = [fid for fid, name in codes_of(f"{network}_nodes").items() if name == "157"]
    usual = networks.run_pressures(WRITER, network).pressure_m[node]
    scenario = networks.Scenario(fire_node=node, fire_l_s=60.0)
    burning = networks.run_pressures(WRITER, network, scenario=scenario).pressure_m[node]
    assert min(burning) < min(usual)
    assert burning[0] < usual[0] - 0.1


def test_an_edited_diameter_counts_in_the_next_run(real_data: Path, now: datetime) -> None:
    network = take_over(real_data, "Net3", now)
    usual = networks.run_pressures(WRITER, network).pressure_m
    [pipe] = [fid for fid, name in codes_of(f"{network}_links").items() if name == "123"]
    edit = layers.Edit(subject=WRITER, collection_id=f"{network}_links", reason="test", now=now)
    layers.update_item(edit, fid=pipe, patch={"properties": {"diameter_mm": 200.0}})
    found = networks.run_pressures(WRITER, network).pressure_m
    assert max(abs(min(found[fid]) - min(usual[fid])) for fid in usual) > 1.0


def test_a_kept_run_is_a_collection_of_those_who_answer_for_the_network(real_data: Path, now: datetime) -> None:
    network = take_over(real_data, "Net3", now)
    found = networks.run_pressures(WRITER, network)
    kept = networks.keep_pressures(found, scenario="as it stands", by=WRITER, now=now)
    assert layers.get_collection(WRITER, collection_id=kept).count == len(found.pressure_m) == 97


def test_a_design_storm_floods_the_nodes_that_swmm_names(real_data: Path, now: datetime) -> None:
    path = real_data / SWMM / "swmmio_model_state_plane.inp"
    placement = networks.Placement(crs="EPSG:2817")
    networks.import_swmm(path, network_id="sewers", placement=placement, owner="city", by=WRITER, now=now)
    light = networks.run_flooding(WRITER, "sewers", rain=networks.Rain(5.0, (1.0,) * 12))
    heavy = networks.run_flooding(WRITER, "sewers", rain=networks.storm(a=8000, b=20, n=0.9, duration_min=120))
    assert not light.flooded
    assert heavy.flooded
    assert abs(heavy.routing_error_percent) < 10
