"""Django's entry for this package."""

from django.apps import AppConfig


class OcmConfig(AppConfig):
    """Operations: cameras, incidents, alerts, cases."""

    name = "ocm"
    default_auto_field = "django.db.models.BigAutoField"
