"""What another least score would have done: how many findings remain, how many of them true, what is lost.

Only what a run reported can be judged. Below its threshold nothing was seen, so no advice leads there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .intervals import Share
from .judgements import Judgement, Outcome

MIN_DECIDED = 30
"""With fewer decisions the interval of a precision of 0.9 is wider than a fifth."""
STEP = 0.05
_TRUE = frozenset({Outcome.ACCEPTED, Outcome.LAWFUL})


@dataclass(frozen=True)
class Choice:
    """What remains if only findings with at least this score are told.

    Attributes:
        least_score: the score.
        precision: of the remaining findings, those with a true change.
        true_kept: of the true changes, those that remain.
        accepted_kept: of the accepted findings, those that remain.
    """

    least_score: float
    precision: Share
    true_kept: Share
    accepted_kept: Share

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return {
            "least_score": self.least_score,
            "precision": self.precision.as_dict(),
            "true_kept": self.true_kept.as_dict(),
            "accepted_kept": self.accepted_kept.as_dict(),
        }


@dataclass(frozen=True)
class Advice:
    """Advice for one model at one threshold.

    Attributes:
        decided: findings whose truth was told.
        needed: how many it takes.
        choices: from the threshold upwards; empty when there are too few decisions.
        best: the lowest least score whose precision is at least `wanted` with its whole interval, None without one.
    """

    model: str
    threshold: float
    wanted: float
    decided: int
    needed: int
    choices: tuple[Choice, ...]
    best: Choice | None

    @property
    def is_given(self) -> bool:
        """False when there are too few decisions."""
        return self.decided >= self.needed

    def as_dict(self) -> dict[str, object]:
        """Plain JSON."""
        return {
            "model": self.model,
            "threshold": self.threshold,
            "wanted_precision": self.wanted,
            "decided": self.decided,
            "needed": self.needed,
            "choices": [choice.as_dict() for choice in self.choices],
            "best": self.best.as_dict() if self.best else None,
        }


def advise(judgements: Sequence[Judgement], *, wanted: float, needed: int = MIN_DECIDED) -> list[Advice]:
    """Advice per model and threshold, those with most decisions first.

    Args:
        judgements: of any runs.
        wanted: the precision that is aimed at, 0 to 1.
        needed: decisions below which no advice is given.
    """
    told = [one for one in judgements if one.outcome in _TRUE or one.outcome == Outcome.NO_CHANGE]
    runs: dict[tuple[str, float], dict[str, Judgement]] = {}
    for one in sorted(told, key=lambda one: one.score):
        runs.setdefault((one.model, one.threshold), {})[one.finding] = one  # of several runs, the best score
    advices = [_advice(key, list(of_run.values()), wanted, needed) for key, of_run in runs.items()]
    return sorted(advices, key=lambda advice: (-advice.decided, advice.model, advice.threshold))


def _advice(run: tuple[str, float], told: list[Judgement], wanted: float, needed: int) -> Advice:
    model, threshold = run
    choices = [_choice(told, least) for least in _steps(threshold)] if len(told) >= needed else []
    best = next((choice for choice in choices if choice.precision.interval[0] >= wanted), None)
    return Advice(model, threshold, wanted, len(told), needed, tuple(choices), best)


def _steps(threshold: float) -> list[float]:
    """The threshold itself, then every twentieth above it, below one."""
    count = round(1 / STEP)
    return [round(threshold, 4), *(n / count for n in range(1, count) if n / count > threshold + 1e-6)]


def _choice(told: list[Judgement], least: float) -> Choice:
    kept = [one for one in told if one.score >= least]
    true = [one for one in told if one.outcome in _TRUE]
    accepted = [one for one in told if one.outcome == Outcome.ACCEPTED]
    return Choice(
        least,
        precision=Share(sum(one.outcome in _TRUE for one in kept), len(kept)),
        true_kept=Share(sum(one.score >= least for one in true), len(true)),
        accepted_kept=Share(sum(one.score >= least for one in accepted), len(accepted)),
    )
