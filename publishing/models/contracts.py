"""Contracts that the city changed, and how the columns of earlier files were understood."""

from django.db import models


class ContractVersion(models.Model):
    """One version of a contract; the highest one holds, also over a shipped file of the same id."""

    contract = models.CharField(max_length=50)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.TextField(blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["contract", "-version"]
        constraints = [models.UniqueConstraint(fields=["contract", "version"], name="one_document_per_version")]

    def __str__(self) -> str:
        return f"{self.contract} {self.version}"


class RememberedMapping(models.Model):
    """How an organisation's files with these columns were understood last time."""

    owner = models.CharField(max_length=50)
    contract = models.CharField(max_length=50)
    columns = models.CharField(max_length=64, help_text="SHA-256 of the sorted names.")
    mapping = models.JSONField()
    confirmed_by = models.CharField(max_length=100)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "contract", "columns"], name="one_mapping_per_set_of_columns")
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.contract}"
