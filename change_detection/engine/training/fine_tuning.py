"""A model that learns on from labelled scenes: trained from its parent, measured beside it on what was kept out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from change_detection.engine.card import ModelCard, read_card, write_card
from change_detection.engine.card_page import card_page
from change_detection.engine.likeness.reference import write_reference
from change_detection.engine.registry import load_detector
from change_detection.engine.training.config import TrainingConfig
from change_detection.engine.training.export import averaged_network, export_weights
from change_detection.engine.training.held_out import measure_held_out
from change_detection.engine.training.likeness import reference_of_learning
from change_detection.engine.training.loop import CHECKPOINT, SCENES, train
from change_detection.engine.training.measuring import PAGE_FILE
from change_detection.engine.training.scenes import open_scenes

HELD_OUT = "held_out"
LABELLED = "labelled"


def fine_tune(
    parent: Path,
    config: TrainingConfig,
    out_dir: Path,
    *,
    folder: Path,
    imagery: Path,
    tell: Callable[[str], None],
    stop: Callable[[], bool] = lambda: False,
) -> ModelCard | None:
    """Train on from a model, and write the new one with its figures beside its parent's.

    Args:
        parent: the model's folder.
        config: the plan; `start_from` is ignored.
        out_dir: holds scenes/labelled and scenes/held_out; receives the checkpoint and the curves.
        folder: of the new model; its name becomes the model's id.
        imagery: packed imagery to be mixed in if the plan says so; need not exist.
        tell: receives lines of progress.
        stop: see `train`.

    Returns:
        The card; None if the time was up before the last step: the same call goes on.
    """
    plan = replace(config, start_from=str(parent.resolve()))
    if not train(plan, out_dir, imagery=imagery, tell=tell, stop=stop):
        return None
    card = _child_card(read_card(parent), folder.name, out_dir, plan)
    export_weights(averaged_network(out_dir / CHECKPOINT), card, folder)
    write_reference(reference_of_learning(parent, out_dir / SCENES), folder)
    return _measure(parent, folder, out_dir, tell)


def _child_card(parent: ModelCard, model_id: str, out_dir: Path, plan: TrainingConfig) -> ModelCard:
    """The parent's card, without the figures, hashes and calibration, which are not the child's."""
    tiles = len(open_scenes(out_dir / SCENES, LABELLED))
    return replace(
        parent,
        id=model_id,
        parent=parent.id,
        data=(*parent.data, f"{tiles} tiles of the office's own scenes with verdicts and hand-drawn labels."),
        notes=(f"Trained on from {parent.id} ({parent.sha256[:12]}) for {plan.steps} steps.",),
        files={},
        figures={},
        calibration=(),
        reliability={},
        learning_curve=(),
    )


def _measure(parent: Path, folder: Path, out_dir: Path, tell: Callable[[str], None]) -> ModelCard:
    """Write the figures of both models on the tiles kept out into the child's card."""
    scenes, card = open_scenes(out_dir / SCENES, HELD_OUT), read_card(folder)
    figures: dict[str, object] = {}
    for model in (parent, folder) if scenes else ():
        detector = load_detector(model.name, folders=[model.parent])
        measured = measure_held_out(detector, scenes, threshold=detector.card.threshold, gsd_m=card.gsd_m)
        tell(f"{model.name} on {len(scenes)} tiles kept out: pixel F1 {measured['pixel_f1'].value:.3f}")
        told = {name: vars(score) for name, score in measured.items()}
        title = f"tiles kept out of the labels, {model.name}"
        figures[title] = {"scenes": len(scenes), "threshold": detector.card.threshold, **told}
    card = replace(card, figures=figures)
    write_card(card, folder)
    (folder / PAGE_FILE).write_text(card_page(card), encoding="utf-8")
    return card
