"""What the quality loop answers its neighbours: frozen values, no database objects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DetectorChoiceInfo:
    """Who had which detector compare, from when on, and why; `threshold` None is the one of its card."""

    model_id: str
    threshold: float | None
    note: str
    by_key: str
    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MarkInfo:
    """A trait of a scene that few training pictures have; 98 % of those lie between `low` and `high`."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class LikenessInfo:
    """How near a scene is to the pictures a model was trained on; see `engine.likeness.measure.Likeness`."""

    scene_id: str
    model_sha256: str
    distance: float
    percentile: float
    strange_share: float
    is_strange: bool
    marks: tuple[MarkInfo, ...]
    measured_at: datetime


@dataclass(frozen=True, kw_only=True)
class LabelInfo:
    """One hand-drawn polygon, EPSG:4326; `withdrawn_at` None while it holds."""

    id: str
    before_id: str
    after_id: str
    kind: str
    polygon: dict[str, Any] = field(hash=False)
    note: str
    by_name: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_name: str
