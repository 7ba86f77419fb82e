"""Words for the quality of findings, and the note on scenes that look unlike the training pictures."""

from dataclasses import dataclass

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from change_detection.answers import RunInfo, SceneInfo
from change_detection.quality.intervals import Share
from change_detection.quality.records import LikenessInfo
from change_detection.selectors.likeness import list_likenesses

register = template.Library()

_MOST_MARKS = 3
_KINDS: dict[str, Promise] = {
    "change": _("Built or pulled down between the scenes"),
    "no_change": _("Nothing was built or pulled down"),
    "building": _("A building at the later date"),
}
_MARKS: dict[str, tuple[Promise, Promise]] = {
    "light": (_("darker"), _("lighter")),
    "contrast": (_("less contrast"), _("more contrast")),
    "darkest": (
        _("deeper shadows"),
        _("no deep shadows: haze"),
    ),
    "brightest": (_("no bright places"), _("very bright places")),
    "green_red": (_("greener"), _("redder")),
    "blue_yellow": (_("bluer"), _("yellower")),
    "colourfulness": (_("paler colours"), _("stronger colours")),
    "edges": (_("few edges"), _("many edges")),
    "grain": (_("little fine detail"), _("much fine detail or noise")),
    "sharpness": (_("blurred or enlarged"), _("oversharpened")),
}


@dataclass(frozen=True)
class Note:
    """What to say of one scene; `share` of the training pictures are less strange."""

    scene: SceneInfo
    likeness: LikenessInfo
    share: float
    traits: tuple[Promise, ...]


@register.inclusion_tag("change_detection/drift_note.html")
def drift_note(run: RunInfo) -> dict[str, object]:
    """A warning for each scene of a run that looks unlike the training pictures; nothing where none does."""
    scenes = {scene.id: scene for scene in (run.before, run.after)}
    likenesses = list_likenesses(list(scenes), model_sha256=run.model_sha256)
    return {"notes": [_note(scenes[one.scene_id], one) for one in likenesses if one.is_strange]}


def _note(scene: SceneInfo, likeness: LikenessInfo) -> Note:
    marks = [mark for mark in likeness.marks if mark.name in _MARKS][:_MOST_MARKS]
    return Note(
        scene, likeness, likeness.percentile / 100, tuple(_MARKS[mark.name][mark.value > mark.high] for mark in marks)
    )


@register.filter
def percent(share: float | None) -> str:
    """A share of one as whole per cent, or a dash."""
    return "–" if share is None else f"{100 * share:.0f} %"


@register.filter
def percent_fine(share: float) -> str:
    """A share of one in per cent with one digit, as the language writes it."""
    return f"{number_format(100 * share, 1)} %"


@register.filter
def interval_words(share: Share) -> str:
    """The 95 % interval of a share in whole per cent."""
    low, high = share.interval
    return f"{100 * low:.0f}–{100 * high:.0f} %"


@register.filter
def label_word(kind: str) -> str:
    """The kind of a label in words."""
    return str(_KINDS.get(kind, kind))


@register.filter
def words(text: str) -> list[str]:
    """The parts of a text between its commas."""
    return text.split(",")
