"""What was published, rolled back or retired: one row per act, never changed."""

from django.db import models

from .submission import Submission


class Publication(models.Model):
    """One act that changed what everybody sees of a collection."""

    class Kind(models.TextChoices):
        """What was done."""

        PUBLISH = "publish"
        ROLL_BACK = "roll_back"
        RETIRE = "retire"

    collection = models.CharField(max_length=50)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="publication"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    revision_before = models.BigIntegerField()
    revision_after = models.BigIntegerField()
    added = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    restored = models.BigIntegerField(null=True, blank=True, help_text="Revision that a roll-back brought back.")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["collection", "-at"], name="publication_by_collection")]

    def __str__(self) -> str:
        return f"{self.kind} {self.collection} {self.revision_before} -> {self.revision_after}"
