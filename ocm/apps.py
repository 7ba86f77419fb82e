"""Django's entry for this package."""

from django.apps import AppConfig


class OcmConfig(AppConfig):
    """Operations: cameras, alerts, cases."""

    name = "ocm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries (channels, kinds of jobs) and connect the receivers."""
        from geo_server.core import jobs

        from . import receivers, tasks  # noqa: F401  importing the receivers connects them
        from .transports import register_transport
        from .transports.mail import MailTransport

        register_transport(MailTransport())
        jobs.register_kind(tasks.RAISE_ALERT, tasks.raise_alert.delay)
