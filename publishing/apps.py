"""Django's entry for this package."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """From what somebody hands in to a published collection: intake, contract, draft, review, publication, harvest."""

    name = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the floor how a submission is advanced and a source asked."""
        from geo_server.core import jobs

        from . import tasks
        from .services.sources import JOB_KIND as HARVEST
        from .services.transitions import JOB_KIND

        def start(job_id: str) -> None:
            tasks.advance.delay(job_id=job_id)

        def ask(job_id: str) -> None:
            tasks.harvest.delay(job_id=job_id)

        jobs.register_kind(JOB_KIND, start)
        jobs.register_kind(HARVEST, ask)
