"""A picture on its way in: the checks, the COG, the footprint, the row."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from rio_cogeo.cogeo import cog_validate
from shapely.geometry import shape

from change_detection import api
from change_detection.errors import BlankScene, TooCloudy, UnknownScene
from change_detection.models import Scene
from geo_server.core import clock, storage
from geo_server.core.subject import ANONYMOUS, Subject, system
from layers import api as layers
from layers.errors import NotAllowed
from tests.factories.pictures import write_picture
from tests.factories.tiny_scene import SIDE_PX, write_tiny_scene

OFFICE = system("tests")
TAKEN = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
PINNED = (
    "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
    " +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m"
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


def register(path: Path, **more: Any) -> api.SceneInfo:
    return api.register_scene(path, **({"acquired": TAKEN, "by": OFFICE, "now": clock.now()} | more))


def test_a_plain_geotiff_becomes_a_cog_with_the_same_pixels(db: None, tmp_path: Path):
    source = write_tiny_scene(tmp_path / "a.tif")
    stored = storage.path_of(register(source).asset_key)
    assert cog_validate(stored, quiet=True)[0]
    with rasterio.open(source) as one, rasterio.open(stored) as other:
        assert np.array_equal(one.read(), other.read())
        assert (one.crs, one.transform) == (other.crs, other.transform)


def test_the_same_content_is_one_scene_whatever_its_name(db: None, tmp_path: Path):
    first = register(write_tiny_scene(tmp_path / "a.tif"))
    again = register(write_tiny_scene(tmp_path / "other_name.tif"), title_vi="Tên khác")
    assert again == first
    assert Scene.objects.count() == 1


def test_the_footprint_of_a_vn2000_scene_lies_where_the_official_parameters_put_it(db: None, tmp_path: Path):
    scene = register(write_tiny_scene(tmp_path / "a.tif"))
    lon, lat = Transformer.from_crs(PINNED, "EPSG:4326", always_xy=True).transform(597_000.0, 1_200_600.0)
    north_west = min(
        shape(scene.footprint).exterior.coords, key=lambda corner: abs(corner[0] - lon) + abs(corner[1] - lat)
    )
    assert north_west == pytest.approx((lon, lat), abs=1e-8)  # a millimetre
    assert (scene.rows, scene.cols, scene.crs) == (SIDE_PX, SIDE_PX, "EPSG:9210")
    assert scene.gsd_m == pytest.approx(0.5, abs=0.001)


def test_a_public_scene_is_seen_by_everybody_and_another_is_not(db: None, tmp_path: Path):
    shown = register(write_tiny_scene(tmp_path / "a.tif", seed=1), public=True)
    hidden = register(write_tiny_scene(tmp_path / "b.tif", seed=2))
    assert [scene.id for scene in api.list_scenes(ANONYMOUS)] == [shown.id]
    with pytest.raises(UnknownScene):
        api.get_scene(ANONYMOUS, scene_id=hidden.id)
    assert layers.count_items(ANONYMOUS, collection_id=shown.collection) == 1


def test_a_picture_of_nothing_but_nodata_is_refused(db: None, tmp_path: Path):
    path = write_tiny_scene(tmp_path / "empty.tif")
    with rasterio.open(path, "r+") as dataset:
        dataset.nodata = 0
        dataset.write(np.zeros((3, SIDE_PX, SIDE_PX), np.uint8))
    with pytest.raises(BlankScene, match=r"empty\.tif"):
        register(path)


def test_a_failure_while_publishing_leaves_no_file_behind(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(layers, "write_features", fail)
    with pytest.raises(RuntimeError):
        register(write_tiny_scene(tmp_path / "a.tif"))
    assert not Scene.objects.exists()
    assert not list((tmp_path / "storage").rglob("*.tif"))


def test_a_scene_under_cloud_is_kept_but_not_compared(db: None, tmp_path: Path):
    clear = register(write_picture(tmp_path / "clear.tif"), acquired=datetime(2024, 2, 1, tzinfo=UTC))
    white = write_picture(tmp_path / "white.tif", values=np.full((3, 96, 96), 240, np.uint8))
    cloudy = register(white, acquired=datetime(2024, 8, 1, tzinfo=UTC), title_vi="Mùa mưa")
    assert (clear.cloud_share, cloudy.cloud_share) == (0.0, 1.0)
    with pytest.raises(TooCloudy, match="100%") as told:
        api.detect(clear.id, after_id=cloudy.id, by=OFFICE, now=clock.now())
    assert "Mây che 100% ảnh 'Mùa mưa'" in told.value.vi


def test_a_citizen_may_not_bring_scenes_in(db: None, tmp_path: Path):
    citizen = Subject(key="user:9", name="Lê Văn Tám")
    with pytest.raises(NotAllowed):
        register(write_tiny_scene(tmp_path / "a.tif"), by=citizen)
