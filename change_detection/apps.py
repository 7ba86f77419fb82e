"""Django's entry for this package."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ChangeDetectionConfig(AppConfig):
    """Scenes, changes and findings."""

    name = "change_detection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor how a detection is started, and connect the receivers."""
        from geo_server.core import jobs

        from . import tasks
        from .models import JOB_KIND
        from .receivers import keep_first_rules

        def start(job_id: str) -> None:
            tasks.plan_detection.delay(job_id=job_id)

        jobs.register_kind(JOB_KIND, start)
        post_migrate.connect(keep_first_rules, sender=self)
