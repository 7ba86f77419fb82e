"""`python -m change_detection.engine`: what it writes, and what it says when it cannot."""

import subprocess
import sys
from datetime import date

import numpy as np
import pyogrio.raw
import pytest
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.vrt import WarpedVRT
from shapely import from_wkb

from change_detection.engine.__main__ import main
from change_detection.engine.geopackage import write_geopackage
from tests.change_detection.engine.scenes import Pair, break_block, metre_grid, write_scene


def read(path):
    meta, _, geometries, columns = pyogrio.raw.read(path)
    return meta, from_wkb(geometries), dict(zip(meta["fields"], columns, strict=True))


def in_degrees(pair: Pair, folder) -> list[str]:
    """The pair again, on pixels that are not square, in longitude and latitude."""
    files = []
    for path in (pair.before, pair.after):
        with rasterio.open(path) as dataset, WarpedVRT(dataset, crs=CRS.from_epsg(4326)) as warped:
            west, north = warped.transform @ (0, 0)
            transform, shape = Affine(4.6e-6, 0, west, 0, -5.2e-6, north), (216, 250)
            with WarpedVRT(
                dataset, crs=warped.crs, transform=transform, height=shape[0], width=shape[1], resampling=3
            ) as fine:
                target = folder / f"{path.stem}_degrees.tif"
                grid = metre_grid(*shape)
                write_scene(target, np.moveaxis(fine.read(), 0, -1), type(grid)(*shape, transform, fine.crs))
        files.append(str(target))
    return files


def test_the_new_house_is_written_with_its_area_dates_and_kind(new_house, tmp_path, capsys):
    out = tmp_path / "changes.gpkg"
    dates = ["--date-before", "2025-01-05", "--date-after", "2026-02-01"]
    assert main([str(new_house.before), str(new_house.after), "-o", str(out), "--min-area", "20", *dates]) == 0
    meta, _, columns = read(out)
    assert meta["crs"] == "EPSG:4326"
    assert columns["area_m2"] == pytest.approx([140], rel=0.35)
    assert columns["date_after"].tolist() == ["2026-02-01"]
    assert columns["change_class"].tolist() == ["new_building"]
    assert "1 changed places" in capsys.readouterr().out


def test_degrees_and_pixels_that_are_not_square_give_the_same_house(new_house, tmp_path):
    metres, degrees = tmp_path / "metres.gpkg", tmp_path / "degrees.gpkg"
    assert main([str(new_house.before), str(new_house.after), "-o", str(metres), "--min-area", "20"]) == 0
    assert main([*in_degrees(new_house, tmp_path), "-o", str(degrees), "--min-area", "20"]) == 0
    (_, [house], _), (_, [again], columns) = read(metres), read(degrees)
    assert house.intersection(again).area / house.union(again).area > 0.7
    assert columns["area_m2"] == pytest.approx([140], rel=0.35)


def test_no_change_gives_an_empty_layer(new_house, tmp_path):
    out = tmp_path / "changes.gpkg"
    assert main([str(new_house.before), str(new_house.before), "-o", str(out)]) == 0
    meta, geometries, _ = read(out)
    assert len(geometries) == 0
    assert list(meta["fields"]) == ["area_m2", "score", "change_class", "date_before", "date_after"]


def test_a_truncated_scene_gets_its_sentence_and_leaves_nothing(new_house, tmp_path, capsys):
    broken, out = tmp_path / "broken.tif", tmp_path / "changes.gpkg"
    broken.write_bytes(new_house.after.read_bytes()[:-20_000])
    assert main([str(new_house.before), str(broken), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "broken.tif cannot be read: the file is truncated" in told
    assert "Không đọc được broken.tif" in told
    assert not out.exists()


@pytest.mark.parametrize("wrong", [["-o", "changes.shp"], ["-o", "nowhere/changes.gpkg"], []])
def test_wrong_usage_is_two(wrong):
    with pytest.raises(SystemExit) as caught:
        main(["a.tif", "b.tif", *wrong])
    assert caught.value.code == 2


def test_an_older_file_is_replaced(tmp_path):
    out = tmp_path / "changes.gpkg"
    for _ in range(2):
        write_geopackage([], metre_grid(64, 64), out, before=date(2025, 1, 1))
    assert read(out)[0]["fields"].tolist()[0] == "area_m2"


def test_a_run_that_was_stopped_goes_on_from_its_work_folder(new_house, tmp_path, capsys):
    call = [str(new_house.before), str(new_house.after), "--work-folder", str(tmp_path / "work"), "-o"]
    first, second = tmp_path / "first.gpkg", tmp_path / "second.gpkg"
    assert main([*call, str(first)]) == 0
    assert "block 1 of 1" in capsys.readouterr().err
    assert main([*call, str(second)]) == 0
    assert "block 1 of 1" not in capsys.readouterr().err
    assert read(first)[1].tolist() == read(second)[1].tolist()


def test_a_scene_that_is_broken_inside_gets_its_sentence_with_the_place(new_house, tmp_path, capsys):
    broken, out = tmp_path / "broken.tif", tmp_path / "changes.gpkg"
    broken.write_bytes(new_house.after.read_bytes())
    break_block(broken, row=1, col=1)
    assert main([str(new_house.before), str(broken), "-o", str(out)]) == 1
    assert "broken.tif cannot be read" in capsys.readouterr().err
    assert not out.exists()


def test_a_full_disk_gets_its_sentence_and_leaves_the_old_file(new_house, tmp_path):
    out = tmp_path / "changes.gpkg"
    out.write_bytes(b"what was there before")
    code = (
        "import resource, sys; from change_detection.engine.__main__ import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); sys.exit(main(sys.argv[1:]))"
    )
    call = [sys.executable, "-c", code, str(new_house.before), str(new_house.after), "-o", str(out)]
    told = subprocess.run(call, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "is full" in told.stderr
    assert "đã đầy" in told.stderr
    assert out.read_bytes() == b"what was there before"
    assert [path.name for path in tmp_path.iterdir()] == ["changes.gpkg"]
