"""A small place whose wards were redrawn in July 2025: two old wards, three new ones."""

from datetime import UTC, date, datetime

import pytest
from shapely import box

from geo_server.core.subject import system
from layers import api as layers
from warehouse import api as warehouse

OLD, NEW = date(2020, 1, 1), date(2025, 7, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
LOADER = system("test")

WEST, EAST = box(106.60, 10.80, 106.62, 10.82), box(106.62, 10.80, 106.64, 10.82)
"""Two old wards of equal width."""


def unit(code, name, since, until=None):
    return layers.AreaUnit(
        code=code, name_vi=name, name_en=name, kind="ward", valid_from=since, valid_to=until, legal_act="test"
    )


@pytest.fixture
def redrawn_wards(db):
    """The old west is split into a new 26740 and 26750, so 26740 is another territory; 26743 keeps its own."""
    layers.define_areas(
        [
            (unit("26740", "Phường Tây", OLD, NEW), WEST),
            (unit("26743", "Phường Đông", OLD, NEW), EAST),
            (unit("26740", "Phường Mới", NEW), box(106.60, 10.80, 106.61, 10.82)),
            (unit("26750", "Phường Giữa", NEW), box(106.61, 10.80, 106.62, 10.82)),
            (unit("26743", "Phường Đông", NEW), EAST),
        ],
        by=LOADER,
        now=NOW,
    )


@pytest.fixture
def load():
    """A function that loads people by area key for one year."""

    def load_people(counts, *, year=2024, status=warehouse.Status.ACTUAL):
        rows = [
            warehouse.ObservationRow(key, warehouse.Period.of_year(year), count, status, where=f"row {number}")
            for number, (key, count) in enumerate(counts.items(), start=2)
        ]
        origin = warehouse.Origin("Dân số thử", source="test")
        return warehouse.load_observations("population", rows=rows, origin=origin, by=LOADER, now=NOW)

    return load_people
