"""Second step: what the draft would change, and whether it is worse than what its contract lets through."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from layers import api as layers

from ..contracts import Facts, expect
from ..drafts import contract_in, incoming_of, key_of, mode_of
from ..errors import NoRows
from ..models import Submission
from ..policy import find_collection
from ..selectors.facts import present_facts
from ..states import State
from .checking import fill_again
from .transitions import CLOCKWORK, locked, move


def compare(submission_id: str, *, now: datetime) -> None:
    """Compute the difference of a checked submission; nothing if it stands elsewhere.

    Raises:
        NoRows: every row was rejected.
        RejectedFeatures: rows that cannot be told apart by the key.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.state != State.CHECKED:
        return
    fill_again(submission, now=now)
    with locked(submission_id) as held:
        if held.state != State.CHECKED:
            return
        compare_anew(held)
        counts = {name: (held.difference or {})[name] for name in ("added", "changed", "removed", "unchanged")}
        move(held, State.DRAFTED, by=CLOCKWORK, now=now, **counts, broken=len(held.broken))


def compare_anew(submission: Submission) -> None:
    """Put difference, revision and broken expectations into a locked submission; the caller saves it."""
    incoming = incoming_of(submission)
    if not layers.count_incoming(incoming):
        raise NoRows(submission.file_name)
    known = find_collection(submission.collection)
    submission.base_revision = known.revision if known else 0
    found = layers.difference(submission.collection, incoming, mode=mode_of(submission), key=key_of(submission) or None)
    submission.difference = _counts(found)
    draft = replace(Facts.from_document((submission.report or {})["facts"]), removed=found.removed)
    present = present_facts(submission.collection) if known else None
    broken = expect(draft, present, contract_in(submission), submission.mode)
    submission.broken = [one.as_dict() for one in broken]


def _counts(found: layers.Difference) -> dict[str, Any]:
    return {
        "added": found.added,
        "changed": found.changed,
        "removed": found.removed,
        "unchanged": found.unchanged,
        "bbox": found.bbox,
    }
