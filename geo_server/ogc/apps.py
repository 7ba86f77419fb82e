"""Django's entry for the planners' door."""

from django.apps import AppConfig


class OgcConfig(AppConfig):
    """OGC API Features, Tiles, Processes; WMS and WMTS through MapProxy."""

    name = "geo_server.ogc"
    label = "ogc"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job kind of processes and connect the receivers."""
        from geo_server.core import jobs

        from . import receivers  # noqa: F401  importing the receivers connects them
        from .processes.execution import KIND
        from .tasks import run_process

        jobs.register_kind(KIND, run_process.delay)
