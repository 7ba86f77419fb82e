"""Holds the outlined changes of a run against the registers; reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from change_detection.drafts import Draft, OutlineError, make_drafts
from change_detection.engine.outline import Region
from change_detection.engine.registration import Registration
from change_detection.matching.decide import Match, decide
from change_detection.matching.situation import Situation
from change_detection.matching.why_not import WhyNot, why_not
from change_detection.models import MatchRuleSet, Run
from change_detection.projection import crs_name
from change_detection.registers.situations import Moments, read_situations

from .pairs import grid_of

OUTLINE_ERROR_PX = 2.0
"""A network draws a roof with its eaves and the edge of its shadow: the wall may lie this far inside the outline."""
UNMEASURED_M = 0.5
"""What scenes may lie apart where nobody could measure it: what the gate lets pass, and no less than a pixel."""
BATCH = 20_000
"""Changes that are held against the registers in one go: what bounds the memory of a very large run."""


@dataclass(frozen=True)
class Judged:
    """A draft with what the registers say of it, and what they hold near it that says nothing."""

    draft: Draft
    situation: Situation
    match: Match
    why_not: tuple[WhyNot, ...] = ()


def judge(run: Run, regions: Sequence[Region]) -> list[Judged]:
    """Every region of a run with its reasons, in the order given."""
    rule_set = MatchRuleSet.in_force(run.after.acquired.date())
    crs = crs_name(grid_of(run).crs)
    drafts = make_drafts(regions, run_id=run.pk, crs=crs, error=outline_error(run))
    judged: list[Judged] = []
    for start in range(0, len(drafts), BATCH):
        judged += judge_drafts(drafts[start : start + BATCH], moments=Moments.of(run), rule_set=rule_set)
    return judged


def judge_drafts(drafts: Sequence[Draft], *, moments: Moments, rule_set: MatchRuleSet) -> list[Judged]:
    """Hold drafts against the registers that a version of the rules names, one statement per register."""
    situations = read_situations(drafts, moments=moments, rule_set=rule_set)
    rules = rule_set.rules
    judged = []
    for draft in drafts:
        situation = situations[draft.id]
        match = decide(situation, rules)
        judged.append(Judged(draft, situation, match, why_not(situation, match, rules)))
    return judged


def outline_error(run: Run) -> OutlineError:
    """How far the walls of a run's changes may lie from their outlines.

    A correction brings two scenes together but does not tell which of them lies right on the ground, so boundaries are
    held against how far they lay apart as they were delivered.
    """
    gsd_m = grid_of(run).gsd_m
    apart_m = run.residual_m
    if run.registration:
        measured = Registration.from_dict(run.registration)
        apart_m = measured.found_m if measured.reliable else None
    return OutlineError(OUTLINE_ERROR_PX * gsd_m, max(UNMEASURED_M, gsd_m) if apart_m is None else apart_m)
