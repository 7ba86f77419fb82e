"""Fall values into classes for a choropleth, with mapclassify."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NO_DATA = 0


@dataclass(frozen=True)
class Classes:
    """Classes numbered from 1; class n holds values above `breaks[n - 2]` up to and including `breaks[n - 1]`.

    Attributes:
        low: the smallest value; the lower end of class 1, included.
        breaks: upper ends, rising; fewer than asked for when there are fewer distinct values.
    """

    low: float
    breaks: tuple[float, ...]

    def number_of(self, value: float | None) -> int:
        """The class of a value; 0 for no data."""
        if value is None or math.isnan(value):
            return NO_DATA
        return min(int(np.searchsorted(self.breaks, value, side="left")) + 1, len(self.breaks))

    def spans(self) -> list[tuple[int, float, float]]:
        """(number, low, high) of each class, rising."""
        lows = (self.low, *self.breaks[:-1])
        return [(number, low, high) for number, (low, high) in enumerate(zip(lows, self.breaks, strict=True), start=1)]


def make_classes(values: Sequence[float], *, method: str, count: int) -> Classes:
    """Classes of known values by "quantiles", "equal_interval" or "natural_breaks".

    Raises:
        ValueError: no value is known, or the method has another name.
    """
    if not values:
        raise ValueError("no value is known, so there is nothing to classify")
    distinct = sorted(set(values))
    if len(distinct) <= count:
        return Classes(distinct[0], tuple(distinct))
    classify = _classifier(method)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # repeated values give fewer classes, which is what is wanted
        breaks = classify(np.asarray(values, dtype=float), k=count).bins
    return Classes(distinct[0], tuple(float(b) for b in dict.fromkeys(breaks)))


def _classifier(method: str):  # type: ignore[no-untyped-def]  # mapclassify is untyped
    # Imported here: mapclassify brings scikit-learn and pandas, seconds that a web process need not spend.
    import mapclassify

    known = {
        "quantiles": mapclassify.Quantiles,
        "equal_interval": mapclassify.EqualInterval,
        "natural_breaks": mapclassify.FisherJenks,
    }
    if method not in known:
        raise ValueError(f"unknown class method {method!r}")
    return known[method]
