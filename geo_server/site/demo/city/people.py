"""Population of each unit by year, 2009 to 2026: invented growth around a plausible density."""

from dataclasses import dataclass

import numpy as np

from .frame import rng_for
from .units import Unit

YEARS = tuple(range(2009, 2027))
TOTAL_2025 = 14_000_000
COUNTED_FROM = 2025
"""From this year on the units themselves were counted; earlier years are worked back, so they are estimates."""


@dataclass(frozen=True)
class Headcount:
    """People of one unit in one year."""

    code: str
    year: int
    people: int
    estimated: bool


def make_headcounts(units: list[Unit]) -> list[Headcount]:
    """One number per unit and year; 2025 sums to about fourteen million."""
    rng = rng_for("people")
    crowd = np.array([unit.density * unit.geometry.area / 1e6 for unit in units])
    base = crowd / crowd.sum() * TOTAL_2025
    full = np.array([unit.density > 18_000 for unit in units])
    growth = np.where(full, rng.normal(0.002, 0.004, len(units)), rng.normal(0.028, 0.010, len(units)))
    rows = []
    for year in YEARS:
        wobble = rng.normal(0.0, 0.003, len(units)) if year != COUNTED_FROM else 0.0
        people = np.round(base * np.exp(growth * (year - COUNTED_FROM) + wobble)).astype(int)
        rows += [
            Headcount(unit.code, year, int(count), year < COUNTED_FROM)
            for unit, count in zip(units, people, strict=True)
        ]
    return rows
