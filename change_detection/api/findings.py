"""What people decide about findings, and what reasons are called."""

from datetime import datetime

from change_detection.answers import FindingInfo
from change_detection.matching.reasons import TITLES, ReasonCode
from change_detection.published import CLASSES
from change_detection.selectors.findings import get_finding
from change_detection.services import verdicts
from change_detection.services.verdicts import GroundName, VerdictName
from geo_server.core.subject import Subject


def set_verdict(
    finding_id: str, *, verdict: VerdictName, note: str, subject: Subject, now: datetime, ground: GroundName = ""
) -> FindingInfo:
    """Accept or dismiss a finding; the public face follows, its earlier state stays readable by `datetime`.

    `ground` tells whether a dismissed change is real and lawful, or no change at all: a detector is measured by that.

    Raises:
        UnknownFinding: none with this id, or the subject may not see it.
        NotAllowed: the subject is neither inspector nor administrator.
        EmptyNote: no word on why.
        UnknownGround: no ground of this name, or one beside an acceptance.
    """
    verdicts.set_verdict(finding_id, verdict=verdict, note=note, subject=subject, now=now, ground=ground)
    return get_finding(subject, finding_id=finding_id)


def reason_title(code: str, *, language: str = "vi") -> str:
    """The title of a reason code; the code itself if it is none of ours."""
    if code not in ReasonCode.__members__:
        return code
    vi, en = TITLES[ReasonCode(code)]
    return en if language.startswith("en") else vi


def change_class_title(code: str, *, language: str = "vi") -> str:
    """The title of a class of change; the code itself if it is none of ours."""
    known = next((one for one in CLASSES if one.value == code), None)
    if known is None:
        return code
    return known.title_en if language.startswith("en") else known.title_vi
