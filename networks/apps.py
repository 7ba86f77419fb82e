"""Django's entry for this package."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NetworksConfig(AppConfig):
    """Networks of the utilities: topology, rules, traces, hydraulic runs, scorecards."""

    name = "networks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules in the database are those of this release."""
        post_migrate.connect(_store_rules, sender=self)


def _store_rules(using: str = "default", **_: Any) -> None:
    from .services.rules import store_rules

    store_rules(using=using)
