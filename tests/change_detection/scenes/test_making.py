"""Every form a picture comes in becomes the same kind of scene: COG of red, green, blue, mask, quicklook, outline."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rio_cogeo.cogeo import cog_validate
from shapely import from_wkt

from change_detection.engine.pictures import read_thumbnail
from change_detection.scenes.making import COG, MASK, QUICKLOOK, Made, Making, make_scene
from tests.factories.pictures import GSD_M, NORTH, SIDE_PX, WEST, pixels, write_picture, write_world_file

GROUND = (WEST, NORTH - SIDE_PX * GSD_M, WEST + SIDE_PX * GSD_M, NORTH)


def make(path: Path, *, crs: str = "", dated: bool = True) -> tuple[Made, Path]:
    work = path.parent / "work"
    work.mkdir()
    return make_scene(Making(path, path.name, work, crs, dated=dated)), work


def stored(work: Path) -> Any:
    assert cog_validate(work / COG, quiet=True)[0]
    return rasterio.open(work / COG)


@pytest.mark.parametrize("driver", ["GTiff", "JP2OpenJPEG"])
def test_a_picture_that_says_its_place_keeps_its_pixels(tmp_path: Path, driver: str) -> None:
    options = {"QUALITY": 100, "REVERSIBLE": "YES", "YCBCR420": "NO"} if driver == "JP2OpenJPEG" else {}
    made, work = make(
        write_picture(tmp_path / ("a.jp2" if driver == "JP2OpenJPEG" else "a.tif"), driver=driver, **options)
    )
    with stored(work) as cog:
        assert np.array_equal(cog.read(), pixels())
        assert tuple(cog.bounds) == GROUND
    assert (made.grid.crs, made.shares.valid, made.raster["driver"]) == (CRS.from_epsg(9210), 1.0, driver)
    with rasterio.open(work / MASK) as mask:
        assert (mask.crs, tuple(mask.bounds), set(np.unique(mask.read(1)))) == (CRS.from_epsg(9210), GROUND, {0})
    quicklook = cv2.imread(str(work / QUICKLOOK), cv2.IMREAD_UNCHANGED)
    assert max(quicklook.shape[:2]) == 640


@pytest.mark.parametrize("named", ["by a .prj", "by the sender"])
def test_a_png_lies_where_its_world_file_puts_it(tmp_path: Path, named: str) -> None:
    picture = write_picture(tmp_path / "map.png", driver="PNG", crs=None)
    write_world_file(tmp_path / "map.pgw")
    if named == "by a .prj":
        (tmp_path / "map.prj").write_text(CRS.from_epsg(9210).to_wkt())
    made, work = make(picture, crs="" if named == "by a .prj" else "EPSG:9210")
    with stored(work) as cog:
        assert tuple(cog.bounds) == GROUND
        assert np.array_equal(cog.read(), pixels())
        assert cog.dataset_mask().all()
    assert made.grid.gsd_m == pytest.approx(0.5, abs=0.001)


def test_a_zip_brings_picture_and_sidecars(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "map.png", driver="PNG", crs=None)
    with zipfile.ZipFile(tmp_path / "handed_in.zip", "w") as archive:
        archive.write(picture, "folder/map.png")
        archive.write(write_world_file(tmp_path / "x.pgw"), "folder/map.pgw")
        archive.writestr("folder/map.prj", CRS.from_epsg(9210).to_wkt())
        archive.writestr("readme.txt", "hello")
    for path in (picture, tmp_path / "x.pgw"):
        path.unlink()
    _, work = make(tmp_path / "handed_in.zip")
    with stored(work) as cog:
        assert tuple(cog.bounds) == GROUND


def test_control_points_in_the_file_turn_the_picture_to_north(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "a.tif", crs=None)
    side = SIDE_PX * GSD_M
    corners = [(0, 0, 0, 0), (0, SIDE_PX, 0, side), (SIDE_PX, 0, side, 0), (SIDE_PX, SIDE_PX, side, side)]
    with rasterio.open(path, "r+") as dataset:  # columns run north, rows run east
        points = [GroundControlPoint(row=r, col=c, x=WEST + east, y=NORTH + north) for r, c, east, north in corners]
        dataset.gcps = (points, CRS.from_epsg(9210))
    made, work = make(path)
    with stored(work) as cog:
        assert tuple(cog.bounds) == pytest.approx((WEST, NORTH, WEST + side, NORTH + side), abs=0.6)
        middle = cog.read(1)[8:-8, 8:-8]
    turned = np.flipud(pixels()[0].T)[8:-8, 8:-8]
    assert np.abs(middle.astype(int) - turned).mean() < 3
    assert made.raster["misses_px"] == 0.0


def test_control_points_of_qgis_place_a_plain_picture(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "scan.jpg", driver="JPEG", crs=None)
    side, end = SIDE_PX * GSD_M, SIDE_PX
    rows = [(WEST, NORTH, 0, 0), (WEST + side, NORTH, end, 0), (WEST, NORTH - side, 0, -end)]
    lines = [f"{x},{y},{col},{row},1,0,0,0" for x, y, col, row in rows]
    head = [f"#CRS: {CRS.from_epsg(9210).to_wkt()}", "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"]
    away = "0,0,50,-50,0,0,0,0"  # not enabled
    (tmp_path / "scan.points").write_text("\n".join([*head, *lines, away]))
    made, work = make(picture)
    with stored(work) as cog:
        assert tuple(cog.bounds) == pytest.approx(GROUND, abs=0.3)
    assert made.raster["placed_by"] == [".points"]


def test_sixteen_bits_are_kept_and_their_stretch_is_measured_once(tmp_path: Path) -> None:
    values = pixels(bands=4, dtype="uint16")
    values[:, 0, 0] = 65_000  # one glint must not darken the rest
    made, work = make(write_picture(tmp_path / "a.tif", values=values, nodata=0))
    with stored(work) as cog:
        assert (cog.count, cog.dtypes[0], cog.nodata) == (3, "uint16", 0)
        assert np.array_equal(cog.read(), values[:3])
    low, high = np.percentile(values[0], (1, 99))
    assert made.raster["stretch"]["low"][0] == pytest.approx(low, abs=1)
    assert made.raster["stretch"]["high"][0] == pytest.approx(high, abs=1)
    seen = read_thumbnail(work / COG).rgb[..., 0]
    expected = np.clip((values[0].astype(float) - low) / (high - low) * 255, 0, 255)
    assert np.abs(seen.astype(float) - expected).max() <= 2


def test_real_numbers_with_holes_of_no_number_are_taken(tmp_path: Path) -> None:
    values = pixels(dtype="float32")
    values[:, :, :40] = np.nan
    made, work = make(write_picture(tmp_path / "a.tif", values=values, nodata=float("nan")))
    assert made.shares.valid == pytest.approx(1 - 40 / SIDE_PX, abs=0.02)
    west, south, east, north = from_wkt(made.extent_wkt).bounds
    assert (west, east) == pytest.approx((WEST + 40 * GSD_M, GROUND[2]), abs=1.1)
    assert (south, north) == pytest.approx((GROUND[1], GROUND[3]), abs=1.1)
    with rasterio.open(work / MASK) as mask:
        assert (mask.read(1)[:, :18] == 255).all()


def test_the_bands_that_call_themselves_red_green_blue_are_taken(tmp_path: Path) -> None:
    values = pixels(bands=4)
    path = write_picture(tmp_path / "a.tif", values=values)
    with rasterio.open(path, "r+") as dataset:
        dataset.colorinterp = [ColorInterp.undefined] * 4
        dataset.descriptions = ("nir", "Blue", "Green", "Red")
    made, work = make(path)
    assert made.raster["colours"] == [4, 3, 2]
    with stored(work) as cog:
        assert np.array_equal(cog.read(), values[[3, 2, 1]])


def test_a_transparent_part_becomes_a_mask_and_a_palette_its_colours(tmp_path: Path) -> None:
    values = np.concatenate([pixels(), np.full((1, SIDE_PX, SIDE_PX), 255, np.uint8)])
    values[3, :48] = 0
    path = write_picture(tmp_path / "a.tif", values=values, photometric="RGB", alpha="yes")
    made, work = make(path)
    with stored(work) as cog:
        assert cog.count == 3
        assert (cog.dataset_mask()[:48] == 0).all()
        assert (cog.dataset_mask()[48:] == 255).all()
    assert made.shares.valid == pytest.approx(0.5, abs=0.02)


def test_numbers_of_colours_become_colours(tmp_path: Path) -> None:
    numbers = (pixels(bands=1) // 40).astype(np.uint8)
    path = write_picture(tmp_path / "a.tif", values=numbers, photometric="PALETTE")
    colours = {0: (0, 0, 0, 255), 1: (200, 30, 40, 255), 2: (50, 160, 70, 255), 3: (9, 8, 7, 255)}
    with rasterio.open(path, "r+") as dataset:
        dataset.write_colormap(1, colours)
    _, work = make(path)
    with stored(work) as cog:
        first = int(numbers[0, 0, 0])
        assert tuple(cog.read()[:, 0, 0]) == colours[first][:3]


def test_the_metadata_of_a_satellite_are_read(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "x.tif", values=pixels(bands=4, dtype="uint16"))
    (tmp_path / "x.IMD").write_text(IMD)
    with rasterio.open(picture, "r+") as dataset:
        dataset.colorinterp = [ColorInterp.undefined] * 4
    said = make(picture, dated=False)[0]
    found = said.description
    assert found.acquired == datetime(2020, 3, 4, 3, 31, 22, tzinfo=UTC)
    assert (found.sensor, found.off_nadir_deg, found.view_azimuth_deg) == ("WV03", 17.3, 201.0)
    assert (found.sun_azimuth_deg, found.sun_elevation_deg) == (132.1, 61.5)
    assert said.raster["colours"] == [3, 2, 1]  # Maxar's order: blue, green, red, near infrared


def test_tags_of_a_tiff_say_when_and_by_what(tmp_path: Path) -> None:
    tags = {
        "TIFFTAG_DATETIME": "2025:12:24 09:30:00",
        "TIFFTAG_IMAGEDESCRIPTION": "sensor=UltraCam; sun_elevation: 48.5",
    }
    found = make(write_picture(tmp_path / "a.tif", tags=tags), dated=False)[0].description
    assert (found.acquired, found.acquired_from) == (datetime(2025, 12, 24, 9, 30, tzinfo=UTC), "datetime")
    assert (found.sensor, found.sun_elevation_deg) == ("UltraCam", 48.5)


def test_missing_overviews_are_made(tmp_path: Path) -> None:
    values = pixels().repeat(12, axis=1).repeat(12, axis=2)
    tiles = {"tiled": True, "blockxsize": 256, "blockysize": 256}
    _, work = make(write_picture(tmp_path / "a.tif", values=values, **tiles))
    with stored(work) as cog:
        assert cog.overviews(1)[:2] == [2, 4]
        assert np.array_equal(cog.read(), values)


def test_a_turned_grid_is_kept(tmp_path: Path) -> None:
    turned = Affine.translation(WEST, NORTH) @ Affine.rotation(30) @ Affine.scale(GSD_M, -GSD_M)
    made, work = make(write_picture(tmp_path / "a.tif", transform=turned))
    with stored(work) as cog:
        assert np.array_equal(cog.read(), pixels())
    assert made.grid.transform == turned


def test_a_black_frame_that_nobody_declared_shows_nothing(tmp_path: Path) -> None:
    values = pixels()
    values[:, :20] = 0
    values[:, 60, 60] = 0  # a dark thing in the middle stays
    made, _ = make(write_picture(tmp_path / "a.tif", values=values))
    assert made.shares.valid == pytest.approx(1 - 20 / SIDE_PX, abs=0.01)


IMD = """version = "AA";
bandId = "Multi";
BEGIN_GROUP = IMAGE_1
\tsatId = "WV03";
\tfirstLineTime = 2020-03-04T03:31:22.123456Z;
\tmeanSunAz = 132.1;
\tmeanSunEl = 61.5;
\tmeanSatAz = 201.0;
\tmeanOffNadirViewAngle = 17.3;
END_GROUP = IMAGE_1
END;
"""
