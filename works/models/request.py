"""Requests to dig, and the steps each has gone through."""

from django.contrib.gis.db.models import PolygonField
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorksRequest(models.Model):
    """Somebody wants to open the ground: where, how deep, when, why, and who does it."""

    class State(models.TextChoices):
        """How far it is; see `works.states` for what may follow what."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ANSWERED = "answered", _("Answered")
        IN_PROGRESS = "in_progress", _("In progress")
        DEVIATION_REPORTED = "deviation_reported", _("Deviation reported")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    laying = models.CharField(max_length=30, blank=True, help_text="Domain of the network that is laid, empty if none.")
    depth_m = models.FloatField()
    period = DateRangeField(help_text="[first day, day after the last).")
    area = PolygonField(srid=4326)
    area_m2 = models.FloatField()
    contractor = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=100)
    contact_phone = models.CharField(max_length=40)
    organisation = models.CharField(max_length=50, help_text="Code of the organisation that asks.")
    asked_by = models.CharField(max_length=100)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "-id"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(depth_m__gt=0), name="works_dig_downwards"),
            models.CheckConstraint(condition=models.Q(period__isempty=False), name="works_last_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class WorksStep(models.Model):
    """A request has come into a state."""

    request = models.ForeignKey(WorksRequest, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20, choices=WorksRequest.State.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state} {self.at:%Y-%m-%d %H:%M}"
