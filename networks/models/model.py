"""Hydraulic models: what an engine needs beside the features of the network."""

from django.db import models


class HydraulicModel(models.Model):
    """The engine's side of a network: options, patterns, curves, controls; nodes and links are features.

    `document` is WNTR's document of an EPANET model, or the sections of a SWMM input; `placement` says how its
    coordinates became places.
    """

    network = models.OneToOneField("networks.Network", on_delete=models.CASCADE, primary_key=True, related_name="+")
    engine = models.CharField(max_length=10)
    document = models.JSONField()
    placement = models.JSONField()
    nodes = models.CharField(max_length=50)
    links = models.CharField(max_length=50)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(engine__in=["epanet", "swmm"]), name="known_engine")]

    def __str__(self) -> str:
        return f"{self.network_id} ({self.engine})"
