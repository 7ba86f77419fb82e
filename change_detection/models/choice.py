"""Which detector compares from now on: an administrator says so, a new model is only offered."""

from django.db import models


class DetectorChoice(models.Model):
    """One decision on the detector of coming runs; rows are added, the newest holds. Without rows the shipped one does.

    `threshold` is empty where the one of the model's card holds.
    """

    model_id = models.CharField(max_length=100)
    threshold = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=500)
    by_key = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__isnull=True) | models.Q(threshold__gt=0, threshold__lt=1),
                name="chosen_threshold_is_a_probability",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model_id} from {self.at:%Y-%m-%d %H:%M}"
