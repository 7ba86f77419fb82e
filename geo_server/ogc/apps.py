"""Django's entry for the planners' door."""

from django.apps import AppConfig


class OgcConfig(AppConfig):
    """OGC API Features, Tiles, Processes; WMS and WMTS through MapProxy."""

    name = "geo_server.ogc"
    label = "ogc"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job kinds of processes and downloads and connect the receivers."""
        from geo_server.core import jobs

        from . import receivers  # noqa: F401  importing the receivers connects them
        from .downloads import preparing
        from .downloads.tasks import prepare_downloads
        from .processes.execution import KIND
        from .tasks import run_process

        jobs.register_kind(KIND, run_process.delay)
        jobs.register_kind(preparing.KIND, prepare_downloads.delay)
