"""A remote source that is asked on a schedule, and how it has been."""

from uuid import uuid4

from django.db import models


class Source(models.Model):
    """Where a collection comes from by itself.

    `etag`, `last_modified` and `sha256` are of what was brought last; `failures` counts those since the last success.
    """

    class Kind(models.TextChoices):
        """How it is asked."""

        FILE = "file", "File at an address"
        OGC_FEATURES = "ogc_features", "OGC API Features"
        WFS = "wfs", "WFS 2.0"
        ARCGIS = "arcgis", "ArcGIS FeatureServer"
        CKAN = "ckan", "CKAN"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=50, help_text="Organisation that answers for the collection.")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    url = models.CharField(max_length=2000)
    layer = models.CharField(max_length=200, blank=True)
    collection = models.CharField(max_length=50)
    mode = models.CharField(max_length=10)
    key = models.CharField(max_length=200, blank=True)
    contract_id = models.CharField(max_length=50, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    leave_out_faulty = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    directly = models.BooleanField(
        default=False, help_text="Published without a person where the owner's rule lets it."
    )
    every_minutes = models.PositiveIntegerField()
    enabled = models.BooleanField(default=True)
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    etag = models.CharField(max_length=1000, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    submission = models.UUIDField(null=True, blank=True, help_text="What became of the last new content.")
    followed = models.BooleanField(default=True, help_text="Nothing is to be done for that submission any more.")
    asked_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["next_at"], name="source_by_next_at", condition=models.Q(enabled=True))]

    def __str__(self) -> str:
        return f"{self.title} -> {self.collection}"
