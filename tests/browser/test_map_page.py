"""The map page in a real browser, on a desktop and on a phone, over a small city that is known by heart."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE, PICTURES, Size
from .map_probe import click_point, drawn, keep_picture, open_map, wait_until_drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CENTRE = "map=15/10.86/106.6437"


def open_layers(page: Page, size: Size) -> None:
    """On a phone the layers are behind the handle of the sheet."""
    if size is PHONE:
        page.get_by_role("button", name="Lớp bản đồ").click()


def switch(page: Page, theme: str, layer: str) -> None:
    """Open a theme and switch one of its layers."""
    page.get_by_text(theme, exact=True).click()
    page.get_by_role("checkbox", name=layer).click()
    wait_until_drawn(page)


def test_the_map_begins_with_the_city_and_what_has_changed(page: Page, size: Size) -> None:
    open_map(page)
    assert {ward["name"] for ward in drawn(page, "wards")} == {"Phường Đông Hưng Thuận", "Phường Tân Thới Hiệp"}
    assert len(drawn(page, "findings")) == 3
    assert drawn(page, "roads")
    assert drawn(page, "cameras") == []
    keep_picture(page, PICTURES, f"map-{size.name}")


def test_the_menu_leads_to_the_rooms_of_the_house(page: Page, size: Size) -> None:
    open_map(page)
    if size is PHONE:
        page.get_by_role("button", name="Mục").click()
    menu = page.get_by_role("navigation", name="Chính")
    expect(menu.get_by_role("link", name="Bản đồ")).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("link")).to_have_text(
        [
            "Bản đồ",
            "Cảnh báo",
            "Ảnh vệ tinh",
            "Công bố dữ liệu",
            "Mạng lưới",
            "Đào đường",
            "Chỉ số",
            "Dữ liệu mở (OGC API)",
        ]
    )
    keep_picture(page, PICTURES, f"menu-{size.name}")


def test_a_layer_is_switched_on_and_explained(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=wards")
    open_layers(page, size)
    switch(page, "Camera", "Camera công cộng")
    assert sorted(camera["status"] for camera in drawn(page, "cameras")) == ["dark", "live", "live", "live"]
    expect(page.get_by_text("Mất hình")).to_be_visible()
    expect(page).to_have_url(re.compile("layers=wards,cameras"))
    keep_picture(page, PICTURES, f"layers-{size.name}")


def test_a_click_tells_what_stands_there(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=cameras")
    click_point(page, "cameras", "Ngã tư 2")
    card = page.get_by_role("complementary", name="Đối tượng đã chọn")
    expect(card.get_by_role("heading", name="Ngã tư 2")).to_be_visible()
    expect(card.get_by_text("Mất hình")).to_be_visible()
    expect(card.get_by_text("5,5 m")).to_be_visible()
    keep_picture(page, PICTURES, f"details-{size.name}")
    card.get_by_role("button", name="Đóng").click()
    expect(card).to_be_hidden()


def test_search_needs_no_diacritics_and_no_mouse(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=")
    box = page.get_by_role("combobox", name="Tìm trong thành phố")
    box.fill("dong hung")
    option = page.get_by_role("option", name="Phường Đông Hưng Thuận").first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    keep_picture(page, PICTURES, f"search-{size.name}")
    box.press("Enter")
    card = page.get_by_role("complementary", name="Đối tượng đã chọn")
    expect(card.get_by_role("heading", name="Phường Đông Hưng Thuận")).to_be_visible()


def test_before_and_after_are_compared_with_the_findings_over_both(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=findings&compare=scene_before,scene_after,0.5")
    assert len(drawn(page, "findings")) == 3
    slider = page.get_by_role("slider", name="Kéo để so sánh trước và sau")
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("compare=scene_before,scene_after,0.51"))
    expect(page.get_by_text("Trước: Ảnh ngày 10/02/2026")).to_be_visible()
    expect(page.get_by_text("Sau: Ảnh ngày 15/08/2026")).to_be_visible()
    pictures = page.evaluate(
        "performance.getEntriesByType('resource').map((e) => e.name).filter((n) => n.includes('/map/tiles/'))"
    )
    assert {"scene_before", "scene_after"} == {url.split("/collections/")[1].split("/")[0] for url in pictures}
    keep_picture(page, PICTURES, f"compare-{size.name}")


def test_an_indicator_says_what_its_colours_mean(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=population_density")
    legend = page.get_by_role("complementary", name="Chú giải")
    expect(legend.get_by_role("heading", name="Mật độ dân số")).to_be_visible()
    for words in ("người/km² · 2026", "10.000 – 50.000", "Không có số liệu"):
        expect(legend.get_by_text(words)).to_be_visible()
    if size is PHONE:
        legend.get_by_text("Về số liệu này").click()
    for words in ("Phân vị", "Địa giới ngày 01/07/2025"):
        expect(legend.get_by_text(words)).to_be_visible()
    expect(legend.get_by_role("link", name="Xem dạng bảng")).to_have_attribute("href", "/indicators/population_density")
    keep_picture(page, PICTURES, f"indicator-{size.name}")


def test_the_address_brings_another_reader_to_the_same_view_in_his_language(page: Page, size: Size) -> None:
    open_map(page, f"/?lang=en#{CENTRE}&layers=cameras&at=cameras.1")
    expect(page.get_by_role("complementary", name="Selected").get_by_role("heading", name="Ngã tư 1")).to_be_visible()
    expect(page.get_by_text("Mounting height")).to_be_visible()
    assert len(drawn(page, "cameras")) == 4
    centre = page.evaluate("document.querySelector('city-map').map.getCenter().toArray()")
    assert centre == pytest.approx([106.6437, 10.86], abs=1e-4)


def test_the_city_as_of_a_day_shows_what_was_known_then(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=findings,cameras&day=2026-06-30")
    assert drawn(page, "findings") == []
    assert len(drawn(page, "cameras")) == 4
    expect(page.get_by_label("Xem theo ngày")).to_have_value("2026-06-30")


def test_without_webgl_a_sentence_stands_where_the_map_would_be(page: Page, size: Size) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("Trình duyệt này không vẽ được bản đồ")


def test_a_print_shows_the_map_as_a_picture(page: Page, size: Size) -> None:
    open_map(page, f"/#{CENTRE}&layers=findings")
    open_layers(page, size)
    page.evaluate("window.print = () => { window.printed = document.querySelector('.print-picture')?.naturalWidth; }")
    page.get_by_role("button", name="In", exact=True).click()
    page.wait_for_function("window.printed > 0")
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="Bản đồ")).to_be_visible()
    expect(page.get_by_role("button", name="Phóng to")).to_be_hidden()
    keep_picture(page, PICTURES, f"print-{size.name}")
