"""A run compares two scenes with one model; its blocks are the pieces that workers share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

JOB_KIND = "change_detection.detect"
"""The kind of job that does a run."""


class RunState(models.TextChoices):
    """How far a run is; whether it failed is told by its job."""

    PLANNED = "planned"
    DETECTING = "detecting"
    ASSEMBLED = "assembled"


class Correction(models.TextChoices):
    """Whether scenes that lie apart are brought together before they are compared."""

    AUTO = "auto"
    OFF = "off"


class Run(models.Model):
    """One comparison. The id is a hash of all that decides its answer, so equal questions are one run.

    The grid (rows, cols, transform, crs) is the one both scenes are compared on. `registration` holds what
    `engine.registration.Registration` told of the pair, `radiometry` what `engine.radiometry.Radiometry` did; both are
    measured once, when the run is planned, so that every worker reads the scenes alike.
    """

    id = models.CharField(primary_key=True, max_length=16)
    job_id = models.UUIDField()
    before = models.ForeignKey("change_detection.Scene", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("change_detection.Scene", on_delete=models.PROTECT, related_name="+")
    model_id = models.CharField(max_length=100)
    model_sha256 = models.CharField(max_length=64)
    threshold = models.FloatField()
    min_area_m2 = models.FloatField()
    state = models.CharField(max_length=20, choices=RunState.choices, default=RunState.PLANNED)
    rows = models.PositiveIntegerField()
    cols = models.PositiveIntegerField()
    transform = ArrayField(models.FloatField(), size=6)
    crs = models.TextField()
    correction = models.CharField(max_length=10, choices=Correction.choices, default=Correction.AUTO)
    registration = models.JSONField(null=True, blank=True)
    radiometry = models.JSONField(null=True, blank=True)
    residual_m = models.FloatField(null=True, blank=True)
    residual_confidence = models.FloatField(null=True, blank=True)
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    timings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="run_compares_two_scenes"),
            models.CheckConstraint(
                condition=models.Q(threshold__gt=0, threshold__lt=1), name="run_threshold_is_a_probability"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.before_id} > {self.after_id})"


class Block(models.Model):
    """A rectangle of the run's grid, in pixels; done when its result lies in the storage.

    `attempts` counts how often a worker took it up, also one that was killed at it; `done_by` names the worker that
    did it, in `seconds`.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    col = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    cols = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["run_id", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_block_per_number")]

    def __str__(self) -> str:
        return f"{self.run_id} block {self.number}"
