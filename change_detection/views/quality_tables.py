"""The tables and curves of the page of quality: keys become words, shares become lengths."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from change_detection import api
from change_detection.published import findings_spec
from change_detection.quality.advice import Advice, Choice
from change_detection.quality.intervals import Share
from change_detection.quality.judgements import Tally
from change_detection.selectors.verdict_statistics import HIDDEN_SCENE, VerdictStatistics

CURVE_WIDTH, CURVE_HEIGHT = 320.0, 160.0

_TITLES: dict[str, Promise] = {
    "area": gettext_lazy("By ward"),
    "scene": gettext_lazy("By later scene"),
    "class": gettext_lazy("By class of change"),
    "reason": gettext_lazy("By reason"),
    "model": gettext_lazy("By model"),
    "threshold": gettext_lazy("By threshold of the run"),
    "score": gettext_lazy("By score"),
}


@dataclass(frozen=True)
class Whisker:
    """A share drawn on a line of 100: the interval and the value itself, None without cases."""

    low: float
    width: float
    value: float | None

    @classmethod
    def of(cls, share: Share) -> "Whisker":
        """The drawing of a share."""
        low, high = share.interval
        return cls(100 * low, 100 * (high - low), None if share.value is None else 100 * share.value)


@dataclass(frozen=True)
class Row:
    """One group in words."""

    title: str
    tally: Tally
    whisker: Whisker


@dataclass(frozen=True)
class Table:
    """One dimension."""

    name: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Curve:
    """Advice drawn over the least score: points of an SVG polyline, and the band of the precision's interval."""

    advice: Advice
    precision: str
    band: str
    kept: str
    best_x: float | None


def tables(statistics: VerdictStatistics, *, language: str) -> list[Table]:
    """One table per dimension, the total on top."""
    total = Table("total", _("All findings"), (_row(_("All findings"), statistics.total),))
    others = [
        Table(
            name,
            str(_TITLES[name]),
            tuple(_row(_word(name, one.key, statistics, language), one.tally) for one in groups),
        )
        for name, groups in statistics.groups.items()
    ]
    return [total, *others]


def advice_curves(advices: Sequence[Advice]) -> list[Curve]:
    """One drawing per model and threshold; empty lines where no advice is given."""
    return [_curve(advice) for advice in advices]


def _row(title: str, counted: Tally) -> Row:
    return Row(title, counted, Whisker.of(counted.true_change))


def _word(name: str, key: str, statistics: VerdictStatistics, language: str) -> str:
    """What people read for a key."""
    if name == "area":
        return statistics.area_names.get(key) or key or _("outside of the wards")
    if name == "scene":
        if key == HIDDEN_SCENE:
            return _("scenes that you may not see")
        return f"{date_format(localtime(statistics.scene_days[key]), 'd/m/Y')} ({key})"
    if name == "class":
        return _class_title(key, language)
    if name == "reason":
        return api.reason_title(key, language=language)
    return key.replace("-", "–") if name == "score" else key


def _class_title(key: str, language: str) -> str:
    field = findings_spec().field_named("change_class")
    code = next((code for code in field.codes if code.value == key), None) if field else None
    if code is None:
        return key
    return code.title_en if language.startswith("en") else code.title_vi


def _curve(advice: Advice) -> Curve:
    known = [choice for choice in advice.choices if choice.precision.whole]
    there = [(_x(choice), choice.precision.interval[1]) for choice in known]
    back = [(_x(choice), choice.precision.interval[0]) for choice in reversed(known)]
    return Curve(
        advice=advice,
        precision=_points([(_x(choice), choice.precision.value or 0.0) for choice in known]),
        band=_points([*there, *back]),
        kept=_points([(_x(choice), choice.true_kept.value or 0.0) for choice in advice.choices]),
        best_x=_x(advice.best) if advice.best else None,
    )


def _x(choice: Choice) -> float:
    return CURVE_WIDTH * choice.least_score


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{CURVE_HEIGHT * (1 - share):.1f}" for x, share in places)
