"""Who may see and decide an alert: inspectors of the organisation that answers for it, and administrators."""

from django.db.models import Q

from geo_server.core.subject import Subject

INSPECTOR = "inspector"


def visible_to(subject: Subject) -> Q:
    """The condition on alerts that a subject may see; it decides on the same ones."""
    if subject.is_administrator:
        return Q()
    if INSPECTOR in subject.roles and subject.organisation:
        return Q(organisation=subject.organisation)
    return Q(pk__in=[])


def may_see(subject: Subject, *, organisation: str) -> bool:
    """The same rule for one alert whose organisation is known."""
    if subject.is_administrator:
        return True
    return INSPECTOR in subject.roles and bool(organisation) and subject.organisation == organisation
