"""Asking a network on the map page, on a desktop and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE, PICTURES, Size
from .map_probe import WAIT_MS, keep_picture, open_map, wait_until_drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECT = """([longitude, latitude]) => {
  const city = document.querySelector('city-map');
  const { x, y } = city.map.project([longitude, latitude]);
  const frame = city.getBoundingClientRect();
  return [frame.x + x, frame.y + y];
}"""
DRAWN = """() => document.querySelector('city-map').map.getSource('trace')
  .serialize().data.features?.map((f) => f.properties.role) ?? []"""
BARE = "([x, y]) => document.elementFromPoint(x, y)?.tagName === 'CANVAS'"
ON_W4 = (106.7045, 10.77)


def click_the_pipe(page: Page) -> None:
    """Click where the pipe lies once the map stands still and nothing covers it; the question is then on its way."""
    wait_until_drawn(page)
    place = page.evaluate(PROJECT, list(ON_W4))
    page.wait_for_function(BARE, arg=place)
    page.mouse.click(*place)
    expect(page.get_by_role("button", name="Chọn trên bản đồ")).to_have_attribute("aria-pressed", "false")


def test_a_click_on_a_pipe_says_which_valve_to_shut(page: Page, size: Size) -> None:
    open_map(page, "/#map=15/10.771/106.7035&layers=water_links,water_nodes")
    if size is PHONE:
        page.get_by_role("button", name="Lớp bản đồ").click()
    page.get_by_label("Mạng lưới").select_option("water")
    page.get_by_role("button", name="Chọn trên bản đồ").click()
    click_the_pipe(page)  # on a phone the sheet has made way, and comes back
    expect(page.get_by_text("Cần đóng: 1")).to_be_visible(timeout=WAIT_MS)
    wait_until_drawn(page)
    roles = page.evaluate(DRAWN)
    assert (roles.count("section"), roles.count("shut")) == (2, 1)
    keep_picture(page, PICTURES, f"trace-{size.name}")
    page.get_by_role("button", name="Xóa").click()
    assert page.evaluate(DRAWN) == []
