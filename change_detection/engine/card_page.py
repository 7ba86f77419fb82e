"""The card of a detector as a page to read: card.json in Markdown."""

from collections.abc import Mapping

from change_detection.engine.card import ModelCard
from change_detection.engine.evaluation.scores import MEASURES

_FIGURE_NAMES = tuple(MEASURES)


def card_page(card: ModelCard) -> str:
    """Markdown: what it is, where it may be used, what it was trained on, how good it is."""
    lists = (("Limits", card.limits), ("Training data", card.data), ("Training run", card.notes))
    sections = [line for title, sentences in lists for line in _section(title, sentences)]
    return "\n".join([*_head(card), *sections, *_figures(card)])


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
