"""Clouds and their shadows on a plain colour picture, where no infrared band tells them from roofs and pale ground.

A cloud is bright, colourless, large, and its edge is soft: over water vapour a picture fades within tens of metres,
at the edge of a white roof within one. A shadow of a cloud is a dark place of the cloud's own shape, on the side away
from the sun. Thin haze without a bright core is not found, nor is snow told from cloud: there is none in the delta.
"""

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.pictures import BoolArray, ByteArray

FloatArray = NDArray[np.float32]

_DARK_OUTSIDE, _STEEP = 25, 85
"""Percentiles: how dark it is beside a bright place, how steep the sharper part of its edge."""
_LEAST_GROUND, _LEAST_UNDER = 0.05, 0.15
"""Shares: of clear ground, to look for shadows at all; of the clouds whose shadow falls on clear ground."""
_SHADOW_BLUR_M = 6.0
_DIRECTIONS, _STEPS, _ASIDE_DEG = 36, 60, 8.0
"""Of the search for the shift from clouds to shadows; the sun's azimuth may be off by the last."""


class Sky(IntEnum):
    """What a pixel of the mask says."""

    CLEAR = 0
    CLOUD = 1
    SHADOW = 2
    NOTHING = 255


@dataclass(frozen=True)
class CloudRules:
    """What counts as a cloud; brightness is that of the darkest colour band, 0 to 255.

    Attributes:
        core: the thick part of a cloud is at least so bright,
        rim: and its thin rim, which must touch the core, at least so bright.
        tint: a cloud has at most so much colour: spread of the bands as a share of the brightest.
        min_area_m2: smaller bright places are not looked at.
        softness_m: the edge of a cloud takes at least so many metres from bright to dark.
        rim_m: how far the rim reaches beyond the core.
        growth_m: the mask is made wider by so much.
        farthest_shadow_m: a cloud at 2,000 m under a sun of 40 degrees throws it so far.
        shadow_drop: the ground in a shadow is darker than the rest by this share.
    """

    core: float = 180.0
    rim: float = 140.0
    tint: float = 0.16
    min_area_m2: float = 1_500.0
    softness_m: float = 5.0
    rim_m: float = 60.0
    growth_m: float = 6.0
    farthest_shadow_m: float = 2_400.0
    shadow_drop: float = 0.18


def mask_sky(
    rgb: ByteArray,
    valid: BoolArray,
    *,
    gsd_m: float,
    sun_azimuth_deg: float | None = None,
    rules: CloudRules | None = None,
) -> ByteArray:
    """Clouds, shadows of clouds and what shows nothing.

    Args:
        rgb: (rows, cols, 3), pixels of about a metre; coarser ones blur the edges of roofs as clouds are blurred.
        valid: (rows, cols), False where the scene shows nothing.
        gsd_m: side of a pixel.
        sun_azimuth_deg: clockwise from north, rows running south; all directions are tried without it.
        rules: what counts as a cloud; left out, those that were chosen on LEVIR-CD scenes.

    Returns:
        (rows, cols) of `Sky`.
    """
    rules = rules or CloudRules()
    clouds = _clouds(rgb, valid, gsd_m, rules)
    sky = np.full(valid.shape, Sky.CLEAR, np.uint8)
    sky[_shadows(rgb, valid, clouds, gsd_m, sun_azimuth_deg, rules)] = Sky.SHADOW
    sky[clouds] = Sky.CLOUD
    sky[~valid] = Sky.NOTHING
    return sky


def _clouds(rgb: ByteArray, valid: BoolArray, gsd_m: float, rules: CloudRules) -> BoolArray:
    darkest = _without_detail(rgb.min(axis=-1), gsd_m)
    brightest = _without_detail(rgb.max(axis=-1), gsd_m)
    pale = (brightest - darkest <= rules.tint * brightest) & valid
    core = pale & (darkest >= rules.core)
    kept = _soft_edged(core, darkest, valid, gsd_m, rules)
    if not kept.any():
        return kept
    rim = pale & (darkest >= rules.rim)
    near = _dilated(kept, rules.rim_m / gsd_m)
    return _dilated(_touching(rim & near, kept) | kept, rules.growth_m / gsd_m) & valid


def _soft_edged(core: BoolArray, darkest: FloatArray, valid: BoolArray, gsd_m: float, rules: CloudRules) -> BoolArray:
    """The bright places that are large enough and whose edges are soft."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(core.astype(np.uint8), connectivity=8)
    slope = _slope_per_m(darkest, gsd_m)
    reach = max(2, round(rules.softness_m / gsd_m))
    kept = np.zeros_like(core)
    for number in range(1, count):
        if stats[number, cv2.CC_STAT_AREA] * gsd_m * gsd_m < rules.min_area_m2:
            continue
        box = _box(stats[number], reach + 1, core.shape)
        part = labels[box] == number
        if _edge_width_m(part, darkest[box], slope[box], valid[box], reach) >= rules.softness_m:
            kept[box] |= part
    return kept


def _edge_width_m(part: BoolArray, darkest: FloatArray, slope: FloatArray, valid: BoolArray, reach: int) -> float:
    """Metres from bright to dark at the edge of a bright place, where it is sharp; infinite without an edge."""
    inside = part.astype(np.uint8)
    ring = (cv2.dilate(inside, _disc(reach)) > 0) & ~(cv2.erode(inside, _disc(2)) > 0) & valid
    outside = (cv2.dilate(inside, _disc(reach)) > 0) & ~part & valid
    if not outside.any() or not ring.any():
        return float("inf")  # the whole picture is cloud
    fall = float(np.median(darkest[part]) - np.percentile(darkest[outside], _DARK_OUTSIDE))
    return max(fall, 0.0) / max(float(np.percentile(slope[ring], _STEEP)), 1e-3)


def _shadows(
    rgb: ByteArray, valid: BoolArray, clouds: BoolArray, gsd_m: float, azimuth_deg: float | None, rules: CloudRules
) -> BoolArray:
    """Where the clouds' shape, moved away from the sun, falls on dark ground; nothing without a clear match."""
    ground = valid & ~clouds
    if not clouds.any() or ground.mean() < _LEAST_GROUND:
        return np.zeros_like(clouds)
    grey = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), _SHADOW_BLUR_M / gsd_m)
    usual = float(np.median(grey[ground]))
    drop = np.where(ground, np.clip((usual - grey) / max(usual, 1.0), -0.5, 0.5), 0.0).astype(np.float32)
    best = _best_shift(clouds, drop, ground, gsd_m, azimuth_deg, rules)
    if best is None:
        return np.zeros_like(clouds)
    row, col = best
    fallen = _dilated(_moved(clouds, row, col), rules.growth_m / gsd_m)
    return fallen & ground & (drop >= rules.shadow_drop / 2)


def _best_shift(
    clouds: BoolArray,
    drop: FloatArray,
    ground: BoolArray,
    gsd_m: float,
    azimuth_deg: float | None,
    rules: CloudRules,
) -> tuple[int, int] | None:
    """The shift (rows, cols) under which the clouds cover the darkest ground; None if that is not dark enough."""
    if azimuth_deg is None:
        angles = np.arange(_DIRECTIONS) * (360.0 / _DIRECTIONS)
    else:
        angles = azimuth_deg + 180.0 + np.array([-_ASIDE_DEG, -_ASIDE_DEG / 2, 0.0, _ASIDE_DEG / 2, _ASIDE_DEG])
    farthest = min(rules.farthest_shadow_m / gsd_m, float(np.hypot(*clouds.shape)) / 2)
    shrink = max(1, round(farthest / _STEPS))
    small = [part.astype(np.float32)[::shrink, ::shrink] for part in (clouds, drop, ground)]
    best, found = rules.shadow_drop, None
    for angle in np.radians(angles):
        for distance in np.arange(2.0, farthest / shrink):
            row, col = round(-distance * np.cos(angle)), round(distance * np.sin(angle))
            darkness = _darkness_under(small[0], small[1], small[2], row, col)
            if darkness > best:
                best, found = darkness, (row * shrink, col * shrink)
    return found


def _darkness_under(clouds: FloatArray, drop: FloatArray, ground: FloatArray, row: int, col: int) -> float:
    """How much darker than usual the ground is under the moved clouds; 0 where too little of them falls on ground."""
    rows, cols = clouds.shape
    to = np.s_[max(row, 0) : rows + min(row, 0), max(col, 0) : cols + min(col, 0)]
    of = np.s_[max(-row, 0) : rows + min(-row, 0), max(-col, 0) : cols + min(-col, 0)]
    under = clouds[of] * ground[to]
    area = float(under.sum())
    return 0.0 if area < _LEAST_UNDER * float(clouds.sum()) else float((under * drop[to]).sum()) / area


def _moved(mask: BoolArray, row: int, col: int) -> BoolArray:
    shift = np.array([[1, 0, col], [0, 1, row]], np.float32)
    moved = cv2.warpAffine(mask.astype(np.uint8), shift, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_NEAREST)
    return moved > 0


def _touching(parts: BoolArray, seeds: BoolArray) -> BoolArray:
    """Those connected parts that hold a seed."""
    _, labels = cv2.connectedComponents(parts.astype(np.uint8), connectivity=8)
    return np.isin(labels, np.setdiff1d(np.unique(labels[seeds]), [0]))


def _without_detail(band: ByteArray, gsd_m: float) -> FloatArray:
    """Cars, ridges and windows gone, edges of roofs still sharp: a median of about six metres."""
    side = min(max(3, 2 * round(3.0 / gsd_m) + 1), 5)
    return cv2.medianBlur(np.ascontiguousarray(band), side).astype(np.float32)


def _slope_per_m(values: FloatArray, gsd_m: float) -> FloatArray:
    """How steeply the brightness falls, per metre."""
    right, down = (cv2.Scharr(values, cv2.CV_32F, *axis) / 32.0 for axis in ((1, 0), (0, 1)))
    return np.asarray(np.hypot(right, down) / gsd_m, dtype=np.float32)


def _dilated(mask: BoolArray, radius_px: float) -> BoolArray:
    if not mask.any():
        return mask
    distance = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= radius_px)


def _disc(radius_px: float) -> ByteArray:
    side = 2 * max(1, round(radius_px)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)).astype(np.uint8)


def _box(stats: NDArray[np.int32], margin: int, shape: tuple[int, int]) -> tuple[slice, slice]:
    left, top = int(stats[cv2.CC_STAT_LEFT]), int(stats[cv2.CC_STAT_TOP])
    right, bottom = left + int(stats[cv2.CC_STAT_WIDTH]), top + int(stats[cv2.CC_STAT_HEIGHT])
    return (
        slice(max(0, top - margin), min(shape[0], bottom + margin)),
        slice(max(0, left - margin), min(shape[1], right + margin)),
    )
