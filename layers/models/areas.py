"""Versions of the units that divide the city."""

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class AreaVersion(models.Model):
    """One version of a unit: the same code may mean another territory before or after its dates."""

    class Kind(models.TextChoices):
        """The kinds of units; ward, commune and special zone are one level."""

        WARD = "ward"
        COMMUNE = "commune"
        SPECIAL_ZONE = "special_zone"
        DISTRICT = "district"
        CITY = "city"

    code = models.CharField(max_length=10)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    valid = DateRangeField(help_text="[from, to); no end while it stands.")
    legal_act = models.CharField(max_length=200, blank=True)
    parent = models.CharField(max_length=10, blank=True, help_text="Code of the unit above, on the same days.")
    geom = MultiPolygonField(srid=4326, spatial_index=True)

    class Meta:
        db_table = "layers_area"
        ordering = ["code", "valid"]
        constraints = [
            ExclusionConstraint(
                name="one_territory_per_code_and_day",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                violation_error_message="This code already has a territory on some of these days.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"
