"""Design rains: a given series, or the storm of Keifer and Chu from an intensity-duration curve."""

from dataclasses import dataclass
from itertools import pairwise

from ..errors import BadRain

LONGEST_MIN = 2880.0
MOST_STEPS = 2000
HEAVIEST_MM_H = 1000.0


@dataclass(frozen=True)
class Rain:
    """Intensities in mm/h of consecutive intervals of `interval_min` minutes."""

    interval_min: float
    intensities_mm_h: tuple[float, ...]

    def __post_init__(self) -> None:
        span = self.interval_min * len(self.intensities_mm_h)
        wrong = not 0 < len(self.intensities_mm_h) <= MOST_STEPS or not 0 < span <= LONGEST_MIN
        if wrong or not all(0 <= rate <= HEAVIEST_MM_H for rate in self.intensities_mm_h):
            raise BadRain(
                f"A rain has 1 to {MOST_STEPS} intervals, at most {LONGEST_MIN / 60:g} hours in all, and intensities"
                f" from 0 to {HEAVIEST_MM_H:g} mm/h.",
                f"Trận mưa gồm 1 đến {MOST_STEPS} khoảng, tổng cộng không quá {LONGEST_MIN / 60:g} giờ, cường độ từ 0"
                f" đến {HEAVIEST_MM_H:g} mm/h.",
            )

    @property
    def depth_mm(self) -> float:
        """All that falls."""
        return sum(self.intensities_mm_h) * self.interval_min / 60.0

    @property
    def minutes(self) -> float:
        """How long it rains."""
        return self.interval_min * len(self.intensities_mm_h)


def storm(*, a: float, b: float, n: float, duration_min: float, interval_min: float = 5.0, peak: float = 0.4) -> Rain:
    """The storm whose mean intensity over every span around its peak is a / (t + b)^n mm/h, t in minutes.

    Args:
        a: of the curve; from q = A(1 + C lg P) l/s/ha of TCVN 7957 it is 0.36 A(1 + C lg P).
        b: of the curve, minutes.
        n: of the curve.
        duration_min: how long it rains.
        interval_min: of the series.
        peak: share of the duration before the peak.

    Source: Keifer and Chu 1957; with n = 1 the curve is Talbot's.
    """
    steps = max(round(duration_min / interval_min), 1) if interval_min > 0 else 0
    if not (
        a > 0
        and b > 0
        and 0 < n <= 1
        and 0 <= peak <= 1
        and 0 < duration_min <= LONGEST_MIN
        and 0 < steps <= MOST_STEPS
    ):
        raise BadRain(
            f"No storm comes of a={a:g}, b={b:g}, n={n:g}, duration {duration_min:g} min, interval {interval_min:g}"
            f" min, peak {peak:g}: a and b are above 0, n at most 1, peak 0 to 1, at most {LONGEST_MIN:g} min.",
            f"Không tính được trận mưa từ a={a:g}, b={b:g}, n={n:g}, thời gian {duration_min:g} phút, bước"
            f" {interval_min:g} phút, đỉnh {peak:g}: a, b lớn hơn 0, n không quá 1, đỉnh từ 0 đến 1, tối đa"
            f" {LONGEST_MIN:g} phút.",
        )
    interval = duration_min / steps

    def fallen(minutes: float) -> float:
        """Millimetres from the beginning to this moment; depth of a span t around the peak is t/60 a/(t+b)^n."""
        top = peak * duration_min
        share, away = (peak, top - minutes) if minutes <= top else (1 - peak, minutes - top)
        if share == 0:
            return 0.0
        span = away / share
        depth: float = share * span / 60.0 * a / (span + b) ** n
        before_peak: float = peak * duration_min / 60.0 * a / (duration_min + b) ** n
        return before_peak - depth if minutes <= top else before_peak + depth

    marks = [fallen(step * interval) for step in range(steps + 1)]
    rates = [max((later - earlier) * 60.0 / interval, 0.0) for earlier, later in pairwise(marks)]
    return Rain(interval, tuple(rates))
