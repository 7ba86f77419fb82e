"""How sure a share is that was counted."""

from dataclasses import dataclass
from math import sqrt

_Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A part of a whole with its 95 % interval; without cases nothing is known: `value` None, interval 0 to 1."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Part by whole."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end.

        Source: Wilson 1927; unlike the textbook interval it stays inside 0 to 1 and holds for few cases and for shares
        near the ends (Brown, Cai and DasGupta 2001).
        """
        if not self.whole:
            return 0.0, 1.0
        share, z2 = self.part / self.whole, _Z_95 * _Z_95
        middle = (share + z2 / (2 * self.whole)) / (1 + z2 / self.whole)
        half = _Z_95 * sqrt(share * (1 - share) / self.whole + z2 / (4 * self.whole**2)) / (1 + z2 / self.whole)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_dict(self) -> dict[str, float | int | None]:
        """Plain JSON, rounded to four digits."""
        low, high = self.interval
        value = None if self.value is None else round(self.value, 4)
        return {"part": self.part, "whole": self.whole, "value": value, "low": round(low, 4), "high": round(high, 4)}
