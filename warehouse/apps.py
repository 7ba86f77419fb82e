"""Django's entry for this package."""

from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    """Numbers: datasets, observations, indicators, open data."""

    name = "warehouse"
    default_auto_field = "django.db.models.BigAutoField"
