"""What the page of a comparison says: counts under their titles, where the time went, how long it will take."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from change_detection import api

STEPS = {
    "registration": gettext_lazy("Measuring how the scenes fit"),
    "blocks": gettext_lazy("Comparing, all workers together"),
    "land use": gettext_lazy("Mapping land use"),
    "outlines": gettext_lazy("Drawing outlines"),
    "registers": gettext_lazy("Matching with parcels, plan and permits"),
    "pictures": gettext_lazy("Drawing pictures"),
    "rows": gettext_lazy("Storing and publishing"),
}


@dataclass(frozen=True)
class Counted:
    """One line of a table of counts; `width` is its share of the largest, for the bar beside it."""

    code: str
    title: str
    count: int
    width: float


def by_reason(tally: api.RunTally) -> list[Counted]:
    """The findings of a run by their main reason."""
    return _counted(
        tally.by_reason, {code: api.reason_title(code, language=_language()) for code, _n in tally.by_reason}
    )


def by_class(tally: api.RunTally) -> list[Counted]:
    """The findings of a run by the class of change."""
    titles = {code: api.change_class_title(code, language=_language()) for code, _n in tally.by_class}
    return _counted(tally.by_class, titles)


def timings(run: api.RunInfo) -> list[tuple[str, float]]:
    """The steps of a run that have been timed, in their order, with their seconds."""
    seconds = run.timings | ({"blocks": run.block_seconds} if run.block_seconds else {})
    return [(str(title), seconds[step]) for step, title in STEPS.items() if step in seconds]


def time_left(run: api.RunInfo) -> str:
    """About how long the blocks of a run will still take, in words; empty if that is not known."""
    seconds = run.pace.seconds_left
    if seconds is None or run.blocks_done == run.blocks:
        return ""
    if seconds < 90:
        return _("about a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)d hour left", "about %(count)d hours left", hours) % {"count": hours}


def _counted(counts: tuple[tuple[str, int], ...], titles: dict[str, str]) -> list[Counted]:
    most = max((count for _code, count in counts), default=1)
    return [Counted(code, titles[code], count, round(100 * count / most, 1)) for code, count in counts]


def _language() -> str:
    return get_language() or "vi"
