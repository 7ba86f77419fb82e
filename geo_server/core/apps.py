"""Django's entry for the floor."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Jobs, audit entries and application tokens."""

    name = "geo_server.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
