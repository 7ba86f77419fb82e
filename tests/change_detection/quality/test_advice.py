"""What another least score would have done."""

import pytest

from change_detection.quality.advice import advise
from change_detection.quality.judgements import Outcome

from .judged import judged


def sixty() -> list:
    """Forty true changes that score 0.9, twenty false ones that score 0.62."""
    true = [judged(f"t{n}", Outcome.ACCEPTED if n % 2 else Outcome.LAWFUL, score=0.9) for n in range(40)]
    false = [judged(f"n{n}", Outcome.NO_CHANGE, score=0.62) for n in range(20)]
    return true + false


def test_a_higher_least_score_leaves_the_false_ones_out():
    [advice] = advise(sixty(), wanted=0.9)
    at = {choice.least_score: choice for choice in advice.choices}
    assert at[0.5].precision.value == pytest.approx(40 / 60)
    assert at[0.65].precision.value == 1.0
    assert at[0.65].true_kept.value == 1.0
    assert at[0.95].true_kept.value == 0.0
    assert advice.best is at[0.65]  # the lowest one whose whole interval lies above 0.9: 40 of 40 give 0.912 to 1


def test_nothing_is_said_below_the_threshold_of_the_run():
    [advice] = advise(sixty(), wanted=0.9)
    assert min(choice.least_score for choice in advice.choices) == 0.5


def test_too_few_decisions_give_no_advice():
    few = sixty()[:29]
    [advice] = advise([*few, judged("open", Outcome.UNDECIDED)], wanted=0.5)
    assert (advice.is_given, advice.decided, advice.choices, advice.best) == (False, 29, (), None)
    assert advise([*few, judged("one more", Outcome.NO_CHANGE)], wanted=0.5)[0].is_given


def test_a_precision_that_cannot_be_promised_is_not():
    [advice] = advise(sixty(), wanted=0.99)  # 40 of 40 only promise 0.912
    assert advice.is_given
    assert advice.best is None


def test_each_model_and_threshold_is_advised_alone():
    other = [judged(f"o{n}", Outcome.NO_CHANGE, model="other", threshold=0.4, score=0.5) for n in range(30)]
    first, second = advise(sixty() + other, wanted=0.9)
    assert (first.decided, second.decided) == (60, 30)
    assert (second.model, second.threshold, second.best) == ("other", 0.4, None)
