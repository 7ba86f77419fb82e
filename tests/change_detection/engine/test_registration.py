"""The measured displacement of two scenes against one that was put in."""

import pytest

from change_detection.engine.registration import BlockShift, measure_registration
from change_detection.engine.registration.measure import summarise
from tests.change_detection.engine.scenes import metre_grid, plot, write_pair


def houses():
    return [plot(12 + 28 * col, 10 + 26 * row, 10 + 2 * (row % 3), 9 + col % 2) for row in range(9) for col in range(8)]


def test_a_known_shift_is_found(tmp_path):
    pair = write_pair(tmp_path, metre_grid(512, 512), houses(), houses(), shift_m=(1.5, -1.0))
    found = measure_registration(pair.before, pair.after, pair.grid)
    assert found.dx_m == pytest.approx(1.5, abs=0.15)
    assert found.dy_m == pytest.approx(1.0, abs=0.15)  # rows count downwards, north counts upwards
    assert found.residual_m == pytest.approx(3.25**0.5, abs=0.2)
    assert found.reliable


def test_scenes_that_fit_have_hardly_any_residual(tmp_path):
    pair = write_pair(tmp_path, metre_grid(512, 512), houses(), houses())
    assert measure_registration(pair.before, pair.after, pair.grid).residual_m < 0.15


def test_one_block_that_disagrees_moves_nothing():
    agreeing = [BlockShift(0, col, 2.0, 0.0, 0.4) for col in range(6)]
    found = summarise([*agreeing, BlockShift(1, 0, -15.0, 9.0, 0.4)], (0.5, 0.5))
    assert found.dx_m == pytest.approx(1.0)
    assert found.confidence == pytest.approx(6 / 7)


def test_blocks_without_a_clear_peak_give_no_confidence():
    found = summarise([BlockShift(0, 0, 3.0, 3.0, 0.01)], (0.5, 0.5))
    assert found.confidence == 0.0
    assert not found.reliable
