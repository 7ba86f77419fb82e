"""Who wants to be told, about which area or which organisation's work, and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """One address that is told of every new alert of one area version or one organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.CharField(max_length=254, help_text=_("E-mail address, or what the channel needs."))
    channel = models.CharField(max_length=30, default="mail")
    language = models.CharField(max_length=5, default="vi")
    organisation = models.CharField(max_length=100, blank=True)
    area_code = models.CharField(max_length=20, blank=True)
    area_valid_from = models.DateField(null=True, blank=True)
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["channel", "address"]
        indexes = [models.Index(fields=["organisation"]), models.Index(fields=["area_code", "area_valid_from"])]
        constraints = [
            models.CheckConstraint(
                name="subscription_is_to_an_area_or_an_organisation",
                condition=Q(area_code="", area_valid_from=None) & ~Q(organisation="")
                | ~Q(area_code="") & Q(area_valid_from__isnull=False, organisation=""),
                violation_error_message=_("Choose either one area version or one organisation."),
            ),
            models.UniqueConstraint(
                name="one_running_subscription_per_address_and_subject",
                fields=["channel", "address", "organisation", "area_code", "area_valid_from"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                violation_error_message=_("This address is told already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.address} ← {self.organisation or self.area_code}"
