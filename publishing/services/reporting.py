"""What is told of a pass over the rows: the load report, and the rejected rows as a file."""

import shutil
from typing import TYPE_CHECKING, Any

from ..contracts.rejects import write_rejects
from ..contracts.report import LoadReport
from ..drafts import mapping_in
from ..kinds import SourceLayer
from ..models import Submission
from ..quarantine import rejects_folder, rejects_key

if TYPE_CHECKING:
    from ..contracts.checking import Checker
    from ..contracts.faults import FaultLog


def report_of(
    submission: Submission, layer: SourceLayer, checker: "Checker", log: "FaultLog", *, repaired: dict[str, int]
) -> dict[str, Any]:
    """The load report as plain JSON."""
    facts = checker.facts()
    report = LoadReport(
        file=submission.file_name,
        layer=layer.name,
        rows=layer.rows,
        good=facts.rows,
        rejected=log.rejected,
        by_rule=dict(log.counts),
        first=tuple(log.first),
        repaired=repaired,
        mapping=mapping_in(submission),
        decisions=submission.decisions,
        facts=facts,
    )
    return report.to_document()


def reject_file(submission: Submission, layer: SourceLayer, log: "FaultLog") -> str:
    """Write the rejected rows in the format of the input; returns the key of the file, "" if no row was rejected."""
    folder = rejects_folder(submission.pk)
    shutil.rmtree(folder)
    folder.mkdir()
    encoding = submission.decisions.get("encoding", "")
    path = write_rejects(
        layer, log, format=submission.format, name=submission.file_name, folder=folder, encoding=encoding
    )
    return "" if path is None else f"{rejects_key(submission.pk)}/{path.name}"
