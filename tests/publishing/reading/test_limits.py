"""Limits: their sentence, and that the page for users says the numbers that hold."""

from dataclasses import asdict
from pathlib import Path

import pytest

from publishing.errors import OverLimit
from publishing.reading import Limits
from publishing.reading.limits import NAMES

PAGE = Path(__file__).resolve().parents[3] / "docs/use/formats.md"


def test_exactly_the_limit_is_taken_and_one_more_is_named() -> None:
    Limits(rows=10).require("rows", 10, "x.csv")
    with pytest.raises(OverLimit) as over:
        Limits(rows=10).require("rows", 11, "x.csv", where=("sheet 2: ", "trang 2: "))
    assert over.value.en == "x.csv cannot be read: sheet 2: it has 11 rows; at most 10 are read. Hand it in in parts."
    assert over.value.vi == "Không đọc được x.csv: trang 2: có 11 dòng; chỉ đọc tối đa 10. Hãy chia nhỏ rồi nộp."


def test_every_limit_has_a_name_in_both_languages() -> None:
    assert set(NAMES) == set(asdict(Limits()))
    assert all(en and vi for en, vi in NAMES.values())


@pytest.mark.parametrize("limit", sorted(asdict(Limits())))
def test_the_page_for_users_says_the_numbers_that_hold(limit: str) -> None:
    most = getattr(Limits(), limit)
    shown = {"bytes_in": f"{most // 2**30} GiB", "bytes_out": f"{most // 2**30} GiB", "seconds": f"{most} s"}
    shown["memory_mb"] = f"{most // 1024} GiB"
    limits = PAGE.read_text("utf-8").partition("## Giới hạn")[2]
    assert shown.get(limit, f"{most:,}") in limits
