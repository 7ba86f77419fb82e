"""Remove what a submission needs no longer: its incoming table, its Arrow files, in time its file."""

from datetime import datetime, timedelta

from django.db import transaction

from layers import api as layers

from ..drafts import NOWHERE
from ..models import Submission
from ..quarantine import forget_file, forget_unfinished, forget_work
from ..states import FINAL, State

FILES_KEPT = timedelta(days=30)
"""After a submission has come to nothing; the file of a published one stays, as the proof of what was published."""

UPLOADS_KEPT = timedelta(days=1)


def clear_away(submission: Submission) -> None:
    """Drop the table of a submission in this transaction, its Arrow files when it commits; rejected rows stay."""
    layers.drop_incoming(layers.Incoming(submission.incoming_name, NOWHERE))
    transaction.on_commit(lambda: forget_work(submission.pk))


def clear_old(*, now: datetime) -> int:
    """Remove broken uploads, and files of submissions that ended without publication long ago; returns how many."""
    count = forget_unfinished(before=now - UPLOADS_KEPT)
    ended = Submission.objects.filter(state__in=FINAL, state_at__lt=now - FILES_KEPT).exclude(state=State.PUBLISHED)
    for submission in ended.exclude(file_key=""):
        count += _forget_file_of(submission)
    return count


def _forget_file_of(submission: Submission) -> int:
    """Equal files lie here once: the last submission that needs one takes it away."""
    key = submission.file_key
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(file_key="")
        if Submission.objects.filter(file_key=key).exists():
            return 0
        transaction.on_commit(lambda: forget_file(key))
    return 1
