"""What an owner lets a request see of his assets, and how to reach him."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class DisclosureRule(models.Model):
    """What those who dig are told of a collection, or of a theme and those below it; a collection's own rule wins."""

    class Scope(models.TextChoices):
        """What `scope` names."""

        COLLECTION = "collection", _("Collection")
        THEME = "theme", _("Theme")

    class Mode(models.TextChoices):
        """How much is told."""

        SHOWN = "shown", _("Place and columns")
        PRESENCE = "presence", _("Only that something is there")
        WITHHELD = "withheld", _("Nothing")

    scope_kind = models.CharField(max_length=10, choices=Scope.choices)
    scope = models.CharField(max_length=100)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    columns = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    set_by = models.CharField(max_length=100)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["scope_kind", "scope"]
        constraints = [models.UniqueConstraint(fields=["scope_kind", "scope"], name="one_disclosure_rule_per_scope")]

    def __str__(self) -> str:
        return f"{self.scope_kind} {self.scope}: {self.mode}"


class OwnerContact(models.Model):
    """Whom to call before digging beside the assets of an organisation."""

    organisation = models.CharField(max_length=50, primary_key=True)
    phone = models.CharField(max_length=40)
    emergency_phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["organisation"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.phone}"
