"""What was found on site elsewhere than the answer said."""

from django.contrib.gis.db.models import PointField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Deviation(models.Model):
    """A find of the foreman: where something really lies; its owner takes it over or says why not."""

    class State(models.TextChoices):
        """What the owner has said."""

        OPEN = "open", _("To be checked by the owner")
        ACCEPTED = "accepted", _("Accepted by the owner")
        REFUSED = "refused", _("Refused by the owner")

    request = models.ForeignKey("works.WorksRequest", on_delete=models.CASCADE, related_name="deviations")
    place = PointField(srid=4326)
    depth_m = models.FloatField(null=True, blank=True)
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=50)
    collection = models.CharField(max_length=50, blank=True)
    fid = models.BigIntegerField(null=True, blank=True)
    offset_m = models.FloatField(null=True, blank=True, help_text="From where the answer had drawn the asset.")
    survey_class = models.CharField(max_length=1, help_text="The class that the find proposes for the asset.")
    photo = models.CharField(max_length=200, blank=True, help_text="Storage key.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reported_by = models.CharField(max_length=100)
    reported_by_name = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner", "state"])]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.text[:40]}"
