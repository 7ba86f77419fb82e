"""Findings by what they have in common: area, scene, class, reason, model, threshold, band of the score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from .judgements import Judgement, Tally, tally

BANDS = 10


@dataclass(frozen=True)
class Group:
    """Findings with one value in common; `key` is that value as it is stored."""

    key: str
    tally: Tally


@dataclass(frozen=True)
class Dimension:
    """One way to divide the findings.

    `of_finding`: the value belongs to the finding, told by the change that stands for it. Else it belongs to the runs:
    a finding that two models saw counts once for each.
    """

    name: str
    key: Callable[[Judgement], str]
    of_finding: bool = True


DIMENSIONS = (
    Dimension("area", lambda one: one.area_code),
    Dimension("scene", lambda one: one.scene),
    Dimension("class", lambda one: one.change_class),
    Dimension("reason", lambda one: one.reason),
    Dimension("model", lambda one: one.model, of_finding=False),
    Dimension("threshold", lambda one: f"{one.threshold:.2f}", of_finding=False),
    Dimension("score", lambda one: score_band(one.score)),
)


def score_band(score: float) -> str:
    """The tenth that a score lies in, as "0.7-0.8"; a score of one lies in the last."""
    number = min(floor(score * BANDS + 1e-9), BANDS - 1)
    return f"{number / BANDS:.1f}-{(number + 1) / BANDS:.1f}"


def grouped(judgements: Sequence[Judgement]) -> dict[str, list[Group]]:
    """By the name of each dimension its groups, sorted by key."""
    return {dimension.name: _groups(judgements, dimension) for dimension in DIMENSIONS}


def _groups(judgements: Sequence[Judgement], dimension: Dimension) -> list[Group]:
    members: dict[str, list[Judgement]] = {}
    for one in judgements:
        if one.represents or not dimension.of_finding:
            members.setdefault(dimension.key(one), []).append(one)
    return [Group(key, tally(members[key])) for key in sorted(members)]
