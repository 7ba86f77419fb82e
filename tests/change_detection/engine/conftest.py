"""Fixtures of the engine's tests: the shipped detector, a pair with a new house, the real imagery where it is."""

from pathlib import Path

import pytest

from change_detection.engine.detector import Detector
from change_detection.engine.registry import load_detector
from tests.change_detection.engine.scenes import Pair, metre_grid, plot, write_pair

IMAGERY = Path(__file__).resolve().parents[4] / "shared" / "data" / "imagery"


@pytest.fixture(scope="session")
def detector() -> Detector:
    """The shipped network."""
    return load_detector(threads=1)


@pytest.fixture(scope="session")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Three houses that stay, one of 14 x 10 m that is new, on 128 x 128 m."""
    standing = [plot(10, 10, 12, 9), plot(90, 20, 16, 10), plot(20, 95, 12, 12)]
    return write_pair(
        tmp_path_factory.mktemp("pair"), metre_grid(256, 256), standing, [*standing, plot(56, 58, 14, 10)]
    )


@pytest.fixture(scope="session")
def imagery() -> Path:
    """The labelled imagery of developers."""
    if not IMAGERY.is_dir():
        pytest.skip("the labelled imagery (../shared/data/imagery) is not on this machine")
    return IMAGERY
