"""The menu marks the room that the reader is in."""

import pytest

from geo_server.site.pages.navigation import list_rooms


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/alerts", "/alerts"),
        ("/alerts/3f2a", "/alerts"),
        ("/indicators/population_density", "/indicators"),
        ("/ogc/collections/wards/items", "/ogc"),
    ],
)
def test_the_present_room_is_marked(path: str, current: str) -> None:
    assert [room.href for room in list_rooms(path) if room.current] == [current]


@pytest.mark.parametrize("path", ["/login", "/alertsome", "/ogcx"])
def test_a_page_outside_the_rooms_marks_none(path: str) -> None:
    assert not any(room.current for room in list_rooms(path))
