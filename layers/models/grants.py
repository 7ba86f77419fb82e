"""Who may do what."""

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models


def only_read() -> list[str]:
    """What a grant allows when nothing else is said."""
    return [Grant.Action.READ.value]


class Grant(models.Model):
    """One right: to do what, in which collections, for whom, with which columns and rows, where and when."""

    class Action(models.TextChoices):
        """What may be done; the last three are the transactions of OGC API Features Part 4."""

        READ = "read"
        CREATE = "create"
        UPDATE = "update"
        DELETE = "delete"

    class Scope(models.TextChoices):
        """What `scope` names."""

        ALL = "all"
        THEME = "theme"
        COLLECTION = "collection"

    scope_kind = models.CharField(max_length=10, choices=Scope.choices)
    scope = models.CharField(max_length=100, blank=True, help_text="Collection id or theme; empty for all.")
    grantee = models.CharField(
        max_length=120, help_text='"public", "organisation:<code>", "role:<name>" or the key of a subject.'
    )
    actions = ArrayField(models.CharField(max_length=10, choices=Action.choices), default=only_read)
    columns = models.JSONField(
        null=True, blank=True, help_text='Field names ("geometry" to move); empty for all that are not private.'
    )
    row_filter = models.JSONField(null=True, blank=True, help_text="Field name to list of allowed values.")
    area = MultiPolygonField(srid=4326, null=True, blank=True)
    valid = DateTimeRangeField(null=True, blank=True, help_text="[from, to); empty for always.")
    granted_by = models.CharField(max_length=100)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope_kind="all") ^ ~models.Q(scope=""), name="grant_scope_is_named"
            ),
            models.CheckConstraint(
                condition=models.Q(actions__contained_by=["read", "create", "update", "delete"])
                & models.Q(actions__len__gt=0),
                name="grant_names_known_actions",
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.actions)} {self.scope_kind} {self.scope} -> {self.grantee}"
