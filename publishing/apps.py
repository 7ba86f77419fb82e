"""Django's entry for this package."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """From what somebody hands in to a published collection: intake, contract, draft, review, publication, harvest."""

    name = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
