"""Where numbers came from."""

from django.db import models


class Dataset(models.Model):
    """One handed-in set of numbers: of which indicator, from where, by whom, when. Rows are added, never changed."""

    indicator = models.CharField(max_length=50, db_index=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    loaded_by = models.CharField(max_length=100)
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField()

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.loaded_at:%Y-%m-%d})"
