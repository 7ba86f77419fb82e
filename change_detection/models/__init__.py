"""Scenes, runs, changes and findings: the evidence. What others see of it is published in the collection `findings`."""

from .choice import DetectorChoice
from .delivery import MAKING_JOB, Delivery, DeliveryState
from .finding import Certainty, Change, Finding, FindingStatus, Ground, Verdict
from .label import Label, LabelKind
from .land_use import LandUseChange, LandUseClass
from .likeness import SceneLikeness
from .rules import MatchRuleSet
from .run import JOB_KIND, Block, Correction, Run, RunState
from .scene import Scene

__all__ = [
    "JOB_KIND",
    "MAKING_JOB",
    "Block",
    "Certainty",
    "Change",
    "Correction",
    "Delivery",
    "DeliveryState",
    "DetectorChoice",
    "Finding",
    "FindingStatus",
    "Ground",
    "Label",
    "LabelKind",
    "LandUseChange",
    "LandUseClass",
    "MatchRuleSet",
    "Run",
    "RunState",
    "Scene",
    "SceneLikeness",
    "Verdict",
]
