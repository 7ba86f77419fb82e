"""Django's entry for this package."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LayersConfig(AppConfig):
    """The one spatial model: collections, features, areas, CRS, policy, publishing."""

    name = "layers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor how a read copy is built, and connect the receivers."""
        from geo_server.core import jobs

        from . import tasks
        from .receivers import keep_registry_revision

        def start(job_id: str) -> None:
            tasks.build_copy.delay(job_id=job_id)

        jobs.register_kind(tasks.KIND, start)
        post_migrate.connect(keep_registry_revision, sender=self)
