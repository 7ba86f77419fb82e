"""Changes, the findings among them, and what people decided."""

from django.contrib.gis.db.models import PolygonField
from django.db import models


class FindingStatus(models.TextChoices):
    """What has been decided about a finding."""

    NEW = "new"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Certainty(models.TextChoices):
    """Whether one pair of scenes tells of a finding, or somebody else does too: a third scene, or a person."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"


class Change(models.Model):
    """One difference that a run found, with how it fits the registers.

    The id is a hash of the run and the geometry. `reasons` lists `{"code": ..., "numbers": {...}, "share": ...}`,
    heaviest first, `why_not` what else the registers hold near it, `{"register": ..., "key": ..., "code": ...,
    "numbers": {...}}`. `reason_share` is the share of the possible places of the walls at which the main reason holds;
    they may stand up to `outline_error_m` on either side of their likeliest place.
    `score` is what the detector answers, `probability` how often that has been right by the calibration of its card, if
    it has one. `finding` is set when somebody should look at the place: a new finding, or an earlier one that shows the
    same thing; the change that made it `represents` it.
    """

    id = models.CharField(primary_key=True, max_length=16)
    run = models.ForeignKey("change_detection.Run", on_delete=models.PROTECT, related_name="changes")
    geom = PolygonField(srid=4326, spatial_index=True)
    area_m2 = models.FloatField()
    width_m = models.FloatField()
    score = models.FloatField()
    probability = models.FloatField(null=True, blank=True)
    change_class = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    reason_share = models.FloatField(default=1.0)
    reasons = models.JSONField()
    why_not = models.JSONField(default=list, blank=True)
    outline_error_m = models.FloatField(null=True, blank=True)
    parcel = models.CharField(max_length=50, blank=True)
    land_code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    zone_code = models.CharField(max_length=50, blank=True)
    zone_use = models.CharField(max_length=100, blank=True)
    permit_no = models.CharField(max_length=100, blank=True)
    finding = models.ForeignKey(
        "change_detection.Finding", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    represents = models.BooleanField(default=False)

    class Meta:
        ordering = ["run_id", "-area_m2", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=models.Q(represents=True), name="one_change_represents_a_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.change_class} {self.area_m2:.0f} m²"


class Finding(models.Model):
    """A place where something was built that fits no permit or plan.

    The id is a hash of the two scenes and the place. `confirmed_by` is the run or the person that confirmed it.
    """

    id = models.CharField(primary_key=True, max_length=16)
    status = models.CharField(max_length=20, choices=FindingStatus.choices, default=FindingStatus.NEW)
    certainty = models.CharField(max_length=20, choices=Certainty.choices, default=Certainty.PROVISIONAL)
    confirmed_by = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    area_code = models.CharField(max_length=10, blank=True)
    area_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"


class Ground(models.TextChoices):
    """Why a finding is dismissed: whether something changed at all is what the detector is measured by."""

    LAWFUL = "lawful", "The change is real, and lawful"
    NO_CHANGE = "no_change", "Nothing has changed there"


class Verdict(models.Model):
    """One decision of a person; rows are added, the last one holds.

    `ground` belongs to a dismissal; empty where nobody said it.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(
        max_length=20,
        choices=[(FindingStatus.ACCEPTED, "Accepted"), (FindingStatus.DISMISSED, "Dismissed")],
    )
    ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    note = models.TextField()
    by_key = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.verdict} by {self.by_name}"
