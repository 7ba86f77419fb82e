"""The measured displacement of two scenes against one that was put in, and what the ground cannot tell."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
from affine import Affine

from change_detection.engine.grid import common_grid
from change_detection.engine.registration import Gate, Registration, measure_registration
from tests.change_detection.engine.scenes import Pair, metre_grid, plot, write_pair, write_scene

GRID = metre_grid(448, 448)
HELMERT = "+proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +s=0.252906278"
ROTATIONS = "+rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372"
PLANE = "+proj=tmerc +lon_0=105.75 +k=0.9999 +x_0=500000 +ellps=WGS84"


def houses(seed: int = 3) -> list:
    draw = np.random.default_rng(seed)
    return [plot(*draw.uniform(5, 205, 2), *draw.uniform(7, 16, 2)) for _ in range(60)]


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """One place under two suns."""
    return write_pair(tmp_path_factory.mktemp("still"), GRID, houses(), houses())


def moved(path: Path, folder: Path, by: Affine) -> Path:
    """A copy of a scene whose file says that it lies elsewhere: each of its points p at `by` p."""
    with rasterio.open(path) as dataset:
        picture = np.moveaxis(dataset.read(), 0, -1)
        return write_scene(folder / "moved.tif", picture, replace(GRID, transform=by @ dataset.transform))


def measured(pair: Pair, after: Path, **options: bool) -> Registration:
    return measure_registration(pair.before, after, common_grid(pair.before, after), **options)


@pytest.fixture(scope="module")
def shifted(still: Pair, tmp_path_factory: pytest.TempPathFactory) -> Registration:
    """The later scene 1.5 m to the right and 1 m down."""
    return measured(still, moved(still.after, tmp_path_factory.mktemp("moved"), Affine.translation(1.5, -1.0)))


@pytest.mark.parametrize(
    ("right_m", "down_m"), [(-0.2, 0.15), (0.25, -0.25), (-4.0, 2.2)], ids=["half a pixel", "0.7 px", "9 px"]
)
def test_a_known_shift_is_found_and_taken_away(still, tmp_path, right_m, down_m):
    found = measured(still, moved(still.after, tmp_path, Affine.translation(right_m, -down_m)))
    assert found.found_m == pytest.approx(np.hypot(right_m, down_m), abs=0.1)
    assert found.residual_m < 0.1
    assert found.gate == Gate.PASSED


def test_the_direction_is_told_of_what_is_not_corrected(still, tmp_path):
    found = measured(still, moved(still.after, tmp_path, Affine.translation(1.5, -1.0)), correct=False)
    assert found.correction is None
    assert (found.dx_m, found.dy_m) == pytest.approx((1.5, 1.0), abs=0.1)  # rows count downwards, north upwards
    assert found.residual_px == pytest.approx(found.residual_m / 0.5, rel=1e-3)
    assert found.gate == Gate.FAILED


def test_scenes_that_fit_are_left_alone(still):
    found = measured(still, still.after)
    assert found.residual_m < 0.125
    assert found.correction is None
    assert found.gate == found.gate_as_found == Gate.PASSED


def test_the_correction_leads_from_a_place_of_the_grid_to_that_place_in_the_earlier_scene(shifted):
    x, y = 600_050.0, 1_199_950.0
    assert shifted.residual_m < 0.1
    assert shifted.correction @ (x, y) == pytest.approx((x - 1.5, y + 1.0), abs=0.1)


def test_a_turn_that_grows_over_the_scene_is_found(still, tmp_path):
    middle = (600_112.0, 1_199_888.0)
    turn = Affine.rotation(1.0, pivot=middle)  # 1.0 degree: 5.5 px in the corners, which no shift takes away
    found = measured(still, moved(still.after, tmp_path, turn))
    corner = (600_010.0, 1_199_990.0)
    assert found.correction @ (turn @ corner) == pytest.approx(corner, abs=0.3)
    assert found.gate_as_found == Gate.FAILED
    assert found.gate == Gate.PASSED


def wrong_signs_m() -> tuple[float, float]:
    """What two conventions for the same rotations (Decision 05/2007) make of the place of the scenes, by PROJ."""
    there, back = (
        f"+proj=pipeline +step +inv {PLANE} +step +proj=cart +ellps=WGS84 +step {inverse} {HELMERT} {ROTATIONS}"
        f" +convention={convention} +step +inv +proj=cart +ellps=WGS84 +step {PLANE}"
        for inverse, convention in (("", "coordinate_frame"), ("+inv", "position_vector"))
    )
    x, y, z = 600_112.0, 1_199_888.0, 0.0
    for step in (there, back):
        x, y, z = pyproj.Transformer.from_pipeline(step).transform(x, y, z)
    return x - 600_112.0, y - 1_199_888.0


def test_the_wrong_signs_of_vn2000_fail_the_gate(still, tmp_path):
    east_m, north_m = wrong_signs_m()
    after = moved(still.after, tmp_path, Affine.translation(east_m, north_m))
    as_delivered = measured(still, after, correct=False)
    assert as_delivered.found_m == pytest.approx(np.hypot(east_m, north_m), abs=0.07)
    assert as_delivered.gate == Gate.FAILED
    corrected = measured(still, after)
    assert (corrected.gate_as_found, corrected.gate) == (Gate.FAILED, Gate.PASSED)


def test_other_ground_gives_no_answer(tmp_path):
    pair = write_pair(tmp_path, GRID, houses(3), houses(4))
    with rasterio.open(pair.before) as dataset:
        turned = np.ascontiguousarray(np.rot90(np.moveaxis(dataset.read(), 0, -1)))
    other = write_scene(tmp_path / "other.tif", turned, GRID)
    found = measure_registration(other, pair.after, GRID)
    assert found.gate == Gate.UNKNOWN
    assert found.correction is None


@pytest.mark.parametrize("noise", [0.0, 3.0], ids=["flat", "grainy"])
def test_featureless_ground_gives_no_answer(tmp_path, noise):
    draw = np.random.default_rng(1)
    files = []
    for name in ("before", "after"):
        water = np.clip(60 + noise * draw.standard_normal((*GRID.shape, 3)), 0, 255).astype(np.uint8)
        files.append(write_scene(tmp_path / f"{name}.tif", water, GRID))
    found = measure_registration(*files, GRID)
    assert found.gate == Gate.UNKNOWN
    assert found.confidence == 0.0


def test_blocks_of_a_codec_on_water_are_no_ground(tmp_path):
    draw = np.random.default_rng(2)
    files = []
    for name in ("before", "after"):
        water = np.clip(60 + 12 * draw.standard_normal((*GRID.shape, 3)), 0, 255).astype(np.uint8)
        options = {"compress": "jpeg", "jpeg_quality": 30, "photometric": "ycbcr"}
        files.append(write_scene(tmp_path / f"{name}.tif", water, GRID, **options))
    assert measure_registration(*files, GRID).gate == Gate.UNKNOWN


def test_the_edge_of_clouds_is_no_ground(tmp_path):
    """Both scenes lose the same pixels to the clouds of one; that border must not say that they fit."""
    draw = np.random.default_rng(3)
    files = []
    for name in ("before", "after"):
        ground = np.clip(90 + 30 * draw.standard_normal((*GRID.shape, 3)), 0, 255).astype(np.uint8)
        files.append(write_scene(tmp_path / f"{name}.tif", ground, GRID))
    cloud = np.zeros((*GRID.shape, 1), np.uint8)
    for row, col in draw.integers(0, 420, (25, 2)):
        cloud[row : row + 28, col : col + 28] = 1
    mask = write_scene(tmp_path / "mask.tif", cloud, GRID)
    assert measure_registration(*files, GRID, before_mask=mask).gate == Gate.UNKNOWN


def test_a_grid_too_small_for_blocks_is_unknown(still):
    grid = metre_grid(100, 100)
    assert measure_registration(still.before, still.after, grid).gate == Gate.UNKNOWN


def test_equal_questions_have_equal_answers(still, shifted, tmp_path):
    assert measured(still, moved(still.after, tmp_path, Affine.translation(1.5, -1.0))) == shifted


def test_what_was_measured_survives_json(shifted):
    assert Registration.from_dict(json.loads(json.dumps(shifted.as_dict()))) == shifted
