"""Django's entry for this package."""

from django.apps import AppConfig


class WorksConfig(AppConfig):
    """Works in the ground: requests, what lies there and whose it is, answers, deviations; what is known of a place."""

    name = "works"
    default_auto_field = "django.db.models.BigAutoField"
