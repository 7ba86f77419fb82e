"""Three conclusions that must not be mixed."""

import pytest

from change_detection.quality.grouping import grouped, score_band
from change_detection.quality.judgements import Outcome, tally

from .judged import judged


@pytest.mark.parametrize(
    ("status", "ground", "outcome"),
    [
        ("new", "", Outcome.UNDECIDED),
        ("new", "no_change", Outcome.UNDECIDED),
        ("accepted", "", Outcome.ACCEPTED),
        ("dismissed", "lawful", Outcome.LAWFUL),
        ("dismissed", "no_change", Outcome.NO_CHANGE),
        ("dismissed", "", Outcome.DISMISSED_UNSAID),
    ],
)
def test_an_outcome_follows_from_status_and_ground(status: str, ground: str, outcome: Outcome):
    assert Outcome.of(status, ground) is outcome


def test_a_lawful_change_is_no_false_alarm():
    counted = tally(
        [
            *(judged(f"a{n}", Outcome.ACCEPTED) for n in range(6)),
            *(judged(f"l{n}", Outcome.LAWFUL) for n in range(3)),
            judged("n", Outcome.NO_CHANGE),
            *(judged(f"u{n}", Outcome.DISMISSED_UNSAID) for n in range(2)),
            *(judged(f"o{n}", Outcome.UNDECIDED) for n in range(4)),
        ]
    )
    assert (counted.findings, counted.decided, counted.undecided) == (16, 12, 4)
    assert counted.true_change.value == 0.9  # (6 + 3) / (6 + 3 + 1): the unsaid ones tell nothing of the detector
    assert counted.worth_a_case.value == 0.5  # 6 / 12


def test_a_finding_that_two_runs_saw_counts_once():
    twice = [
        judged("a", Outcome.ACCEPTED, model="one", represents=True),
        judged("a", Outcome.ACCEPTED, model="two", represents=False),
        judged("b", Outcome.NO_CHANGE, model="two", represents=True),
    ]
    assert tally(twice).findings == 2
    groups = grouped(twice)
    assert {group.key: group.tally.findings for group in groups["model"]} == {"one": 1, "two": 2}
    assert sum(group.tally.findings for group in groups["area"]) == 2
    assert sum(group.tally.findings for group in groups["score"]) == 2


def test_scores_fall_into_tenths():
    assert [score_band(score) for score in (0.0, 0.7, 0.79, 0.8, 1.0)] == [
        "0.0-0.1",
        "0.7-0.8",
        "0.7-0.8",
        "0.8-0.9",
        "0.9-1.0",
    ]
