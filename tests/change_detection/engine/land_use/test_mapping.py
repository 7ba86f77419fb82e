"""Land-use maps: the same for every window, empty where a scene shows nothing, buildings as the network saw them."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from change_detection.engine.detector import BUILDING_AFTER, BUILDING_BEFORE, CHANGE
from change_detection.engine.grid import Window
from change_detection.engine.land_use import mapping
from change_detection.engine.land_use.buildings import SEEN_FROM, standing
from change_detection.engine.land_use.cells import cell_grid
from change_detection.engine.land_use.classes import COLOURS, NOTHING, LandUse
from change_detection.engine.land_use.mapping import light_of, map_land_use, window_land_use
from change_detection.engine.land_use.maps import CLASS_BAND
from change_detection.engine.pair import PairSource
from change_detection.engine.probability_map import ArrayMap
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.ground import Ground
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import metre_grid, plot, write_scene

GRID = metre_grid(240, 300)
HOUSE = plot(20, 20, 16, 12)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> PairSource:
    """Grass and a wood; half of the wood is soil at the later date, and one corner of that scene is empty."""
    folder = tmp_path_factory.mktemp("land_use")
    before = Ground(woods=[plot(80, 20, 60, 80)], seed=4)
    after = Ground(woods=[plot(80, 20, 60, 40)], bare=[plot(80, 60, 60, 40)], seed=4)
    pictures = [draw_scene(GRID, ground, seed=seed) for seed, ground in enumerate((before, after))]
    pictures[1][-40:, :60] = 0
    files = [
        write_scene(folder / f"{name}.tif", picture, GRID, nodata=0)
        for name, picture in zip(("before", "after"), pictures, strict=True)
    ]
    return PairSource(files[0], files[1], GRID)


@pytest.fixture(scope="module")
def buildings() -> ArrayMap:
    """A network that saw one house, at the later date only."""
    seen = np.zeros((3, *GRID.shape), np.uint8)
    seen[CHANGE] = seen[BUILDING_AFTER] = Canvas(GRID).mask([HOUSE])
    return ArrayMap(seen, GRID)


def classes(path: Path) -> np.ndarray:
    with rasterio.open(path) as dataset:
        return dataset.read(CLASS_BAND)


def test_a_window_shows_what_the_whole_shows(source, buildings):
    lights = light_of(source.before), light_of(source.after)
    whole = window_land_use(source, buildings, cell_grid(GRID).whole, lights)
    for window in (Window(0, 0, 40, 40), Window(37, 51, 33, 60), Window(100, 110, 20, 40)):
        part = window_land_use(source, buildings, window, lights)
        for layer in ("before", "after", "clearing"):
            assert np.array_equal(getattr(part, layer), getattr(whole, layer)[window.slices]), layer


def test_the_size_of_the_windows_is_not_in_the_files(source, buildings, tmp_path, monkeypatch):
    large = map_land_use(source, buildings, tmp_path / "large")
    monkeypatch.setattr(mapping, "WINDOW_CELLS", 48)
    small = map_land_use(source, buildings, tmp_path / "small")
    for name in ("before", "after", "clearing"):
        assert getattr(large, name).read_bytes() == getattr(small, name).read_bytes()


def test_a_map_says_nothing_where_one_scene_shows_nothing(source, buildings, tmp_path):
    maps = map_land_use(source, buildings, tmp_path)
    assert (classes(maps.before)[-18:, :28] == NOTHING).all()
    assert (classes(maps.before)[:-24] != NOTHING).all()
    assert np.array_equal(classes(maps.before) == NOTHING, classes(maps.after) == NOTHING)


def test_buildings_are_where_the_network_saw_them(source, buildings, tmp_path):
    maps = map_land_use(source, buildings, tmp_path)
    built = classes(maps.after) == LandUse.BUILDING
    assert built.sum() == pytest.approx(16 * 12, rel=0.02)
    assert not (classes(maps.before) == LandUse.BUILDING).any()


def test_a_felled_wood_is_vegetation_before_and_soil_after(source, buildings, tmp_path):
    maps = map_land_use(source, buildings, tmp_path)
    rows, cols = np.s_[66:96], np.s_[86:134]
    assert (classes(maps.before)[rows, cols] == LandUse.VEGETATION).mean() > 0.9
    assert (classes(maps.after)[rows, cols] == LandUse.BARE_SOIL).mean() > 0.9
    with rasterio.open(maps.clearing) as dataset:
        assert (dataset.read(1)[rows, cols] > 127).mean() > 0.8


def test_a_map_is_a_picture_in_the_colours_of_its_legend(source, buildings, tmp_path):
    maps = map_land_use(source, buildings, tmp_path)
    with rasterio.open(maps.after) as dataset:
        colours, shown = dataset.read((1, 2, 3)), dataset.read(4)
        assert dataset.overviews(1) or max(dataset.shape) <= 512
    for land_use in (LandUse.BUILDING, LandUse.VEGETATION):
        assert {tuple(pixel) for pixel in colours[:, shown == land_use].T} == {COLOURS[land_use]}


def test_a_building_that_came_without_a_change_is_none():
    """Four pixels: changed, stood at both dates, only the light map says so, no opinion."""
    answer = np.zeros((3, 1, 4), np.uint8)
    answer[CHANGE, 0] = [255, 0, 0, 128]
    answer[BUILDING_BEFORE, 0] = [0, 200, 0, 128]
    answer[BUILDING_AFTER, 0] = [220, 210, 230, 128]
    before, after = standing(answer)
    assert (before >= SEEN_FROM).tolist() == [[False, True, False, False]]
    assert (after >= SEEN_FROM).tolist() == [[True, True, False, False]]
