"""What an office edits by hand: the rules of the matching. Scenes, runs and findings come and go by services only."""

from django.contrib import admin

from .models import MatchRuleSet


@admin.register(MatchRuleSet)
class MatchRuleSetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Versions of margins, exemptions and register names, newest first."""

    list_display = ["valid_from", "legal_act", "margin_m2", "margin_share", "exempt_land_codes"]
