"""Django's entry for this package."""

from django.apps import AppConfig


class LayersConfig(AppConfig):
    """The one spatial model: collections, features, areas, CRS, policy, publishing."""

    name = "layers"
    default_auto_field = "django.db.models.BigAutoField"
