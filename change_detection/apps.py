"""Django's entry for this package."""

from django.apps import AppConfig


class ChangeDetectionConfig(AppConfig):
    """Scenes, changes and findings."""

    name = "change_detection"
    default_auto_field = "django.db.models.BigAutoField"
