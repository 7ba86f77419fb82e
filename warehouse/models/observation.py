"""Values by indicator, area version and period."""

from django.db import models
from django.db.models import F, Q


class Observation(models.Model):
    """One value: indicator, area version (code and first day), period [start, end), status A or E.

    The area is named by its key, not by a foreign key: areas belong to `layers`, and a value outlives a redrawn border.
    """

    indicator = models.CharField(max_length=50)
    area_code = models.CharField(max_length=20)
    area_valid_from = models.DateField()
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.FloatField()
    status = models.CharField(max_length=1, choices=[("A", "actual"), ("E", "estimated")])
    dataset = models.ForeignKey("warehouse.Dataset", on_delete=models.PROTECT, related_name="observations")

    class Meta:
        ordering = ["indicator", "period_start", "area_code"]
        indexes = [models.Index(fields=["indicator", "period_start", "period_end"])]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_code", "area_valid_from", "period_start", "period_end"],
                name="one_value_per_area_version_and_period",
            ),
            models.CheckConstraint(condition=Q(period_start__lt=F("period_end")), name="observation_period_has_days"),
            models.CheckConstraint(condition=Q(status__in=["A", "E"]), name="observation_status_is_a_or_e"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_code} {self.period_start}: {self.value}"
