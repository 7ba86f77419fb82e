"""Calls to the address of somebody who waits for a job: a row first, so that a restart loses none."""

from django.db import models


class Callback(models.Model):
    """One call: about which job, where to, what is told, how often it was tried."""

    job_id = models.UUIDField(db_index=True)
    told = models.CharField(max_length=20)
    uri = models.TextField()
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"])]
        constraints = [models.UniqueConstraint(fields=["job_id", "told"], name="one_call_per_job_and_news")]

    def __str__(self) -> str:
        return f"{self.told} of {self.job_id}"
