"""What was answered to a request, and who has looked at it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class DigAnswer(models.Model):
    """What lay in the ground of a request when it was asked; a later answer stands beside it."""

    request = models.ForeignKey("works.WorksRequest", on_delete=models.CASCADE, related_name="answers")
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    document = models.JSONField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.made_at:%Y-%m-%d %H:%M}"


class AnswerView(models.Model):
    """Somebody has seen an answer, through one door; the owners of what he saw may read it."""

    answer = models.ForeignKey(DigAnswer, on_delete=models.CASCADE, related_name="views")
    at = models.DateTimeField()
    subject = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=50, blank=True)
    purpose = models.CharField(max_length=200)
    door = models.CharField(max_length=20)
    owners = ArrayField(models.CharField(max_length=50), help_text="Organisations whose assets were in the answer.")

    class Meta:
        ordering = ["-id"]
        indexes = [GinIndex(fields=["owners"])]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.subject} {self.at:%Y-%m-%d %H:%M}"
