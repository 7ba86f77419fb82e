"""How well the scenes of a run fit, as its page draws it: at most 100 by 100, rows downwards, no engine asked."""

from math import atan2, degrees
from statistics import median
from typing import Any

from change_detection.answers import RegistrationInfo, ShiftArrow
from change_detection.models import Run

_SIDE = 100.0
_ARROW = 11.0
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def registration_info(run: Run) -> RegistrationInfo | None:
    """What was measured when the run was planned; None before that."""
    told = run.registration
    if told is None:
        return None
    agreeing = [block for block in told["blocks"] if block["agrees"]]
    arrow_px = max(1.0, median(_length_px(block) for block in agreeing)) if agreeing else 1.0
    larger = max(run.rows, run.cols, 1)
    scale = _SIDE / larger
    dx, dy = _middle(agreeing)
    return RegistrationInfo(
        gate=told["gate"],
        gate_as_found=told["gate_as_found"],
        residual_m=told["residual_m"],
        residual_px=told["residual_px"],
        found_m=told["found_m"],
        limit_m=told["limit_m"],
        confidence=told["confidence"],
        corrected=told["correction"] is not None,
        towards=_towards(dx, dy) if agreeing else "",
        blocks=len(told["blocks"]),
        agreeing=len(agreeing),
        width=run.cols * scale,
        height=run.rows * scale,
        arrow_px=arrow_px,
        arrow=_ARROW,
        arrows=tuple(_arrow(block, told["block_px"], scale, arrow_px) for block in told["blocks"]),
    )


def _arrow(block: dict[str, Any], block_px: int, scale: float, arrow_px: float) -> ShiftArrow:
    """A block's displacement; `arrow_px` pixels have the length of the legend's arrow."""
    x, y = (block["col"] + block_px / 2) * scale, (block["row"] + block_px / 2) * scale
    stretch = _ARROW / arrow_px
    return ShiftArrow(x, y, x + stretch * block["dx_px"], y + stretch * block["dy_px"], block["agrees"])


def _middle(agreeing: list[dict[str, Any]]) -> tuple[float, float]:
    if not agreeing:
        return 0.0, 0.0
    return median(block["dx_px"] for block in agreeing), median(block["dy_px"] for block in agreeing)


def _length_px(block: dict[str, Any]) -> float:
    return float((block["dx_px"] ** 2 + block["dy_px"] ** 2) ** 0.5)


def _towards(dx: float, dy: float) -> str:
    """The point of the compass to which the later scene is displaced; rows count downwards."""
    return _COMPASS[round(degrees(atan2(dx, -dy)) / 45) % 8]
