"""A case: an accepted alert, somebody is competent and a clock runs."""

from django.db import models

from ocm.records import CaseRecord


class Case(models.Model):
    """The work on one accepted alert; confirming a violation in it is a person's act."""

    alert = models.OneToOneField("Alert", on_delete=models.PROTECT, related_name="case")
    organisation = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["organisation", "due_on"])]

    def __str__(self) -> str:
        return f"case {self.pk} of {self.organisation}"

    def as_record(self) -> CaseRecord:
        """The case as a plain value."""
        return CaseRecord(self.pk, self.organisation, self.opened_at, self.opened_by, self.due_on, self.closed_at)
