"""The value of an indicator in the areas of a day: observed there, moved from another version, or worked out."""

from collections.abc import Mapping
from datetime import date

from layers import api as layers

from .areas import Area, areas_of_day
from .definitions import Indicator, get_indicator
from .errors import BrokenCrosswalk, NoObservations
from .kinds import AreaKey, AreaValue, Period, Status
from .models import Observation
from .stats.moving import WeightsDoNotSum, carried_over, move_extensive
from .stats.surface import density, surface_km2


def values_in(
    areas: Mapping[AreaKey, Area], *, indicator: Indicator, period: Period, day: date
) -> dict[AreaKey, AreaValue]:
    """The value of every area given, None where nothing is known.

    Args:
        areas: the area versions in force on `day`.
        indicator: what is asked for; a "per_area" one is worked out from the indicator it names.
        period: the observations must be of exactly this period.
        day: names the area version, for the crosswalk.

    Raises:
        NoObservations: nothing was observed in this period in these areas nor in any version that leads to them.
        BrokenCrosswalk: the crosswalk would lose or double people.
    """
    if indicator.formula == "per_area":
        amounts = values_in(areas, indicator=get_indicator(indicator.of), period=period, day=day)
        return {key: _per_km2(amounts[key], area) for key, area in areas.items()}
    observed = _observed(indicator.id, period)
    here = {key: value for key, value in observed.items() if key in areas}
    if not here:
        here = _moved(observed, indicator=indicator, period=period, day=day)
    if not any(key in areas for key in here):
        raise NoObservations(indicator.id, period.label, day)
    return {key: here.get(key, AreaValue(key, None)) for key in areas}


def _per_km2(amount: AreaValue, area: Area) -> AreaValue:
    if amount.value is None:
        return amount
    surface = surface_km2(area.geometry)
    return AreaValue(amount.area, density(amount.value, surface_km2=surface), amount.status)


def _observed(indicator_id: str, period: Period) -> dict[AreaKey, AreaValue]:
    rows = Observation.objects.filter(
        indicator=indicator_id, period_start=period.start, period_end=period.end
    ).values_list("area_code", "area_valid_from", "value", "status")
    return {(code, since): AreaValue((code, since), value, Status(status)) for code, since, value, status in rows}


def _moved(
    observed: Mapping[AreaKey, AreaValue], *, indicator: Indicator, period: Period, day: date
) -> dict[AreaKey, AreaValue]:
    """Observations of the newest other area version, carried to the areas of `day` by the crosswalk."""
    if indicator.nature != "extensive" or not observed:
        raise NoObservations(indicator.id, period.label, day)
    from_day = max(valid_from for _, valid_from in observed)
    sources = areas_of_day(from_day)
    amounts = {key: one.value for key, one in observed.items() if key in sources and one.value is not None}
    weights = [
        ((a.code, a.valid_from), (b.code, b.valid_from), weight)
        for a, b, weight in layers.crosswalk(from_day=from_day, to_day=day)
    ]
    try:
        moved = move_extensive(amounts, weights)
    except WeightsDoNotSum as error:
        raise BrokenCrosswalk(str(error.source), error.total, day) from error
    counted = carried_over(weights)
    return {
        key: AreaValue(key, value, Status.ACTUAL if key in counted else Status.ESTIMATED)
        for key, value in moved.items()
    }
