"""What inspectors draw by hand for the training of a detector."""

from django.contrib.gis.db.models import PolygonField
from django.db import models


class LabelKind(models.TextChoices):
    """What is true of the drawn ground."""

    CHANGE = "change", "Built or pulled down between the scenes"
    NO_CHANGE = "no_change", "Nothing was built or pulled down"
    BUILDING = "building", "A building at the later date"


class Label(models.Model):
    """One polygon with what is true of it between two scenes. Rows are never changed: a wrong one is withdrawn.

    The id is a hash of scenes, kind and polygon, so the same file brought twice adds nothing.
    """

    id = models.CharField(primary_key=True, max_length=16)
    before = models.ForeignKey("change_detection.Scene", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("change_detection.Scene", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=LabelKind.choices)
    geom = PolygonField(srid=4326, spatial_index=True)
    note = models.CharField(max_length=500, blank=True)
    by_key = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_key = models.CharField(max_length=100, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by_name}"
