"""The staff's door: settings, pages, command line. It may import everybody; nobody imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
