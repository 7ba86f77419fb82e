"""Rasters taken in: values without loss, or pictures on the grid of web maps at the place that the law gives them."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from pyproj import Transformer

from geo_server.core import storage
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import NotAllowed
from tests.factories.images import colourful, write_image
from tests.tiles.test_imagery_tiles import OFFICIAL, tile_around
from tiles import api as tiles
from tiles.errors import NoPicture, UnplacedRaster, UnreadableRaster
from tiles.render.imagery import stored_picture
from tiles.render.warping import Target

ORIGIN = (600_000.0, 1_190_512.0)


@pytest.fixture
def heights(tmp_path: Path) -> Path:
    values = np.arange(600 * 700, dtype=np.float32).reshape(1, 600, 700)
    return write_image(tmp_path / "dem.tif", values, crs="EPSG:9210", origin=ORIGIN, pixel=2.0, nodata=-1.0)


@pytest.mark.django_db
def test_heights_keep_their_values_and_become_a_coverage(heights: Path, administrator: Subject, now: datetime) -> None:
    made = tiles.publish_coverage(heights, collection_id="dem", by=administrator, now=now, public=True)
    assert (made.theme, made.storage_crs, made.count) == ("elevation", "EPSG:9210", 1)
    file = tiles.open_coverage(ANONYMOUS, collection_id="dem")
    found = tiles.read_coverage(file, tiles.CoverageQuery())
    assert np.array_equal(found.values[0], np.arange(600 * 700).reshape(600, 700))
    again = tiles.publish_coverage(heights, collection_id="dem", by=administrator, now=now, public=True)
    assert again.count == 1


@pytest.mark.django_db
def test_a_picture_for_the_web_is_handed_out_block_by_block_and_lies_where_it_should(
    tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    pixels = np.full((3, 1200, 1200), 60, np.uint8)
    pixels[:, 600:616, 640:656] = 255
    path = write_image(tmp_path / "ortho.tif", pixels, crs="EPSG:9210", origin=ORIGIN, pixel=0.5)
    tiles.publish_coverage(path, collection_id="ortho", by=administrator, now=now, public=True, for_the_web=True)
    x_m, y_m = Transformer.from_pipeline(OFFICIAL).transform(ORIGIN[0] + 648 * 0.5, ORIGIN[1] - 608 * 0.5)
    tile = tile_around(x_m, y_m, 18)
    stored = stored_picture(
        storage.path_of("coverages/ortho.tif"), Target(tile.bounds, "EPSG:3857"), pinned_crs=None, media_type=None
    )
    assert stored is not None
    rows, columns = np.nonzero(np.asarray(Image.open(BytesIO(stored.data)))[:, :, 0] > 160)
    west, south, east, north = tile.bounds
    size = (east - west) / 256
    assert west + (columns.mean() + 0.5) * size == pytest.approx(x_m, abs=0.3)  # half a pixel; no shift is 226 m off
    assert north - (rows.mean() + 0.5) * size == pytest.approx(y_m, abs=0.3)
    assert south < y_m < north


@pytest.mark.django_db
def test_what_will_not_do_is_refused_and_leaves_nothing(
    heights: Path, tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    text, nowhere = tmp_path / "a.tif", tmp_path / "nowhere.tif"
    text.write_text("no raster")
    with rasterio.open(nowhere, "w", driver="GTiff", width=8, height=8, count=1, dtype="uint8") as image:
        image.write(colourful(8, 8)[:1])
    for path, error, for_the_web in (
        (text, UnreadableRaster, False),
        (nowhere, UnplacedRaster, False),
        (heights, NoPicture, True),
    ):
        with pytest.raises(error, match=r"tif|band_1"):
            tiles.publish_coverage(path, collection_id="bad", by=administrator, now=now, for_the_web=for_the_web)
    with pytest.raises(NotAllowed):
        tiles.publish_coverage(heights, collection_id="bad", by=ANONYMOUS, now=now)
    assert "bad" not in {collection.id for collection in layers.list_collections(administrator)}
    assert not list(storage.root().rglob("bad*"))
