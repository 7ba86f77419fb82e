"""What an office may tune in the matching: data with a day of entry into force."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from change_detection.matching.rules import MatchRules


class MatchRuleSet(models.Model):
    """One version of margins, exemptions and register names; the newest that is in force on a day holds.

    `parcels` to `buildings` are the ids of the collections that are asked; an unknown one is taken as absent. The
    accuracies say how far their boundaries may lie off the ground.
    """

    valid_from = models.DateField(unique=True)
    legal_act = models.CharField(max_length=200, blank=True)
    margin_m2 = models.FloatField(default=10.0)
    margin_share = models.FloatField(default=0.10)
    zone_share = models.FloatField(default=0.50)
    cover_share = models.FloatField(default=0.50)
    point_reach_m = models.FloatField(default=30.0)
    exempt_land_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    closed_uses = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    usual_floors = models.PositiveSmallIntegerField(default=3)
    floor_height_m = models.FloatField(default=3.3)
    parcels = models.CharField(max_length=50, default="parcels")
    zoning = models.CharField(max_length=50, default="zoning")
    red_lines = models.CharField(max_length=50, default="red_lines")
    permits = models.CharField(max_length=50, default="permits")
    buildings = models.CharField(max_length=50, default="buildings", blank=True)
    parcels_accuracy_m = models.FloatField(default=0.3)
    zoning_accuracy_m = models.FloatField(default=1.0)
    red_lines_accuracy_m = models.FloatField(default=0.5)
    permits_accuracy_m = models.FloatField(default=0.3)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"from {self.valid_from:%Y-%m-%d}"

    @classmethod
    def in_force(cls, day: date) -> "MatchRuleSet":
        """The version of that day; one that is always in force comes with the tables."""
        return cls.objects.filter(valid_from__lte=day).order_by("-valid_from")[0]

    @property
    def rules(self) -> MatchRules:
        """The margins and exemptions as the matching reads them."""
        return MatchRules(
            margin_m2=self.margin_m2,
            margin_share=self.margin_share,
            zone_share=self.zone_share,
            cover_share=self.cover_share,
            point_reach_m=self.point_reach_m,
            exempt_land_codes=frozenset(self.exempt_land_codes),
            closed_uses=frozenset(self.closed_uses),
            usual_floors=self.usual_floors,
            floor_height_m=self.floor_height_m,
        )
