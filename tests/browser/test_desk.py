"""The desk in a real browser: a cadastre whose metres were read in the wrong zone becomes a collection on the map."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pyproj import Transformer
from shapely import transform
from shapely.geometry import box, mapping

from .city import PASSWORD, SOUTH_M, WEST_M
from .conftest import PICTURES, Size
from .map_probe import drawn, keep_picture, wait_until_drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIDE_M = 20


def write_cadastre(path: Path) -> Path:
    """A hundred parcels in metres of VN-2000 that somebody took for UTM 48N: 82 km too far west."""
    wrong = Transformer.from_crs("EPSG:32648", "OGC:CRS84", always_xy=True)
    features = []
    for number in range(100):
        x, y = WEST_M + 300 + number % 10 * SIDE_M, SOUTH_M + 300 + number // 10 * SIDE_M
        shape = transform(box(x, y, x + SIDE_M, y + SIDE_M), wrong.transform, interleaved=False)
        values = {"so_to": 7, "so_thua": number + 1, "dien_tich": SIDE_M**2}
        features.append({"type": "Feature", "geometry": mapping(shape), "properties": values})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def sign_in(page: Page, name: str, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"/login?next={address}")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_a_messy_cadastre_is_put_right_judged_and_published(page: Page, size: Size, tmp_path: Path) -> None:
    sign_in(page, "lan", "/publishing")
    keep_picture(page, PICTURES, f"desk-{size.name}")
    if not page.get_by_role("button", name="Nộp", exact=True).is_visible():
        page.get_by_text("Nộp tệp", exact=True).click()  # folded where something was handed in before
    page.locator("input[type=file]").set_input_files(write_cadastre(tmp_path / f"thua_dat_{size.name}.geojson"))
    page.get_by_role("button", name="Nộp", exact=True).click()
    expect(page.get_by_text("kinh tuyến trục 105°45'").first).to_be_visible(timeout=30_000)
    keep_picture(page, PICTURES, f"desk-question-{size.name}")
    page.get_by_role("button", name="Xác nhận và tiếp tục").click()
    expect(page.locator(".difference-counts .added")).to_contain_text("100", timeout=30_000)
    wait_until_drawn(page)
    keep_picture(page, PICTURES, f"desk-draft-{size.name}")
    page.get_by_role("button", name="Trình duyệt").click()
    address = page.url

    sign_in(page, "minh", address)
    page.get_by_role("button", name="Duyệt", exact=True).click()
    page.get_by_role("button", name="Công bố ngay").click()
    expect(page.get_by_role("heading", name="Đã công bố")).to_be_visible(timeout=30_000)
    keep_picture(page, PICTURES, f"desk-published-{size.name}")
    page.get_by_role("link", name="Trên bản đồ").click()
    wait_until_drawn(page)
    collection = f"thua_dat_{size.name}"
    page.wait_for_function(
        "(id) => document.querySelector('city-map').map.queryRenderedFeatures()"
        ".some((f) => f.layer.metadata?.collection === id)",
        arg=collection,
        timeout=30_000,
    )
    assert drawn(page, collection)
    keep_picture(page, PICTURES, f"desk-map-{size.name}")
