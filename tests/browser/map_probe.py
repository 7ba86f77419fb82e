"""What the map drew, asked of the map itself."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

IDLE = """() => {
  const city = document.querySelector('city-map');
  return city?.dataset.state === 'idle' && (city.dataset.swipe ?? 'idle') === 'idle';
}"""
DRAWN = """(collection) => {
  const found = document.querySelector('city-map').map.queryRenderedFeatures()
    .filter((f) => f.layer.metadata?.collection === collection);
  return [...new Map(found.map((f) => [f.id, f.properties])).values()];
}"""
PLACE = """([collection, name]) => {
  const city = document.querySelector('city-map');
  const found = city.map.queryRenderedFeatures()
    .find((f) => f.layer.metadata?.collection === collection && f.properties.name === name);
  const { x, y } = city.map.project(found.geometry.coordinates);
  const frame = city.getBoundingClientRect();
  return [frame.x + x, frame.y + y];
}"""
WAIT_MS = 60_000


def open_map(page: Page, address: str = "/") -> None:
    """Open the map page and wait until everything is drawn."""
    page.goto(address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    page.wait_for_function(IDLE, timeout=WAIT_MS)


def drawn(page: Page, collection: str) -> list[dict[str, Any]]:
    """Properties of the features of a collection that are on the screen, each once."""
    found: list[dict[str, Any]] = page.evaluate(DRAWN, collection)
    return found


def click_point(page: Page, collection: str, name: str) -> None:
    """Click the point of this name."""
    x, y = page.evaluate(PLACE, [collection, name])
    page.mouse.click(x, y)


def keep_picture(page: Page, folder: Path, name: str) -> None:
    """Save what the window shows, for people to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
