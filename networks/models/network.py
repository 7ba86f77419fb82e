"""Networks as they are defined, and the collections that make them."""

from django.db import models


class Network(models.Model):
    """One network; `document` is the whole NetworkSpec, the other columns are what the triggers read of it."""

    id = models.CharField(max_length=40, primary_key=True)
    domain = models.CharField(max_length=20)
    owner = models.CharField(max_length=50)
    tolerance_m = models.FloatField()
    latitude = models.FloatField()
    radial = models.BooleanField()
    flow = models.CharField(max_length=20)
    rules = models.JSONField(default=dict)
    document = models.JSONField()
    defined_at = models.DateTimeField()
    defined_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.id


class Member(models.Model):
    """A collection of a network: what it holds, and in which columns the network finds what it asks for."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members")
    collection = models.CharField(max_length=50)
    role = models.CharField(max_length=10)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "network"], name="one_role_in_a_network")]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.collection}"
