"""Who asks."""

from django.http import HttpRequest

from geo_server.core.subject import Subject


def subject_of(request: HttpRequest) -> Subject:
    """The subject that the middleware has found."""
    subject: Subject = request.subject  # type: ignore[attr-defined]
    return subject
