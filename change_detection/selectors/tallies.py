"""How many changes and findings runs have, as far as the asker may know it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from change_detection.answers import RunTally
from change_detection.models import Change
from geo_server.core.subject import Subject

from .visibility import visible_findings

_Row = tuple[str, str, str | None, bool]


def visible_changes(subject: Subject, *, run_ids: Iterable[str]) -> QuerySet[Change] | None:
    """The changes of runs, without those whose finding is hidden; None for those who may see no findings."""
    visible = visible_findings(subject)
    if visible is None:
        return None
    return Change.objects.filter(Q(finding=None) | Q(finding__in=visible), run__in=run_ids)


def tally_runs(subject: Subject, *, run_ids: Sequence[str]) -> dict[str, RunTally]:
    """What each run found, by its id, counted by class and by main reason; empty for those who may see no findings."""
    changes = visible_changes(subject, run_ids=run_ids)
    if changes is None:
        return {}
    rows: dict[str, list[_Row]] = defaultdict(list)
    for change in changes.only("run", "change_class", "reason", "finding", "represents"):
        rows[change.run_id].append((change.change_class, change.reason, change.finding_id, change.represents))
    return {run_id: _tally(rows[run_id]) for run_id in run_ids}


def _tally(rows: Sequence[_Row]) -> RunTally:
    found = [row for row in rows if row[2] is not None]
    return RunTally(
        changes=len(rows),
        findings=len({row[2] for row in found}),
        new=sum(row[3] for row in found),
        by_class=_ranked(Counter(row[0] for row in found)),
        by_reason=_ranked(Counter(row[1] for row in found)),
    )


def _ranked(counter: "Counter[str]") -> tuple[tuple[str, int], ...]:
    """The most frequent first."""
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
