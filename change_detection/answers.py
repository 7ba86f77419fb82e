"""What this package answers its neighbours: frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

BBox = tuple[float, float, float, float]
MOST_CLOUD_SHARE = 0.40
"""Of a scene that is compared."""


@dataclass(frozen=True, kw_only=True)
class SceneInfo:
    """One scene.

    Attributes:
        collection: id of the imagery collection that shows it.
        asset_key: storage key of its COG; `mask_key` of its clouds and shadows, `quicklook_key` of a small picture,
            both empty for a scene older than they are.
        raster: of the file handed in: driver, bands, data_type, nodata, stretch, acquired_from.
        transform: pixel to CRS, the six numbers of STAC's proj:transform.
        footprint: GeoJSON polygon, EPSG:4326; `bbox` is west, south, east, north.
    """

    id: str
    title_vi: str
    title_en: str
    acquired: datetime
    gsd_m: float
    crs: str
    rows: int
    cols: int
    transform: tuple[float, ...]
    sensor: str
    view_angle_deg: float | None
    view_azimuth_deg: float | None = None
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    cloud_share: float | None = None
    shadow_share: float | None = None
    valid_share: float | None = None
    mask_key: str = ""
    quicklook_key: str = ""
    raster: dict[str, Any] = field(default_factory=dict, hash=False)
    sha256: str
    collection: str
    asset_key: str
    footprint: dict[str, Any] = field(hash=False)
    bbox: BBox

    @property
    def cloud_percent(self) -> float | None:
        """What clouds hide of it, 0 to 100; None where nobody has looked."""
        return None if self.cloud_share is None else 100.0 * self.cloud_share

    @property
    def too_cloudy(self) -> bool:
        """Whether too much of it is hidden for a comparison."""
        return self.cloud_share is not None and self.cloud_share > MOST_CLOUD_SHARE


@dataclass(frozen=True, kw_only=True)
class DeliveryInfo:
    """A file that was handed in, and how far it is on its way to becoming a scene.

    Attributes:
        state: received, making, ready, failed.
        progress, stage: while it is made.
        reason_vi, reason_en: why it failed.
        scene_id: its scene, None also where the asker may not see it.
        run_id: the comparison that was started with it; empty without one.
    """

    id: str
    file_name: str
    size: int
    state: str
    progress: float
    stage: str
    reason_vi: str
    reason_en: str
    scene_id: str | None
    run_id: str
    created_by: str
    created_at: datetime
    state_at: datetime


@dataclass(frozen=True)
class Pace:
    """How a run gets on: megapixels a second on `workers` machines, seconds until its blocks are done; None unknown."""

    mpx_per_s: float | None
    seconds_left: float | None
    workers: int


@dataclass(frozen=True)
class RunTally:
    """What a run found: `by_class` and `by_reason` count its findings, most frequent first; `new` were not known."""

    changes: int
    findings: int
    new: int
    by_class: tuple[tuple[str, int], ...]
    by_reason: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ShiftArrow:
    """The displacement that one block of a pair measured, from (x, y) to (to_x, to_y) on the drawing of its run."""

    x: float
    y: float
    to_x: float
    to_y: float
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class RegistrationInfo:
    """How well the scenes of a run fit.

    Attributes:
        gate: passed, failed or unknown, of the scenes as they are compared; `gate_as_found` as they were delivered.
        residual_m, residual_px: how far they lie apart as they are compared.
        found_m: how far they lay apart as they were delivered.
        corrected: whether the earlier scene was moved.
        towards: point of the compass (N, NE, ...) to which the later scene was displaced; empty where unknown.
        width, height: of the drawing, the longer side 100.
        arrow_px: pixels that an arrow of the length `arrow` stands for.
    """

    gate: str
    gate_as_found: str
    residual_m: float
    residual_px: float
    found_m: float
    limit_m: float
    confidence: float
    corrected: bool
    towards: str
    blocks: int
    agreeing: int
    width: float
    height: float
    arrow_px: float
    arrow: float
    arrows: tuple[ShiftArrow, ...]


@dataclass(frozen=True)
class RunInfo:
    """One comparison and how far it is.

    Attributes:
        state: that of its job (queued, running, succeeded, failed, cancelled); `step` is where the run itself is:
            planned, detecting, assembled.
        pixels: of the grid that the scenes are compared on.
        timings: seconds of the steps of the run; `block_seconds` are those of all its blocks together.
        changes, findings: None where the asker may not see findings.
    """

    id: str
    job_id: str
    started_by: str
    state: str
    step: str
    before: SceneInfo
    after: SceneInfo
    blocks_done: int
    blocks: int
    pixels: int
    pace: Pace
    timings: dict[str, float] = field(hash=False)
    block_seconds: float
    residual_m: float | None
    registration: RegistrationInfo | None
    model_id: str
    model_sha256: str
    threshold: float
    min_area_m2: float
    changes: int | None
    findings: int | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReasonInfo:
    """One reason with its numbers and its sentence in both languages.

    Attributes:
        share: of the places where the walls may stand, at how many it holds; below 0.9 the sentence says so.
    """

    code: str
    numbers: dict[str, Any] = field(hash=False)
    share: float
    title_vi: str
    title_en: str
    vi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class WhyNotInfo:
    """Something near a change that did not count, with the numbers and the sentence that say why.

    Attributes:
        register: parcels, zoning, red_lines or permits.
        key: its number there.
    """

    register: str
    key: str
    code: str
    numbers: dict[str, Any] = field(hash=False)
    vi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class ChangeInfo:
    """One difference.

    Attributes:
        polygon: GeoJSON, EPSG:4326.
        width_m: diameter of the largest circle inside it.
        reason: main reason code, the first of `reasons`.
        outline_error_m: how far the walls may stand on either side of their likeliest place; None for old changes.
        parcel: "sheet/number" of the parcel under the largest part; empty where no parcels are loaded.
        probability: how often such a score has been right, by the calibration of the detector's card.
        finding_id: None when nobody needs to look.
    """

    id: str
    run_id: str
    polygon: dict[str, Any] = field(hash=False)
    area_m2: float
    width_m: float
    score: float
    probability: float | None
    change_class: str
    reason: str
    reasons: tuple[ReasonInfo, ...]
    outline_error_m: float | None
    parcel: str
    address: str
    zone_code: str
    zone_use: str
    permit_no: str
    finding_id: str | None


@dataclass(frozen=True)
class VerdictInfo:
    """What somebody decided, and why."""

    verdict: str
    note: str
    by_key: str
    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FindingInfo(ChangeInfo):
    """A change that fits no permit or plan, with its evidence; `id` is that of the finding.

    Attributes:
        point: longitude, latitude inside the polygon; `bbox` is west, south, east, north.
        status: new, accepted or dismissed.
        certainty: provisional, or confirmed by `confirmed_by`: a run with another scene, or a person.
        area_code, area_name: the ward on the day of the later scene, empty where areas are not loaded.
        why_not: what lies near and did not count, as far as the subject may read it; empty in lists.
        verdicts: oldest first; the last one holds.
    """

    point: tuple[float, float]
    bbox: BBox
    status: str
    certainty: str
    confirmed_by: str
    before: SceneInfo
    after: SceneInfo
    residual_m: float | None
    area_code: str
    area_name: str
    model_id: str
    model_sha256: str
    threshold: float
    made_at: datetime
    verdicts: tuple[VerdictInfo, ...]
    why_not: tuple[WhyNotInfo, ...] = ()


@dataclass(frozen=True)
class Chips:
    """The pictures of a finding, PNG files."""

    before: Path
    after: Path
