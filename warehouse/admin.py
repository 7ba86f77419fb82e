"""What the operator sees of this package's tables: loads and values, read only."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Dataset, Observation


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Numbers come in by loads, never by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Dataset)
class DatasetAdmin(ReadOnlyAdmin):
    """Loads, newest first."""

    list_display = ["title", "indicator", "rows", "loaded_by", "loaded_at"]
    list_filter = ["indicator"]


@admin.register(Observation)
class ObservationAdmin(ReadOnlyAdmin):
    """Values by area version and period."""

    list_display = ["indicator", "area_code", "area_valid_from", "period_start", "period_end", "value", "status"]
    list_filter = ["indicator", "period_start"]
    search_fields = ["area_code"]
