"""Django's entry for the planners' door."""

from django.apps import AppConfig


class OgcConfig(AppConfig):
    """OGC API Features, Tiles, Processes; WMS and WMTS through MapProxy."""

    name = "geo_server.ogc"
    label = "ogc"

    def ready(self) -> None:
        """Register the job kind of processes."""
        from geo_server.core import jobs

        from .processes.execution import KIND
        from .tasks import run_process

        jobs.register_kind(KIND, run_process.delay)
