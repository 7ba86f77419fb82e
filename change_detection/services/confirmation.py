"""A finding is provisional while one pair of scenes tells of it, and confirmed by a third scene or by a person."""

from collections.abc import Iterable
from datetime import datetime

from change_detection.models import Certainty, Change, Finding, FindingStatus, Run


def confirm_by_run(run: Run, finding_ids: Iterable[str], *, now: datetime) -> list[Change]:
    """Confirm those of the recognised findings to which this run brings a picture of another moment.

    The same pair, compared with another model or threshold, is no second witness; nor is a copy of a picture. What a
    person has decided is not touched.

    Returns:
        The changes that represent the findings just confirmed.
    """
    told = Change.objects.select_related("run__before", "run__after", "finding").filter(
        represents=True,
        finding__in=set(finding_ids),
        finding__certainty=Certainty.PROVISIONAL,
        finding__status=FindingStatus.NEW,
    )
    moments = {run.before.acquired, run.after.acquired}
    heard = [change for change in told if moments - {change.run.before.acquired, change.run.after.acquired}]
    for change in heard:
        if change.finding is not None:
            confirm(change.finding, by=run.pk, now=now)
    Finding.objects.bulk_update(
        [change.finding for change in heard if change.finding is not None],
        ["certainty", "confirmed_by", "confirmed_at"],
        batch_size=1000,
    )
    return heard


def confirm(finding: Finding, *, by: str, now: datetime) -> None:
    """Note on a provisional finding who confirmed it, a run or a person; the caller saves the row."""
    if finding.certainty == Certainty.PROVISIONAL:
        finding.certainty, finding.confirmed_by, finding.confirmed_at = Certainty.CONFIRMED, by, now
