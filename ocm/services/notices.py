"""Make the notice of an alert: the finding in words and figures, both pictures, and the link to its page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from change_detection import api as change_detection
from geo_server.core.subject import system
from ocm.models import Delivery
from ocm.organisations import organisation_title
from ocm.transports.notice import Notice, Picture


def make_notice(delivery: Delivery) -> Notice:
    """What one address is told of an alert; raises UnknownFinding when the finding is gone."""
    alert = delivery.alert
    finding = change_detection.get_finding(system("alerts"), finding_id=alert.finding_id)
    chips = change_detection.chips(finding.id)
    return Notice(
        message_id=f"<alert.{alert.pk}.{delivery.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        address=delivery.address,
        language=delivery.language,
        alert=alert.as_record(),
        organisation=organisation_title(alert.organisation, language=delivery.language),
        finding=finding,
        url=settings.PUBLIC_URL + reverse("ocm:alert", args=[alert.pk]),
        pictures=(
            Picture("before", chips.before.read_bytes()),
            Picture("after", chips.after.read_bytes()),
        ),
    )
