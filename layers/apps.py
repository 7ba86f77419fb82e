"""Django's entry for this package."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LayersConfig(AppConfig):
    """The one spatial model: collections, features, areas, CRS, policy, publishing."""

    name = "layers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        from .receivers import keep_registry_revision

        post_migrate.connect(keep_registry_revision, sender=self)
