"""What this package answers its neighbours: frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

BBox = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class SceneInfo:
    """One scene.

    Attributes:
        collection: id of the imagery collection that shows it.
        asset_key: storage key of its COG.
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
    sha256: str
    collection: str
    asset_key: str
    footprint: dict[str, Any] = field(hash=False)
    bbox: BBox


@dataclass(frozen=True)
class RunInfo:
    """One comparison and how far it is; `state` is that of its job (queued, running, succeeded, failed, cancelled)."""

    id: str
    job_id: str
    state: str
    before: SceneInfo
    after: SceneInfo
    blocks_done: int
    blocks: int
    residual_m: float | None
    model_id: str
    model_sha256: str
    threshold: float
    min_area_m2: float
    changes: int
    findings: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReasonInfo:
    """One reason with its numbers and its sentence in both languages."""

    code: str
    numbers: dict[str, Any] = field(hash=False)
    title_vi: str
    title_en: str
    vi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class ChangeInfo:
    """One difference.

    Attributes:
        polygon: GeoJSON, EPSG:4326.
        width_m: diameter of the largest circle inside it.
        reason: main reason code, the first of `reasons`.
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
    parcel: str
    address: str
    zone_code: str
    zone_use: str
    permit_no: str
    finding_id: str | None


@dataclass(frozen=True)
    share: float
class VerdictInfo:
    """What somebody decided, and why."""

    verdict: str
    note: str
    by_key: str
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


    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FindingInfo(ChangeInfo):
    """A change that fits no permit or plan, with its evidence; `id` is that of the finding.

        outline_error_m: how far the walls may stand on either side of their likeliest place; None for old changes.
    Attributes:
        point: longitude, latitude inside the polygon; `bbox` is west, south, east, north.
        status: new, accepted or dismissed.
        certainty: provisional, or confirmed by `confirmed_by`: a run with another scene, or a person.
        area_code, area_name: the ward on the day of the later scene, empty where areas are not loaded.
        verdicts: oldest first; the last one holds.
    """

    point: tuple[float, float]
    bbox: BBox
    status: str
    certainty: str
    confirmed_by: str
    before: SceneInfo
    after: SceneInfo
    outline_error_m: float | None
    residual_m: float | None
    area_code: str
    area_name: str
    model_id: str
    model_sha256: str
    threshold: float
    made_at: datetime
    verdicts: tuple[VerdictInfo, ...]


@dataclass(frozen=True)
class Chips:
    """The pictures of a finding, PNG files."""

    before: Path
    after: Path
        why_not: what lies near and did not count, as far as the subject may read it; empty in lists.
    why_not: tuple[WhyNotInfo, ...] = ()
