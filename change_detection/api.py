"""The only door of change detection: scenes, runs, changes, findings, verdicts, detectors; drawn scenes for a demo."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo_server.core.late import late
from geo_server.core.subject import Subject

from .answers import ChangeInfo, Chips, FindingInfo, ReasonInfo, RunInfo, SceneInfo, VerdictInfo
from .engine.card import ModelCard
from .matching.reasons import TITLES, ReasonCode
from .selectors.findings import chips, get_finding, list_changes, list_findings
from .selectors.runs import get_run, get_visible_run, list_runs, run_info
from .selectors.scenes import get_scene, list_scenes, scene_info, visible_scene
from .services import verdicts
from .services.publication import define_findings as define_collections
from .services.verdicts import VerdictName

if TYPE_CHECKING:
    from .detectors import model_is_intact
    from .engine.grid import Grid
    from .engine.synthetic.ground import ROOF_COLOURS, Acquisition, Building, Ground, Light, Road, RoofForm
    from .engine.synthetic.scene import draw_scene
    from .laboratory import evaluate

__getattr__ = late(
    "change_detection",
    {
        ".detectors": ("model_is_intact",),
        ".engine.grid": ("Grid",),
        ".engine.synthetic.ground": (
            "ROOF_COLOURS",
            "Acquisition",
            "Building",
            "Ground",
            "Light",
            "Road",
            "RoofForm",
        ),
        ".engine.synthetic.scene": ("draw_scene",),
        ".laboratory": ("evaluate",),
    },
)

__all__ = [
    "ROOF_COLOURS",
    "Acquisition",
    "Building",
    "ChangeInfo",
    "Chips",
    "FindingInfo",
    "Grid",
    "Ground",
    "Light",
    "ModelCard",
    "ReasonInfo",
    "Road",
    "RoofForm",
    "RunInfo",
    "SceneInfo",
    "VerdictInfo",
    "chips",
    "define_collections",
    "detect",
    "draw_scene",
    "evaluate",
    "get_finding",
    "get_run",
    "get_scene",
    "get_visible_run",
    "list_changes",
    "list_findings",
    "list_models",
    "list_runs",
    "list_scenes",
    "model_is_intact",
    "reason_title",
    "register_scene",
    "set_verdict",
    "train",
]


def register_scene(
    path: Path,
    *,
    acquired: datetime,
    by: Subject,
    now: datetime,
    title_vi: str = "",
    title_en: str = "",
    sensor: str = "",
    view_angle_deg: float | None = None,
    public: bool = False,
) -> SceneInfo:
    """Store a GeoTIFF as a scene; the same content gives the scene that is already there, unchanged.

    The name of the file stands in the messages. `view_angle_deg` is off nadir; everybody may see a `public` scene.

    Raises:
        UnreadableScene, NoPosition, BlankScene: the file will not do; nothing is stored.
    """
    from .services import scenes  # opens images

    scene = scenes.register_scene(
        path,
        acquired=acquired,
        by=by,
        now=now,
        title_vi=title_vi,
        title_en=title_en,
        sensor=sensor,
        view_angle_deg=view_angle_deg,
        public=public,
    )
    return scene_info(scene)


def detect(
    before_id: str,
    *,
    after_id: str,
    by: Subject,
    now: datetime,
    model: str | None = None,
    threshold: float | None = None,
    min_area_m2: float | None = None,
) -> RunInfo:
    """Compare two scenes in a job; equal inputs are one run, whose answer is kept.

    `by` must see both scenes. `model` is the id of a detector, `threshold` the probability from which a pixel counts as
    changed, `min_area_m2` the minimum mapping unit; what is left out is chosen by the detector's card.

    Raises:
        UnknownScene, SameScene, SceneOrder, NoOverlap, UnknownModel: nothing is started.
    """
    from .services import runs  # opens images

    run = runs.start_run(
        visible_scene(by, before_id),
        visible_scene(by, after_id),
        by=by,
        now=now,
        model=model,
        threshold=threshold,
        min_area_m2=min_area_m2,
    )
    return run_info(run)


def set_verdict(finding_id: str, *, verdict: VerdictName, note: str, subject: Subject, now: datetime) -> FindingInfo:
    """Accept or dismiss a finding; the public face follows, its earlier state stays readable by `datetime`.

    Raises:
        UnknownFinding: none with this id, or the subject may not see it.
        NotAllowed: the subject is neither inspector nor administrator.
        EmptyNote: no word on why.
    """
    verdicts.set_verdict(finding_id, verdict=verdict, note=note, subject=subject, now=now)
    return get_finding(subject, finding_id=finding_id)


def reason_title(code: str, *, language: str = "vi") -> str:
    """The title of a reason code; the code itself if it is none of ours."""
    if code not in ReasonCode.__members__:
        return code
    vi, en = TITLES[ReasonCode(code)]
    return en if language.startswith("en") else vi


def list_models() -> list[ModelCard]:
    """The cards of all detectors, sorted by id."""
    from .detectors import list_cards  # knows OpenCV

    return [card for _, card in sorted(list_cards().items())]


def train(
    config: Path | None = None,
    *,
    imagery: Path,
    out_dir: Path,
    minutes: float | None = None,
    tell: Callable[[str], None] = print,
) -> Path:
    """Train a detector by a plan, see `workshop.train`; torch is loaded only now."""
    from .workshop import train as run

    return run(config, imagery=imagery, out_dir=out_dir, minutes=minutes, tell=tell)
