"""What the ground of an area was at the earlier date and is at the later one, in square metres."""

from django.db import models


class LandUseClass(models.TextChoices):
    """The classes of the maps; see `engine.land_use.classes`."""

    UNKNOWN = "unknown"
    BUILDING = "building"
    ROAD = "road"
    VEGETATION = "vegetation"
    BARE_SOIL = "bare_soil"
    WATER = "water"


class LandUseChange(models.Model):
    """Ground of one area version that was of one class and is of another, or of the same.

    An area is (area_code, area_valid_from); both are empty for ground outside of every area. The rows of a run add up
    to the ground that both of its scenes show.
    """

    run = models.ForeignKey("change_detection.Run", on_delete=models.CASCADE, related_name="land_use_changes")
    area_code = models.CharField(max_length=10, blank=True)
    area_valid_from = models.DateField(null=True, blank=True)
    before = models.CharField(max_length=12, choices=LandUseClass.choices)
    after = models.CharField(max_length=12, choices=LandUseClass.choices)
    area_m2 = models.FloatField()

    class Meta:
        ordering = ["run_id", "area_code", "before", "after"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "area_code", "before", "after"], name="one_land_use_change_per_area_and_classes"
            ),
            models.CheckConstraint(condition=models.Q(area_m2__gt=0), name="land_use_change_has_an_area"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.area_code} {self.before} > {self.after}: {self.area_m2:.0f} m²"
