"""How far apart two scenes may lie before a narrow change proves nothing."""

from enum import StrEnum

RELIABLE = 0.5
"""Confidence from which a measured displacement decides anything."""

_FINE_PIXEL_M = 1.0
_LIMIT_M = 0.5
_COARSE_LIMIT_PX = 0.5


class Gate(StrEnum):
    """What the gate says of a pair; `UNKNOWN` where the ground gives no answer, which is never the same as good."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


def limit_of(gsd_m: float) -> float:
    """The largest residual that passes, in metres: one pixel and half a metre; half a pixel where pixels are coarse.

    Args:
        gsd_m: side of a pixel of the grid on which the scenes are compared, which may be coarser than the scenes.
    """
    return min(gsd_m, _LIMIT_M) if gsd_m <= _FINE_PIXEL_M else _COARSE_LIMIT_PX * gsd_m
