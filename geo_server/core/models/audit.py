"""Who did or saw what, when and why; rows are added, and never changed but for the end of a running session."""

from django.db import models


class AuditEntry(models.Model):
    """One act of a subject on an object."""

    at = models.DateTimeField(db_index=True)
    subject = models.CharField(max_length=100)
    act = models.CharField(max_length=50)
    object = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["object", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject} {self.act} {self.object}"
