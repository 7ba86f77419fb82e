"""What somebody handed in for a collection, and every step that it took."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from ..states import State


def _nothing() -> dict[str, Any]:
    return {}


class Submission(models.Model):
    """One file, or one harvest, on its way into one collection.

    What was reviewed is what is published: the contract, the mapping and the decisions are kept here as they were.
    """

    class Mode(models.TextChoices):
        """What the rows are to the rows that are there."""

        REPLACE = "replace"
        APPEND = "append"
        UPSERT = "upsert"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=30, choices=[(s.value, s.value) for s in State], default=State.RECEIVED)
    state_at = models.DateTimeField()
    collection = models.CharField(max_length=50)
    owner = models.CharField(max_length=50, help_text="Code of the organisation that answers for the data.")
    created_by = models.CharField(max_length=100)
    created_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    by_outsider = models.BooleanField(default=False, help_text="By a right to write, not as a member of the owner.")
    reason = models.TextField(blank=True)

    file_name = models.CharField(max_length=300)
    file_key = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    format = models.CharField(max_length=50, blank=True)
    layers = models.JSONField(default=list, help_text="The layers of the file, as they were read.")
    layer = models.CharField(max_length=300, blank=True, help_text="The one that is meant.")

    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.REPLACE)
    key = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    wishes = models.JSONField(default=_nothing, help_text="Of a new collection: titles, theme, public.")
    leave_out_faulty = models.BooleanField(default=False)
    contract_id = models.CharField(max_length=100, blank=True)

    proposals = models.JSONField(default=list)
    decisions = models.JSONField(default=_nothing)
    decided_by = models.CharField(max_length=100, blank=True)
    contract = models.JSONField(null=True, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    chosen_mapping = models.JSONField(
        default=_nothing, help_text="The sender's own: column of the file to field, null to leave it out."
    )
    report = models.JSONField(null=True, blank=True)
    rejects_key = models.CharField(max_length=500, blank=True)
    difference = models.JSONField(null=True, blank=True)
    base_revision = models.BigIntegerField(
        null=True, blank=True, help_text="Of the collection that it was compared with."
    )
    broken = models.JSONField(default=list, help_text="Expectations of the contract that the draft breaks.")
    known_elsewhere = models.JSONField(default=list, help_text="Collections that hold these objects already.")

    submitted_by = models.CharField(max_length=100, blank=True)
    approved_by = models.CharField(max_length=100, blank=True)
    override_by = models.CharField(max_length=100, blank=True)
    override_reason = models.TextField(blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    failed_vi = models.TextField(blank=True)
    failed_en = models.TextField(blank=True)
    job = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["collection", "-created_at"], name="submission_by_collection"),
            models.Index(fields=["owner", "sha256"], name="submission_by_file"),
            models.Index(fields=["state", "publish_at"], name="submission_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False), name="a_scheduled_one_has_a_moment"
            ),
            models.CheckConstraint(condition=~Q(state=State.FAILED) | ~Q(failed_en=""), name="a_failed_one_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} -> {self.collection} ({self.state})"

    @property
    def incoming_name(self) -> str:
        """Name of the table that holds its rows until they are published."""
        return f"s_{self.id.hex}"


class SubmissionStep(models.Model):
    """One transition: who, when, from where to where, why."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before} -> {self.after} by {self.by}"
