"""An alert: somebody is told of a finding; its steps are added, never changed."""

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import F, Q

from ocm.records import AlertRecord, StepRecord


class AlertState(models.TextChoices):
    """The life of an alert; the last two are final."""

    NEW = "new"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Alert(models.Model):
    """One finding brought before the organisation that answers for the place, as it was known when it was raised."""

    id = models.UUIDField(primary_key=True, editable=False)  # made from the finding's id: raised twice, it is one row
    finding_id = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=20, choices=AlertState.choices, default=AlertState.NEW)
    organisation = models.CharField(max_length=100, blank=True)  # "" when no rule chose one: administrators see it
    rule = models.ForeignKey("CompetenceRule", null=True, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=20, blank=True)
    area_valid_from = models.DateField(null=True)
    point = PointField(srid=settings.STORAGE_SRID)
    change_class = models.CharField(max_length=60)
    reason = models.CharField(max_length=60)
    area_m2 = models.FloatField()
    score = models.FloatField()
    address = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"]),
            models.Index(fields=["area_code", "area_valid_from"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="alert_is_decided_when_it_says_when",
                condition=Q(state__in=["accepted", "dismissed"], decided_at__gte=F("raised_at"))
                | Q(state__in=["new", "seen"], decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.reason} ({self.state})"

    @property
    def is_decided(self) -> bool:
        """True when a person accepted or dismissed it."""
        return self.state in (AlertState.ACCEPTED, AlertState.DISMISSED)

    def as_record(self) -> AlertRecord:
        """The alert as a plain value."""
        return AlertRecord(
            id=str(self.pk),
            finding_id=self.finding_id,
            state=self.state,
            organisation=self.organisation,
            rule=self.rule.as_record() if self.rule else None,
            area_code=self.area_code,
            area_valid_from=self.area_valid_from,
            point=(self.point.x, self.point.y),
            change_class=self.change_class,
            reason=self.reason,
            score=self.score,
            area_m2=self.area_m2,
            address=self.address,
            raised_at=self.raised_at,
            due_on=self.due_on,
            decided_at=self.decided_at,
        )


class AlertStep(models.Model):
    """One step in the life of an alert: who did it, when, and why."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=AlertState.choices)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.state}"

    def as_record(self) -> StepRecord:
        """The step as a plain value."""
        return StepRecord(state=self.state, by=self.by, by_name=self.by_name, at=self.at, note=self.note)
