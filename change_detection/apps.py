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
        from geo_server.core.events import job_finished

        from . import tasks
        from .models import JOB_KIND, MAKING_JOB
        from .receivers import keep_first_rules, settle_delivery

        def start(job_id: str) -> None:
            tasks.plan_detection.delay(job_id=job_id)

        def make_scene(job_id: str) -> None:
            tasks.make_scene.delay(job_id=job_id)

        jobs.register_kind(JOB_KIND, start)
        jobs.register_kind(MAKING_JOB, make_scene)
        job_finished.connect(settle_delivery)
        post_migrate.connect(keep_first_rules, sender=self)
