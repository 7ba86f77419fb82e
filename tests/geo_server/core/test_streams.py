"""Streams end when they are read, when they are closed, and at the latest when their thread goes on."""

import gc
from collections.abc import Generator

import pytest

from geo_server.core.streams import Begun, close_forgotten


class Place:
    """Something a stream holds."""

    held = False


def pieces(place: Place, count: int = 3) -> Generator[int]:
    place.held = True
    try:
        yield from range(count)
    finally:
        place.held = False


def test_what_is_wrong_comes_out_at_once() -> None:
    def broken() -> Generator[int]:
        yield 1 // 0

    with pytest.raises(ZeroDivisionError):
        Begun(broken())


def test_a_stream_that_is_read_holds_nothing() -> None:
    place = Place()
    assert list(Begun(pieces(place))) == [0, 1, 2]
    assert not place.held


def test_a_stream_that_is_closed_holds_nothing() -> None:
    place = Place()
    stream = Begun(pieces(place))
    next(stream)
    stream.close()
    assert not place.held


def test_a_forgotten_stream_ends_when_the_thread_goes_on_and_not_before() -> None:
    place = Place()
    Begun(pieces(place))
    gc.collect()
    assert place.held
    close_forgotten()
    assert not place.held


def test_an_empty_stream_is_an_end() -> None:
    place = Place()
    assert list(Begun(pieces(place, count=0))) == []
    assert not place.held
