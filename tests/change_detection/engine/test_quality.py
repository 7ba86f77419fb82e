"""Scenes that are not fit to be compared."""

import numpy as np
import pytest

from change_detection.engine.errors import UnreadableScene
from change_detection.engine.quality import ensure_whole, measure_quality
from tests.change_detection.engine.scenes import metre_grid, write_scene


@pytest.fixture
def noise():
    return np.random.default_rng(1).integers(40, 200, size=(512, 512, 3), dtype=np.uint8)


def test_a_truncated_geotiff_is_named_with_what_to_do(noise, tmp_path):
    path = write_scene(tmp_path / "district12.tif", noise, metre_grid(512, 512))
    path.write_bytes(path.read_bytes()[:-100_000])
    with pytest.raises(UnreadableScene) as caught:
        ensure_whole(path)
    assert "district12.tif" in caught.value.en
    assert "truncated" in caught.value.en
    assert "Copy the file again" in caught.value.en
    assert "tệp bị cụt" in caught.value.vi and "truncated" not in caught.value.vi
    assert "chép lại" in caught.value.vi


def test_a_whole_scene_passes(noise, tmp_path):
    quality = measure_quality(write_scene(tmp_path / "a.tif", noise, metre_grid(512, 512)))
    assert quality.nodata_share == 0.0
    assert quality.blank_share < 0.01
    assert quality.white_share == 0.0


def test_what_is_missing_and_what_is_cloud_is_measured(noise, tmp_path):
    noise[:256] = 0
    noise[256:384] = 250
    quality = measure_quality(write_scene(tmp_path / "a.tif", noise, metre_grid(512, 512), nodata=0))
    assert quality.nodata_share == pytest.approx(0.5, abs=0.01)
    assert quality.white_share == pytest.approx(0.5, abs=0.02)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableScene, match=r"nowhere\.tif"):
        measure_quality(tmp_path / "nowhere.tif")
