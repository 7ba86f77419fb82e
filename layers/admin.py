"""Organisations, members and grants on the administration pages; collections are defined by packages and files."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Grant, Membership, Organisation


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    """The people of an organisation, on its page."""

    model = Membership
    autocomplete_fields = ["user"]
    extra = 1


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Organisations with their members."""

    list_display = ["code", "title_vi", "title_en", "parent"]
    search_fields = ["code", "title_vi", "title_en"]
    inlines = [MembershipInline]


@admin.register(Grant)
class GrantAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who may do what; looked at here, given by `grant_read` and `grant_write`, taken by `revoke`; all audit."""

    list_display = ["id", "actions", "scope_kind", "scope", "grantee", "granted_by", "granted_at", "revoked_at"]
    list_filter = ["scope_kind"]
    search_fields = ["scope", "grantee"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Grant | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Grant | None = None) -> bool:
        return False
