"""Django's entry for this package."""

from django.apps import AppConfig


class TilesConfig(AppConfig):
    """Vector and raster tiles, styles and their cache."""

    name = "tiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers

        receivers.connect()
