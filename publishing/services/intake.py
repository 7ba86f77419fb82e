"""First step: the file is read once, in a sandbox, and its layers lie as Arrow files in the submission's folder."""

from datetime import datetime

from geo_server.core import storage

from ..models import Submission
from ..quarantine import work_folder
from ..reading import read
from ..states import State
from ..stored import layer_document
from .transitions import CLOCKWORK, locked, move


def read_file(submission_id: str, *, now: datetime) -> None:
    """Read the file of a submission that was received; nothing if it stands elsewhere.

    Raises:
        UnreadableFile: broken, hostile, too much, or of no known format.
    """
    submission = Submission.objects.get(pk=submission_id)
    if submission.state != State.RECEIVED:
        return
    handed_in = read(storage.path_of(submission.file_key), folder=work_folder(submission.pk), name=submission.file_name)
    with locked(submission_id) as held:
        if held.state != State.RECEIVED:
            return
        held.format = handed_in.format
        held.layers = [layer_document(layer) for layer in handed_in.layers]
        held.proposals = []
        rows = {layer.name: layer.rows for layer in handed_in.layers}
        move(held, State.READ, by=CLOCKWORK, now=now, format=handed_in.format, rows=rows)
