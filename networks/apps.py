"""Django's entry for this package."""

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """Networks of the utilities: topology, rules, traces, hydraulic runs, scorecards."""

    name = "networks"
    default_auto_field = "django.db.models.BigAutoField"
