"""The change log and the maintained counts; both are written by the triggers of `sql/040_changelog.sql` only."""

from django.contrib.gis.db.models import PolygonField
from django.db import models


class ChangeLogEntry(models.Model):
    """One changed feature, or neighbours that one statement changed together with a thousand others (`fid` is empty).

    `at` is since when the change counts, `written_at` when it was written down (empty in lines of old).
    """

    revision = models.BigAutoField(primary_key=True)
    collection = models.CharField(max_length=50)
    fid = models.BigIntegerField(null=True)
    bbox = PolygonField(srid=4326, null=True, spatial_index=False)
    op = models.CharField(max_length=10)
    count = models.BigIntegerField(default=1)
    actor = models.CharField(max_length=100)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "layers_changelog"
        indexes = [models.Index(fields=["collection", "revision"], name="layers_changelog_by_collection")]

    def __str__(self) -> str:
        return f"{self.revision} {self.collection} {self.op}"


class CollectionState(models.Model):
    """Count, extent and revision of a collection, maintained so that no request counts rows.

    `revision` is the last line of the change log for the collection, `kept_from` the first that can be brought back.
    """

    collection = models.CharField(primary_key=True, max_length=50)
    revision = models.BigIntegerField(default=0)
    kept_from = models.BigIntegerField(db_default=0)
    count = models.BigIntegerField(default=0)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    since = models.DateTimeField(null=True)
    updated = models.DateTimeField(null=True)

    class Meta:
        db_table = "layers_collectionstate"

    def __str__(self) -> str:
        return f"{self.collection} at {self.revision}"
