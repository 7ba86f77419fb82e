"""A delivery: a file somebody handed in, on its way to becoming a scene."""

import uuid

from django.db import models

MAKING_JOB = "change_detection.make_scene"
"""The kind of job that makes a scene of a delivery."""


class DeliveryState(models.TextChoices):
    """How far a delivery is; the last two are final."""

    RECEIVED = "received"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class Delivery(models.Model):
    """One file as it was handed in. Only its making writes a scene, so a scene that exists can be used.

    `order` is what the sender said of it (orders.DeliveryOrder), `given_by` the subject that the job acts for. `origin`
    is where a watched folder or bucket holds it, with size and time; empty for an upload. The file goes at the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.RECEIVED)
    state_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    file_key = models.CharField(max_length=300)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=1000, blank=True)
    order = models.JSONField(default=dict)
    given_by = models.JSONField(default=dict)
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    reason_vi = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    scene = models.ForeignKey(
        "change_detection.Scene", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    run_id = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["created_by", "-created_at"], name="delivery_by_sender")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(scene__isnull=False), name="ready_delivery_has_a_scene"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(reason_vi=""), name="failed_delivery_says_why"
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=~models.Q(origin=""), name="one_delivery_per_watched_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"
