"""Blocks: the answer must not tell how the ground was cut, and a stored block is whole."""

import numpy as np
import pytest
import rasterio
from shapely import box

from change_detection.engine.baseline import DifferenceDetector
from change_detection.engine.blocks import detect_block, detect_blocks
from change_detection.engine.errors import UnreadableScene
from change_detection.engine.grid import Window
from change_detection.engine.mosaic import BlockStore
from change_detection.engine.outline import outline
from change_detection.engine.pair import PairSource
from change_detection.engine.probability_map import ArrayMap
from change_detection.engine.registry import load_detector
from change_detection.engine.synthetic.invented import STYLES, invent_acquisition, invent_quarter
from change_detection.engine.synthetic.scene import draw_scene
from tests.change_detection.engine.scenes import Pair, break_block, metre_grid, write_scene


def source_of(pair):
    return PairSource(pair.before, pair.after, pair.grid)


def stored(pair, detector, folder):
    store = BlockStore(folder, pair.grid)
    for core in store.missing():
        store.put(detect_block(source_of(pair), core, detector))
    return store


def test_a_block_computed_twice_is_the_same(new_house, detector):
    first, second = (detect_block(source_of(new_house), new_house.grid.whole, detector) for _ in range(2))
    assert np.array_equal(first.probabilities, second.probabilities)


def test_where_one_scene_shows_nothing_nothing_is_claimed(new_house, detector, tmp_path):
    picture = np.zeros((*new_house.grid.shape, 3), np.uint8)
    empty = write_scene(tmp_path / "empty.tif", picture, new_house.grid, nodata=0)
    block = detect_block(PairSource(new_house.before, empty, new_house.grid), new_house.grid.whole, detector)
    assert not block.probabilities.any()


def test_the_new_house_is_found_and_nothing_else(new_house, detector, tmp_path):
    [region] = outline(stored(new_house, detector, tmp_path), threshold=0.5, min_area_m2=20)
    x, y = new_house.grid.transform @ (0, 0)
    house = box(x + 56, y - 68, x + 70, y - 58)
    assert region.polygon.intersection(house).area / region.polygon.union(house).area > 0.6


def strip_pair(folder, cols=(0, 4400)):
    """A street 100 m wide and 2.2 km long; `cols` cut a part out of it."""
    grid, rng = metre_grid(200, 4400), np.random.default_rng(7)
    invented = invent_quarter(grid, seed=4711, style=STYLES["villas"])
    part = grid.subgrid(Window(0, cols[0], 200, cols[1] - cols[0]))
    files = []
    for seed, ground in enumerate((invented.before, invented.after)):
        picture = draw_scene(grid, ground, seed=seed, acquisition=invent_acquisition(rng, max_shift_m=0.0))
        files.append(write_scene(folder / f"{'ab'[seed]}.tif", picture[:, slice(*cols)], part))
    return Pair(files[0], files[1], part)


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    return strip_pair(tmp_path_factory.mktemp("street"))


@pytest.fixture(scope="module")
def street_answers(street, detector, tmp_path_factory):
    return stored(street, detector, tmp_path_factory.mktemp("answers"))


def test_neither_the_order_of_the_blocks_nor_who_computes_them_changes_a_byte(street, street_answers, tmp_path):
    store = BlockStore(tmp_path, street.grid)
    assert len(store.missing()) == 3
    for core in reversed(store.missing()):  # another worker, with its own network
        store.put(detect_block(source_of(street), core, load_detector(threads=2)))
    for path in street_answers.folder.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_blocks_that_are_read_ahead_are_the_same_and_in_order(street, street_answers, detector, tmp_path):
    store = BlockStore(tmp_path, street.grid)
    results = list(detect_blocks(source_of(street), store.missing(), detector))
    assert [result.core for result in results] == store.missing()
    for result in results:
        assert store.put(result).read_bytes() == street_answers.path_of(result.core).read_bytes()


def test_a_scene_that_was_cut_out_gets_the_answer_of_the_whole(street, street_answers, detector, tmp_path):
    (tmp_path / "scenes").mkdir()
    part = strip_pair(tmp_path / "scenes", cols=(411, 3100))
    answers = stored(part, detector, tmp_path / "answers").read(part.grid.whole).astype(np.int16)
    whole = street_answers.read(Window(0, 411, 200, 2689)).astype(np.int16)
    inside = np.abs(answers - whole)[:, :, 192:-192]  # the network hardly looks further than this beyond the cut
    assert (inside > 1).mean() < 0.001
    threshold = detector.card.threshold * 255
    assert ((answers[0] >= threshold) != (whole[0] >= threshold)).mean() < 0.002
    own = outline(ArrayMap(answers.astype(np.uint8), part.grid), threshold=0.5, min_area_m2=20)
    theirs = outline(street_answers, threshold=0.5, min_area_m2=20)
    middle = box(*part.grid.subgrid(Window(0, 300, 200, 2089)).bounds)
    ours, wanted = ([one.polygon for one in each if middle.contains(one.polygon)] for each in (own, theirs))
    assert len(ours) == len(wanted) > 10
    for polygon in wanted:
        twin = max(ours, key=lambda one: one.intersection(polygon).area)
        assert twin.intersection(polygon).area / twin.union(polygon).area > 0.9


def test_a_block_that_cannot_be_read_stops_after_those_before_it(street, detector, tmp_path):
    broken = tmp_path / "b.tif"
    broken.write_bytes(street.after.read_bytes())
    break_block(broken, row=0, col=20)
    source = PairSource(street.before, broken, street.grid)
    cores = BlockStore(tmp_path, street.grid).missing()
    [lost] = [core for core in cores if core.col <= 20 * 128 < core.col + core.cols]
    fine = next(core for core in cores if core != lost)
    done = []
    with pytest.raises(UnreadableScene, match=r"b\.tif"):
        done.extend(result.core for result in detect_blocks(source, [fine, lost], detector))
    assert done == [fine]


def test_ground_that_one_scene_does_not_show_is_grey_to_the_network_at_both_dates(new_house, tmp_path):
    with rasterio.open(new_house.after) as dataset:
        picture = np.moveaxis(dataset.read(), 0, -1).copy()
    picture[:, 200:] = 0
    cut_off = write_scene(tmp_path / "cut_off.tif", picture, new_house.grid, nodata=0)
    watcher = Watcher()
    block = detect_block(PairSource(new_house.before, cut_off, new_house.grid), new_house.grid.whole, watcher)
    for seen in watcher.seen:
        assert (seen[:, 200:] == 127).all()
    assert not block.probabilities[:, :, 200:].any()
    assert block.probabilities[:, :, :190].any()


class Watcher(DifferenceDetector):
    """Remembers what it was shown."""

    def predict(self, before, after):
        self.seen = before, after
        return super().predict(before, after)
