"""Which collections have a read copy, and whether it still holds; written by `layers.read_copies` and a trigger."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class StoredCopy(models.Model):
    """The read copy of one collection: table `served."<collection>"`.

    Attributes:
        build: number of the build, never used twice, also not after a rollback.
        columns: the fields that the copy has as columns; `written` those in its GeoJSON text, in this order.
        stale: a bulk change has passed it by; it waits for the next build.
        changes: rows changed since the build; they lie at the end of the table, out of the order of the curve.
    """

    collection = models.CharField(primary_key=True, max_length=50)
    build = models.BigIntegerField()
    columns = ArrayField(models.TextField())
    written = ArrayField(models.TextField())
    stale = models.BooleanField(default=False)
    changes = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    built_at = models.DateTimeField()

    class Meta:
        db_table = "layers_readcopy"

    def __str__(self) -> str:
        return f"{self.collection} build {self.build}"
