"""What outside a network hangs on one of its parts: a pump on a transformer, a camera on a cabinet."""

from django.db import models


class Dependency(models.Model):
    """A feature that needs a part of a network to work.

    `origin` is "field" (its own record names the supplier), "nearest" (proposed by distance) or "stated" (somebody
    said so). One that was proposed counts once it is confirmed.
    """

    consumer_collection = models.CharField(max_length=50)
    consumer_fid = models.BigIntegerField()
    network = models.ForeignKey("networks.Network", on_delete=models.CASCADE, related_name="+")
    supplier_collection = models.CharField(max_length=50)
    supplier_fid = models.BigIntegerField()
    origin = models.CharField(max_length=10)
    field = models.CharField(max_length=63, blank=True, help_text="Of origin 'field': told to those who may read it.")
    confirmed = models.BooleanField()
    distance_m = models.FloatField(null=True)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consumer_collection", "consumer_fid", "network"], name="one_supplier_in_a_network"
            )
        ]
        indexes = [models.Index(fields=["network", "supplier_collection", "supplier_fid"], name="dependency_supplier")]

    def __str__(self) -> str:
        return f"{self.consumer_collection}/{self.consumer_fid} on {self.supplier_collection}/{self.supplier_fid}"
