"""One message of one alert to one address: the row is the claim, so that a retry never sends twice."""

from django.db import models

from ocm.records import DeliveryRecord


class DeliveryState(models.TextChoices):
    """How far a message is; the last two are final."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Delivery(models.Model):
    """A message owed to an address, its attempts and how it ended."""

    alert = models.ForeignKey("Alert", on_delete=models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey("Subscription", null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=30)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["next_attempt_at", "id"]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]
        constraints = [
            models.UniqueConstraint(name="one_message_per_alert_and_address", fields=["alert", "channel", "address"])
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.address} {self.state}"

    def as_record(self) -> DeliveryRecord:
        """The delivery as a plain value."""
        return DeliveryRecord(self.channel, self.address, self.state, self.attempts, self.sent_at, self.last_error)
