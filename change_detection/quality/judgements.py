"""What a person concluded about a finding, and how often: three conclusions not to be mixed, and two open states."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .intervals import Share


class Outcome(StrEnum):
    """What became of a finding.

    A finding that is dismissed because the change is lawful shows a true change: the detector was right, and the
    registers were not complete. Only NO_CHANGE is a false alarm of the detector.
    """

    ACCEPTED = "accepted"
    LAWFUL = "lawful"
    NO_CHANGE = "no_change"
    DISMISSED_UNSAID = "dismissed_unsaid"
    UNDECIDED = "undecided"

    @classmethod
    def of(cls, status: str, ground: str) -> "Outcome":
        """The outcome of a finding by its status and the ground of its last verdict."""
        if status == "accepted":
            return cls.ACCEPTED
        if status != "dismissed":
            return cls.UNDECIDED
        return cls(ground) if ground in {cls.LAWFUL, cls.NO_CHANGE} else cls.DISMISSED_UNSAID


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One finding as one run saw it.

    Attributes:
        represents: whether it is this change that stands for the finding; exactly one per finding does.
        scene: id of the later scene.
        model: id and the first letters of the hash.
        threshold: of the run; nothing that scored less could become a finding.
    """

    finding: str
    outcome: Outcome
    represents: bool
    area_code: str
    area_name: str
    scene: str
    change_class: str
    reason: str
    model: str
    threshold: float
    score: float


@dataclass(frozen=True)
class Tally:
    """Findings by outcome, each counted once."""

    accepted: int = 0
    lawful: int = 0
    no_change: int = 0
    dismissed_unsaid: int = 0
    undecided: int = 0

    @property
    def findings(self) -> int:
        """All of them."""
        return self.decided + self.undecided

    @property
    def decided(self) -> int:
        """Those a person has decided on, whatever he said."""
        return self.accepted + self.lawful + self.no_change + self.dismissed_unsaid

    @property
    def true_change(self) -> Share:
        """Of the findings whose truth was told, those where something had changed: the precision of the detector."""
        right = self.accepted + self.lawful
        return Share(right, right + self.no_change)

    @property
    def worth_a_case(self) -> Share:
        """Of all decided findings, those that were accepted: the precision of the alert as the inspector meets it."""
        return Share(self.accepted, self.decided)

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return {
            "findings": self.findings,
            **{str(outcome): getattr(self, outcome) for outcome in Outcome},
            "true_change": self.true_change.as_dict(),
            "worth_a_case": self.worth_a_case.as_dict(),
        }


def tally(judgements: Iterable[Judgement]) -> Tally:
    """Count findings by outcome; one that several runs saw counts once."""
    outcomes = {one.finding: one.outcome for one in judgements}
    return Tally(**{str(outcome): number for outcome, number in Counter(outcomes.values()).items()})
