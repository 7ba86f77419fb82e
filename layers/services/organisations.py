"""Organisations, their members, and the subject behind a user."""

from django.contrib.auth import get_user_model

from geo_server.core.subject import ADMINISTRATOR, Subject

from ..models import Membership, Organisation


def create_organisation(code: str, *, title_vi: str, title_en: str, parent: str | None = None) -> None:
    """Create an organisation, or give a known one these titles and parent."""
    above = Organisation.objects.get(code=parent) if parent else None
    values = {"title_vi": title_vi, "title_en": title_en, "parent": above}
    Organisation.objects.update_or_create(code=code, defaults=values)


def add_member(user_id: int, *, organisation: str, role: str) -> None:
    """Let a user act for an organisation in a role; nothing happens if he does already."""
    body = Organisation.objects.get(code=organisation)
    Membership.objects.get_or_create(user_id=user_id, organisation=body, role=role)


def subject_of_user(user_id: int) -> Subject:
    """The subject behind a user: his first organisation, all his roles; a superuser is an administrator."""
    user = get_user_model().objects.get(pk=user_id)
    memberships = list(Membership.objects.filter(user_id=user_id).select_related("organisation"))
    roles = {membership.role for membership in memberships}
    if user.is_superuser:
        roles.add(ADMINISTRATOR)
    return Subject(
        key=f"user:{user_id}",
        name=user.get_full_name() or user.get_username(),
        organisation=memberships[0].organisation.code if memberships else None,
        roles=frozenset(roles),
    )
