"""What the owner of data asks for before a new version of it is published."""

from django.db import models


class OwnerRule(models.Model):
    """The rule of an organisation for one of its collections, or for all that have no rule of their own."""

    organisation = models.CharField(max_length=50)
    collection = models.CharField(max_length=50, blank=True, help_text="Empty: for all of the organisation.")
    approval_needed = models.BooleanField(default=False, help_text="By another person than the sender.")
    approver_role = models.CharField(max_length=50, blank=True, help_text="Empty: any role.")
    approver_organisation = models.CharField(max_length=50, blank=True, help_text="Empty: the owner itself.")
    look_again = models.BooleanField(
        default=True,
        help_text="If the collection changed since the difference was looked at: ask for a new look, or compare anew.",
    )
    set_by = models.CharField(max_length=100)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "collection"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "collection"], name="one_rule_per_owner_and_collection")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}/{self.collection or '*'}"
