"""Findings with verdicts for the tests of counting."""

from dataclasses import replace

from change_detection.quality.judgements import Judgement, Outcome

BASE = Judgement(
    finding="f",
    outcome=Outcome.UNDECIDED,
    represents=True,
    area_code="26767",
    area_name="Phường Đông Hưng Thuận",
    scene="s1",
    change_class="new_building",
    reason="NO_PERMIT",
    model="net 0123456789ab",
    threshold=0.5,
    score=0.75,
)


def judged(finding: str, outcome: Outcome, **values: object) -> Judgement:
    """One finding with an outcome; the rest as in BASE unless given."""
    return replace(BASE, finding=finding, outcome=outcome, **values)  # type: ignore[arg-type]
