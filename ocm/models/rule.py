"""What an office may change: who is competent and by when, as rows with a period and a legal act."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocm.competence import Condition, Rule
from ocm.deadlines import Step, Term
from ocm.records import RuleRecord


class DatedRule(models.Model):
    """What every rule has: a code, the days it holds `[from, to)`, and the act it comes from."""

    code = models.CharField(max_length=60)
    valid = DateRangeField()
    priority = models.PositiveSmallIntegerField(help_text=_("The lowest number that applies decides."))
    legal_act = models.CharField(max_length=200)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)

    class Meta:
        abstract = True
        ordering = ["priority", "code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.title_vi}"


def _one_version_per_day(name: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
        violation_error_message=_("Another version of this rule holds on some of these days."),
    )


class CompetenceRule(DatedRule):
    """Which organisation answers for a construction, and on which condition."""

    condition = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Condition])
    argument = models.CharField(max_length=100, blank=True, help_text=_("Zone collection or issuer of the permit."))
    organisation = models.CharField(max_length=100, help_text=_("Code, or a pattern with {area_code} or {board}."))

    class Meta(DatedRule.Meta):
        abstract = False
        constraints = [_one_version_per_day("one_competence_rule_per_code_and_day")]

    def as_record(self) -> RuleRecord:
        """The rule as people are told of it."""
        return RuleRecord(self.code, self.title_vi, self.title_en, self.legal_act)

    def as_rule(self) -> Rule:
        """The rule as the pure chooser reads it."""
        return Rule(
            code=self.code,
            priority=self.priority,
            condition=Condition(self.condition),
            argument=self.argument,
            organisation=self.organisation,
            valid_from=self.valid.lower,
            valid_to=self.valid.upper,
            legal_act=self.legal_act,
        )


class DeadlineRule(DatedRule):
    """Within how many days a step is due; no days means that nobody is told of such a finding."""

    step = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Step])
    reason = models.CharField(max_length=60, blank=True, help_text=_("Reason code; empty for any."))
    days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(DatedRule.Meta):
        abstract = False
        constraints = [_one_version_per_day("one_deadline_rule_per_code_and_day")]

    def as_term(self) -> Term:
        """The rule as the pure function reads it."""
        return Term(
            code=self.code,
            priority=self.priority,
            step=Step(self.step),
            reason=self.reason,
            days=self.days,
            valid_from=self.valid.lower,
            valid_to=self.valid.upper,
        )
