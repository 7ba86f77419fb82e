"""How much a scene looks like the pictures that a detector was trained on."""

from django.db import models


class SceneLikeness(models.Model):
    """One measurement; a model without reference numbers has none.

    `strange_share` is the part of the scene that lies outside of 99 % of the training pictures; `marks` lists
    `{"name", "value", "low", "high"}` of the traits that are unusual, the most unusual first.
    """

    scene = models.ForeignKey("change_detection.Scene", on_delete=models.CASCADE, related_name="likenesses")
    model_sha256 = models.CharField(max_length=64)
    distance = models.FloatField()
    percentile = models.FloatField()
    strange_share = models.FloatField()
    is_strange = models.BooleanField()
    marks = models.JSONField(default=list)
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ["scene_id", "measured_at"]
        constraints = [
            models.UniqueConstraint(fields=["scene", "model_sha256"], name="one_likeness_per_scene_and_model")
        ]

    def __str__(self) -> str:
        return f"{self.scene_id}: distance {self.distance:.1f}"
