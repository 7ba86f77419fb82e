from datetime import UTC, datetime, timedelta

import pytest

from layers.errors import BadBbox, BadDatetime, BadLimit, UnknownCrs
from layers.reading import parse_bbox, parse_crs, parse_datetime, parse_limit


def test_a_day_means_its_close_in_the_city() -> None:
    span = parse_datetime("2026-07-01")
    assert span.is_instant
    assert span.end == datetime(2026, 7, 1, 17, 0, tzinfo=UTC) - timedelta(microseconds=1)


def test_a_span_of_days_holds_both_days() -> None:
    span = parse_datetime("2026-07-01/2026-07-02")
    assert span.start == datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
    assert span.end == datetime(2026, 7, 2, 17, 0, tzinfo=UTC) - timedelta(microseconds=1)


@pytest.mark.parametrize("text", ["../2026-07-01", "/2026-07-01"])
def test_an_open_start_is_no_start(text: str) -> None:
    assert parse_datetime(text).start is None


def test_an_offset_is_kept() -> None:
    assert parse_datetime("2026-07-01T08:00:00Z").end == datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-07-01/2026-06-01", "2026-07-01/2026-07-02/2026-07-03", "", "9999-12-31"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadDatetime):
        parse_datetime(text)


def test_the_first_day_of_the_calendar_is_a_day() -> None:
    assert parse_datetime("0001-01-01").is_instant


def test_five_numbers_are_no_box_and_the_sentence_says_so() -> None:
    with pytest.raises(BadBbox) as refused:
        parse_bbox("1,2,3,4,5")
    assert "5 numbers" in refused.value.en
    assert "5 số" in refused.value.vi


def test_a_limit_is_cut_to_the_maximum() -> None:
    assert parse_limit("20000", maximum=10000) == 10000


@pytest.mark.parametrize("text", ["0", "-1", "ten", "1.5", "", "١"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadLimit):
        parse_limit(text, maximum=10)


def test_an_unknown_crs_is_named_in_the_sentence() -> None:
    with pytest.raises(UnknownCrs, match="EPSG:2193"):
        parse_crs("EPSG:2193")
