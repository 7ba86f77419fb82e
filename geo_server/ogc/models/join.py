"""Tables that people attach to collections: their rows lie beside the features, never in them."""

import uuid

from django.db import models


class Join(models.Model):
    """One attached table: whose, to which collection, by which keys, which columns, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=100, db_index=True)
    public = models.BooleanField(default=False)
    collection = models.CharField(max_length=50)
    key_field = models.CharField(max_length=50)
    source = models.CharField(max_length=300)
    source_key = models.CharField(max_length=200)
    columns = models.JSONField()
    duplicates = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} on {self.collection}"


class JoinRow(models.Model):
    """The values of one key, by column name."""

    join = models.ForeignKey(Join, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=200)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["join", "key"], name="one_row_per_join_and_key")]

    def __str__(self) -> str:
        return self.key
