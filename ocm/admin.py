"""What an administrator may change by hand (rules, terms, subscriptions) and what he may only read (alerts)."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import Alert, CompetenceRule, DeadlineRule, Delivery, Recorder, Subscription

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]  # generic for the type checker only
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(CompetenceRule)
class CompetenceRuleAdmin(ModelAdmin):
    """Who is competent, on which condition, on which days."""

    list_display = ["code", "valid", "priority", "condition", "argument", "organisation", "legal_act"]
    list_filter = ["condition"]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ModelAdmin):
    """By when a step is due."""

    list_display = ["code", "valid", "priority", "step", "reason", "days", "legal_act"]
    list_filter = ["step"]


@admin.register(Subscription)
class SubscriptionAdmin(ModelAdmin):
    """Who is told of alerts."""

    list_display = ["channel", "address", "organisation", "area_code", "area_valid_from", "ended_at"]
    list_filter = ["channel"]
    search_fields = ["address", "organisation", "area_code"]


@admin.register(Recorder)
class RecorderAdmin(ModelAdmin):
    """Recorders; the streams behind them are not shown."""

    list_display = ["code", "name", "owner", "ward"]
    search_fields = ["code", "name"]


class _ReadOnly:
    """Rows that only the services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Alert)
class AlertAdmin(_ReadOnly, ModelAdmin):
    """Alerts as they were raised and decided."""

    list_display = ["id", "state", "organisation", "reason", "raised_at", "due_on", "decided_at"]
    list_filter = ["state", "reason"]


@admin.register(Delivery)
class DeliveryAdmin(_ReadOnly, ModelAdmin):
    """Messages, their attempts and what went wrong."""

    list_display = ["channel", "address", "state", "attempts", "next_attempt_at", "sent_at", "last_error"]
    list_filter = ["state", "channel"]
