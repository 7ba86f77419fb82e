"""Django's entry for the floor."""

from django.apps import AppConfig
from django.core.signals import request_started


class CoreConfig(AppConfig):
    """Jobs, audit entries and application tokens."""

    name = "geo_server.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A request begins with no stream of an earlier one left in its thread."""
        from .streams import close_forgotten

        request_started.connect(close_forgotten)
