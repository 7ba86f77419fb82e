"""What cannot become a scene: each slip and each trick ends with its sentence, in both languages."""

import resource
import signal
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS

from change_detection.engine.errors import NoPosition, UnreadableScene
from change_detection.scenes import errors
from change_detection.scenes.limits import SceneLimits
from change_detection.scenes.making import Making, make_scene
from change_detection.scenes.process import make_apart
from geo_server.core.errors import DomainError
from tests.factories.pictures import GSD_M, NORTH, SIDE_PX, WEST, pixels, write_picture, write_world_file


def refused(path: Path, kind: type[DomainError], *, crs: str = "", limits: SceneLimits | None = None) -> str:
    """The Vietnamese sentence with which a file is refused; it names the file and nothing of this server."""
    work = path.parent / "work"
    work.mkdir()
    with pytest.raises(kind) as told:
        make_scene(Making(path, path.name, work, crs, dated=True, limits=limits or SceneLimits()))
    for sentence in (told.value.en, told.value.vi):
        assert path.name in sentence
        assert str(path.parent) not in sentence
    return told.value.vi


def test_no_picture_at_all(tmp_path: Path) -> None:
    (tmp_path / "notes.tif").write_text("not a picture")
    assert "không phải ảnh đọc được" in refused(tmp_path / "notes.tif", errors.UnsupportedPicture)


@pytest.mark.parametrize("begin", [b"", b"II*\x00", b"\x00" * 200])
def test_a_recipe_that_names_other_files_is_never_followed(tmp_path: Path, begin: bytes) -> None:
    write_picture(tmp_path / "secret.tif")
    recipe = f'<VRTDataset rasterXSize="96" rasterYSize="96"><SourceFilename>{tmp_path}/secret.tif</SourceFilename>'
    (tmp_path / "trick.tif").write_bytes(begin + recipe.encode())
    kind = UnreadableScene if begin.startswith(b"II") else errors.UnsupportedPicture
    refused(tmp_path / "trick.tif", kind)


def test_a_picture_without_a_place(tmp_path: Path) -> None:
    assert "không có hệ tọa độ" in refused(write_picture(tmp_path / "a.tif", crs=None), NoPosition)


def test_a_world_file_without_a_crs(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "map.png", driver="PNG", crs=None)
    write_world_file(tmp_path / "map.pgw")
    refused(picture, NoPosition)


def test_a_crs_that_is_none(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "map.png", driver="PNG", crs=None)
    write_world_file(tmp_path / "map.pgw")
    assert "'VN2000' không phải hệ tọa độ" in refused(picture, errors.WrongPlace, crs="VN2000")


def test_easting_and_northing_exchanged(tmp_path: Path) -> None:
    exchanged = Affine(GSD_M, 0, NORTH, 0, -GSD_M, WEST)
    assert "đổi chỗ x và y" in refused(write_picture(tmp_path / "a.tif", transform=exchanged), errors.WrongPlace)


def test_latitude_and_longitude_exchanged(tmp_path: Path) -> None:
    exchanged = Affine(5e-6, 0, 10.85, 0, -5e-6, 106.66)
    path = write_picture(tmp_path / "a.tif", crs="EPSG:4326", transform=exchanged)
    assert "kinh độ" in refused(path, errors.WrongPlace)


def test_metres_called_degrees(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "a.tif", crs="EPSG:4326", transform=Affine(GSD_M, 0, WEST, 0, -GSD_M, NORTH))
    assert "mét của VN-2000" in refused(path, errors.WrongPlace)


@pytest.mark.parametrize(("pixel", "says"), [(50.0, "50 m"), (5e-6, "e-06 m")])
def test_a_world_file_with_the_wrong_size_of_pixel(tmp_path: Path, pixel: float, says: str) -> None:
    picture = write_picture(tmp_path / "map.png", driver="PNG", crs=None)
    write_world_file(tmp_path / "map.pgw", pixel=pixel)
    assert says in refused(picture, errors.WrongPlace, crs="EPSG:9210")


def test_one_band_only(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "pan.tif", values=pixels(bands=1))
    assert "ảnh có 1 kênh" in refused(path, errors.WrongBands)


def test_nothing_but_no_data(tmp_path: Path) -> None:
    empty = np.zeros((3, SIDE_PX, SIDE_PX), np.uint8)
    assert "vùng trống" in refused(write_picture(tmp_path / "a.tif", values=empty, nodata=0), errors.BlankScene)


@pytest.mark.parametrize("form", ["plain", "cog"])
def test_a_file_whose_end_is_missing(tmp_path: Path, form: str) -> None:
    path = write_picture(tmp_path / "a.tif", values=pixels(seed=3).repeat(6, 1).repeat(6, 2))
    if form == "cog":
        rasterio.shutil.copy(path, tmp_path / "cog.tif", driver="COG", compress="DEFLATE")
        path = tmp_path / "cog.tif"
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    refused(path, UnreadableScene)


def test_a_file_with_damage_in_the_middle(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (3, 400, 400), dtype=np.uint8)
    path = write_picture(
        tmp_path / "a.tif", values=noise, compress="deflate", tiled=True, blockxsize=128, blockysize=128
    )
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\xff" * 20_000
    path.write_bytes(content)
    refused(path, UnreadableScene)


def test_too_many_pixels(tmp_path: Path) -> None:
    limits = SceneLimits(pixels=1000)
    assert "9,216 điểm ảnh" in refused(write_picture(tmp_path / "a.tif"), errors.TooLargeScene, limits=limits)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([(0, 0, 0, 0), (1, 1, 50, 50)], "có 2 điểm khống chế"),
        ([(0, 0, 0, 0), (40, 40, 80, 80), (20, 20, 40, 40)], "không thẳng hàng"),
        ([(0, 0, 0, 0), (0, 96, 48, 0), (96, 0, 0, -48), (96, 96, 900, 900)], "mâu thuẫn"),
    ],
)
def test_control_points_that_do_not_fit(tmp_path: Path, points: list[tuple[float, ...]], says: str) -> None:
    path = write_picture(tmp_path / "a.tif", crs=None)
    with rasterio.open(path, "r+") as dataset:
        found = [GroundControlPoint(row=r, col=c, x=WEST + east, y=NORTH + north) for r, c, east, north in points]
        dataset.gcps = (found, CRS.from_epsg(9210))
    assert says in refused(path, errors.WrongPoints)


def test_a_file_of_points_that_is_none(tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "scan.png", driver="PNG", crs=None)
    (tmp_path / "scan.points").write_text("a,b\n1,2\n")
    assert "mapX" in refused(picture, errors.WrongPoints)


def test_no_day_of_acquisition(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "a.tif")
    with pytest.raises(errors.NoDate, match=r"a\.tif"):
        make_scene(Making(path, path.name, tmp_path))


def zipped(folder: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return folder / "a.zip"


def test_a_zip_that_unpacks_to_a_thousand_times_its_size(tmp_path: Path) -> None:
    bomb = zipped(tmp_path, **{"a.tif": bytes(40_000_000)})
    assert "lần kích thước nén" in refused(bomb, errors.TooLargeScene)
    assert not list((tmp_path / "work").rglob("*.tif"))


@pytest.mark.parametrize("name", ["../../etc/a.tif", "/etc/a.tif", "..\\a.tif"])
def test_a_zip_that_points_outside(tmp_path: Path, name: str) -> None:
    refused(zipped(tmp_path, **{name: b"II*\x00"}), errors.BadZip)


def test_a_zip_of_two_pictures_and_one_of_none(tmp_path: Path) -> None:
    one = write_picture(tmp_path / "p.tif").read_bytes()
    assert "2 ảnh (a.tif, b.tif)" in refused(zipped(tmp_path, **{"a.tif": one, "b.tif": one}), errors.BadZip)


def test_a_zip_without_a_picture(tmp_path: Path) -> None:
    refused(zipped(tmp_path, **{"readme.txt": b"hello"}), errors.UnsupportedPicture)


def test_a_full_disk_leaves_a_sentence(tmp_path: Path) -> None:
    """The kernel refuses to write more than 100 kB into one file: the same to GDAL as a disk without room."""
    noise = np.random.default_rng(1).integers(0, 255, (3, 600, 600), dtype=np.uint8)
    path = write_picture(tmp_path / "a.tif", values=noise)
    before, answer = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        assert "ổ đĩa của máy chủ đã đầy" in refused(path, errors.StorageFull)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, answer)


def test_a_process_of_its_own_makes_the_same_scene(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (4, 700, 700), dtype=np.uint8)
    path = write_picture(tmp_path / "in" / "a.tif", values=noise, nodata=0)
    heard: list[str] = []
    apart = make_apart(
        Making(path, "a.tif", tmp_path / "apart", dated=True), tell=lambda share, stage: heard.append(stage)
    )
    (tmp_path / "here").mkdir()
    here = make_scene(Making(path, "a.tif", tmp_path / "here", dated=True))
    assert (apart.sha256, apart.shares, apart.extent_wkt) == (here.sha256, here.shares, here.extent_wkt)
    assert heard == ["reading", "converting", "mask", "quicklook"]
    for name in ("scene.tif", "mask.tif", "quicklook.webp"):
        assert (tmp_path / "apart" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_a_reader_that_needs_too_much_memory_dies_alone(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "in" / "a.tif", values=np.zeros((3, 4000, 4000), np.uint8), compress="deflate")
    limits = SceneLimits(memory_mb=40)
    with pytest.raises((errors.NotAScene, UnreadableScene), match=r"a\.tif"):
        make_apart(Making(path, "a.tif", tmp_path / "work", dated=True, limits=limits), tell=lambda share, stage: None)


def test_a_scene_that_nobody_wants_any_more_is_not_finished(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (3, 3000, 3000), dtype=np.uint8)
    path = write_picture(tmp_path / "in" / "a.tif", values=noise)
    with pytest.raises(errors.MakingBroke, match="SIGKILL"):
        make_apart(
            Making(path, "a.tif", tmp_path / "work", dated=True), tell=lambda share, stage: None, wanted=lambda: False
        )
