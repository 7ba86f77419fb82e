"""The only door of change detection: scenes, runs, changes, findings, verdicts, detectors; drawn scenes for a demo."""

from typing import TYPE_CHECKING

from change_detection.answers import (
    ChangeInfo,
    Chips,
    DeliveryInfo,
    FindingInfo,
    ReasonInfo,
    RunInfo,
    RunTally,
    SceneInfo,
    VerdictInfo,
    WhyNotInfo,
)
from change_detection.engine.card import ModelCard
from change_detection.orders import DeliveryOrder
from change_detection.selectors.deliveries import get_delivery, list_deliveries
from change_detection.selectors.findings import chips, get_finding, list_changes, list_findings
from change_detection.selectors.labels import list_labels
from change_detection.selectors.land_use import get_land_use, land_use_map
from change_detection.selectors.runs import get_run, get_visible_run, list_runs, tally_run
from change_detection.selectors.scenes import get_scene, list_scenes
from change_detection.selectors.verdict_statistics import verdict_statistics
from change_detection.services.publication import define_findings as define_collections
from geo_server.core.late import late

from .findings import change_class_title, reason_title, set_verdict
from .labels import add_labels, export_coco, labels_as_geojson, withdraw_label
from .land_use import land_use_picture
from .models import list_models, train, train_from_verdicts
from .quality import choose_detector, chosen_model, list_detector_choices
from .runs import cancel, detect, resume
from .scenes import fetch_scene, hand_in_scene, register_scene, watch_scenes

if TYPE_CHECKING:
    from change_detection.detectors import model_is_intact
    from change_detection.engine.evaluation.unchanged import FalseFinds
    from change_detection.engine.grid import Grid
    from change_detection.engine.synthetic.ground import (
        ROOF_COLOURS,
        Acquisition,
        Building,
        Ground,
        Light,
        Road,
        RoofForm,
    )
    from change_detection.engine.synthetic.scene import draw_scene
    from change_detection.laboratory import evaluate, evaluate_invented, evaluate_unchanged

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
        ".engine.evaluation.unchanged": ("FalseFinds",),
        ".laboratory": ("evaluate", "evaluate_invented", "evaluate_unchanged"),
    },
)

__all__ = [
    "ROOF_COLOURS",
    "Acquisition",
    "Building",
    "ChangeInfo",
    "Chips",
    "DeliveryInfo",
    "DeliveryOrder",
    "FalseFinds",
    "FindingInfo",
    "Grid",
    "Ground",
    "Light",
    "ModelCard",
    "ReasonInfo",
    "Road",
    "RoofForm",
    "RunInfo",
    "RunTally",
    "SceneInfo",
    "VerdictInfo",
    "WhyNotInfo",
    "add_labels",
    "cancel",
    "change_class_title",
    "chips",
    "choose_detector",
    "chosen_model",
    "define_collections",
    "detect",
    "draw_scene",
    "evaluate",
    "evaluate_invented",
    "evaluate_unchanged",
    "export_coco",
    "fetch_scene",
    "get_delivery",
    "get_finding",
    "get_land_use",
    "get_run",
    "get_scene",
    "get_visible_run",
    "hand_in_scene",
    "labels_as_geojson",
    "land_use_map",
    "land_use_picture",
    "list_changes",
    "list_deliveries",
    "list_detector_choices",
    "list_findings",
    "list_labels",
    "list_models",
    "list_runs",
    "list_scenes",
    "model_is_intact",
    "reason_title",
    "register_scene",
    "resume",
    "set_verdict",
    "tally_run",
    "train",
    "train_from_verdicts",
    "verdict_statistics",
    "watch_scenes",
    "withdraw_label",
]
