"""Django's entry for the staff's door."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages and command line."""

    name = "geo_server.site"
    label = "site"
