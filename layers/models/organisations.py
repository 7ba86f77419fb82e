"""Organisations and who works for them."""

from django.conf import settings
from django.db import models


class Organisation(models.Model):
    """A department, a ward's People's Committee, a utility."""

    code = models.CharField(max_length=50, unique=True)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title_vi


class Membership(models.Model):
    """A person acts for an organisation in one role; the first membership is the one he acts for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=50)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership_per_role"),
            models.CheckConstraint(condition=~models.Q(role="administrator"), name="administrators_are_superusers"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}, {self.organisation_id}"
