"""Population tables are read with the row of every fault."""

from datetime import date

import pytest

from warehouse.errors import RejectedObservations
from warehouse.kinds import Period
from warehouse.reading import read_wide_csv

COLUMNS = {"Pop_2009": Period.of_year(2009), "Pop_2019": Period.of_year(2019)}


def read(path, text):
    path.write_text(text, encoding="utf-8-sig")
    return read_wide_csv(path, indicator_id="population", code="Com_ID", valid_from=date(2019, 1, 1), columns=COLUMNS)


def test_one_row_becomes_one_observation_per_period(tmp_path):
    rows = read(tmp_path / "p.csv", "Com_ID,Pop_2009,Pop_2019\n26734,26571.0,23258\n")
    assert [(row.area, row.period.label, row.value) for row in rows] == [
        (("26734", date(2019, 1, 1)), "2009", 26571.0),
        (("26734", date(2019, 1, 1)), "2019", 23258.0),
    ]


def test_all_bad_cells_are_named_together(tmp_path):
    with pytest.raises(RejectedObservations) as caught:
        read(tmp_path / "p.csv", "Com_ID,Pop_2009,Pop_2019\n26734,many,1\n26737,2,\n26740,nan,3\n")
    assert [fault.where for fault in caught.value.faults] == ["row 2, Pop_2009", "row 3, Pop_2019", "row 4, Pop_2009"]


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(RejectedObservations) as caught:
        read(tmp_path / "p.csv", "Com_ID,Pop_2019\n26734,1\n")
    assert "Pop_2009" in caught.value.faults[0].en
