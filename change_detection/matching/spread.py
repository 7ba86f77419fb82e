"""A measure with the band in which it may lie, because nobody knows to the centimetre where a wall stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """A value of a change, measured at three places of its walls.

    Attributes:
        inner: with the walls as far inside as they may stand.
        likely: with the walls in the middle of the band.
        outer: with the walls as far outside as they may stand.
    """

    inner: float
    likely: float
    outer: float

    @classmethod
    def sure(cls, value: float) -> "Spread":
        """A value without doubt."""
        return cls(value, value, value)

    @property
    def low(self) -> float:
        """The smallest of the three."""
        return min(self.inner, self.likely, self.outer)

    @property
    def high(self) -> float:
        """The largest of the three."""
        return max(self.inner, self.likely, self.outer)

    def __add__(self, other: "Spread") -> "Spread":
        return Spread(self.inner + other.inner, self.likely + other.likely, self.outer + other.outer)

    def __sub__(self, other: "Spread") -> "Spread":
        return self + other * -1.0

    def __mul__(self, factor: float) -> "Spread":
        return Spread(self.inner * factor, self.likely * factor, self.outer * factor)

    def share_above(self, limit: float) -> float:
        """The share of the possible places of the walls at which the value is larger than a limit, 0 to 1.

        Between the three measures it is taken as linear; every place in the band is as likely as any other
        (a rectangular distribution, JCGM 100:2008, 4.3.7).
        """
        return (_share_above(self.inner, self.likely, limit) + _share_above(self.likely, self.outer, limit)) / 2


def _share_above(start: float, end: float, limit: float) -> float:
    """Of a straight way from one value to another, the part above a limit."""
    if start == end:
        return 1.0 if start > limit else 0.0
    return min(1.0, max(0.0, (max(start, end) - limit) / abs(end - start)))


NOTHING = Spread.sure(0.0)
