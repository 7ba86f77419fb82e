"""The card of a detector as a page to read: card.json in Markdown."""

from collections.abc import Mapping
from typing import Any

from change_detection.engine.card import ModelCard
from change_detection.engine.evaluation.scores import MEASURES

_FIGURE_NAMES = tuple(MEASURES)


def card_page(card: ModelCard) -> str:
    """Markdown: what it is, where it may be used, what it was trained on, how good it is, how sure of it."""
    lists = (("Limits", card.limits), ("Training data", card.data), ("Training run", card.notes))
    sections = [line for title, sentences in lists for line in _section(title, sentences)]
    return "\n".join([*_head(card), *sections, *_figures(card), *_reliability(card), *_learning(card)])


def _head(card: ModelCard) -> list[str]:
    low, high = card.gsd_range_m
    lines = [
        f"# {card.id}",
        "",
        f"* Kind: {card.kind}",
        f"* Pixel size: {card.gsd_m} m; scenes of {low} to {high} m are taken as they are, others are resampled",
        f"* Threshold: {card.threshold}",
        f"* Licence: {card.licence}",
        f"* SHA-256: `{card.sha256}`",
    ]
    return lines + [f"  * {name}: `{digest}`" for name, digest in sorted(card.files.items())] + [""]


def _section(title: str, sentences: tuple[str, ...]) -> list[str]:
    """A list under a heading; nothing where nothing is to be said."""
    if not sentences:
        return []
    return [f"## {title}", "", *(f"* {sentence}" for sentence in sentences), ""]


def _figures(card: ModelCard) -> list[str]:
    """One table per data set; intervals are 95 %, from drawing scenes again."""
    lines = ["## Figures", ""]
    for name, told in card.figures.items():
        lines += [f"### {name}: {told['scenes']} scenes", "", "| figure | value | 95 % interval |", "|---|---|---|"]
        lines += [_row(figure, told[figure]) for figure in _FIGURE_NAMES if figure in told]
        lines.append("")
    return lines


def _row(name: str, figure: Mapping[str, float]) -> str:
    label = name.replace("_", " ")
    return f"| {label} | {figure['value']:.4f} | {figure['low']:.3f} – {figure['high']:.3f} |"


def _reliability(card: ModelCard) -> list[str]:
    """What a score means, and how far it is from the truth before and after calibration."""
    if not card.calibration:
        return []
    lines = ["## How sure", "", "![share that was true by score](reliability.png)", ""]
    lines += [
        "| score | was true |",
        "|---|---|",
        *(f"| {score:.2f} | {share:.2f} |" for score, share in card.calibration),
    ]
    lines += ["", "| set | changes | true | error of scores | calibrated |", "|---|---|---|---|---|"]
    return [*lines, *(_reliability_row(name, told) for name, told in card.reliability.items()), ""]


def _reliability_row(name: str, told: Mapping[str, Any]) -> str:
    errors = f"{told['error_of_scores']:.3f} | {told['error_calibrated']:.3f}"
    return f"| {name} | {told['changes']} | {told['true']:.2f} | {errors} |"


def _learning(card: ModelCard) -> list[str]:
    """The figure after more and more steps; curves.png beside the card shows the last part of the run."""
    if not card.learning_curve:
        return []
    rows = [f"| {steps} | {figure:.4f} |" for steps, figure in card.learning_curve]
    return ["## Learning curve", "", "| steps | pixel F1, validation of LEVIR-CD |", "|---|---|", *rows, ""]
