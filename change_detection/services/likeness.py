"""Measures how much the scenes of a run look like its detector's training pictures; once per scene and model."""

from dataclasses import asdict
from datetime import datetime

from change_detection.detectors import folder_of, get_card
from change_detection.engine.card import ModelCard
from change_detection.engine.errors import BrokenModel, NoOverlap, UnknownModel
from change_detection.engine.likeness.measure import measure_likeness
from change_detection.engine.likeness.reference import Reference, read_reference
from change_detection.models import Run, Scene, SceneLikeness

from .pairs import asset_path


def measure_pair(run: Run, *, now: datetime) -> None:
    """Store the likeness of both scenes to the training pictures of the run's model; safe to call twice, and at once.

    A model without reference numbers, or one that is gone, leaves nothing: the warning is an extra and stops no run.

    Raises:
        UnreadableScene: a scene is damaged.
    """
    try:
        card = get_card(run.model_id)
        folder = folder_of(card.id)
        reference = read_reference(folder) if folder else None
    except (UnknownModel, BrokenModel):
        return
    if reference is None or card.sha256 != run.model_sha256:
        return
    for scene in (run.before, run.after):
        if not SceneLikeness.objects.filter(scene=scene, model_sha256=card.sha256).exists():
            _measure(scene, reference, card, now=now)


def _measure(scene: Scene, reference: Reference, card: ModelCard, *, now: datetime) -> None:
    try:
        likeness = measure_likeness(asset_path(scene), reference, card)
    except NoOverlap:  # too small a scene to cut a window from
        return
    if likeness is None:
        return
    SceneLikeness.objects.get_or_create(
        scene=scene,
        model_sha256=card.sha256,
        defaults={
            "distance": likeness.distance,
            "percentile": likeness.percentile,
            "strange_share": likeness.strange_share,
            "is_strange": likeness.is_strange,
            "marks": [asdict(mark) for mark in likeness.marks],
            "measured_at": now,
        },
    )
