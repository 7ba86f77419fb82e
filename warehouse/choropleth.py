"""Put an indicator on the map: values, classes, style with its legend, and the collection that carries them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from geo_server.core.subject import Subject
from layers import api as layers

from .areas import Area, areas_of_day
from .computing import values_in
from .definitions import ClassRule, Indicator, get_indicator
from .errors import NoAreas, NoObservations
from .events import ChoroplethPublished, choropleth_published
from .kinds import AreaKey, AreaValue, ChoroplethReport, Period, Status
from .stats.classes import Classes, make_classes
from .stats.surface import surface_km2
from .styles import Legend, choropleth_style

STATUS_CODES = (
    layers.Code(Status.ACTUAL, "Số liệu thực", "Actual"),
    layers.Code(Status.ESTIMATED, "Ước tính", "Estimated"),
)


def publish_choropleth(
    indicator_id: str, *, period: Period, day: date, by: Subject, now: datetime, public: bool = True
) -> ChoroplethReport:
    """Show an indicator of one period in the areas in force on one day, as the collection of the indicator's name.

    What was shown before stays in the history of the collection. Safe to run twice: equal numbers write nothing.

    Raises:
        UnknownIndicator, NoAreas, NoObservations: see there; nothing is written then.
        ValueError: the indicator has no classes, so a choropleth of it would mislead (counts).
    """
    indicator = get_indicator(indicator_id)
    if indicator.classes is None:
        raise ValueError(f"{indicator_id} is a count; draw its density instead")
    areas = areas_of_day(day)
    if not areas:
        raise NoAreas(day)
    values = values_in(areas, indicator=indicator, period=period, day=day)
    amounts = values_in(areas, indicator=get_indicator(indicator.of), period=period, day=day)
    classes = _classes_of(values, indicator.classes, indicator=indicator, period=period, day=day)
    features = [
        _feature(area, values[key], amounts[key], classes=classes, period=period) for key, area in areas.items()
    ]
    legend = Legend(indicator, period, day, classes, tuple(classes.number_of(one.value) for one in values.values()))
    with transaction.atomic():
        layers.define_collection(_spec(indicator, legend=legend, public=public), by=by, now=now)
        written = layers.write_features(
            indicator.id,
            features,
            mode="replace",
            key="area",
            by=by,
            reason=f"{indicator.title_vi} {period.label}",
            now=now,
        )
        choropleth_published.send_on_commit(ChoroplethPublished(indicator.id, indicator.id, written.revision))
    return ChoroplethReport(
        collection=indicator.id,
        areas=len(areas),
        no_data=sum(one.value is None for one in values.values()),
        estimated=sum(one.status == Status.ESTIMATED and one.value is not None for one in values.values()),
        breaks=classes.breaks,
        revision=written.revision,
    )


def _classes_of(
    values: Mapping[AreaKey, AreaValue], rule: ClassRule, *, indicator: Indicator, period: Period, day: date
) -> Classes:
    known = [one.value for one in values.values() if one.value is not None]
    if not known:
        raise NoObservations(indicator.id, period.label, day)
    return make_classes(known, method=rule.method, count=rule.count)


def _feature(area: Area, value: AreaValue, amount: AreaValue, *, classes: Classes, period: Period) -> layers.Feature:
    code, valid_from = area.key
    return layers.Feature(
        geometry=area.geometry,
        properties={
            "area": f"{code} {valid_from.isoformat()}",
            "code": code,
            "valid_from": valid_from,
            "name": area.name,
            "period_start": period.start,
            "period_end": period.end,
            "value": value.value,
            "amount": amount.value,
            "surface_km2": surface_km2(area.geometry),
            "class": classes.number_of(value.value),
            "status": str(value.status),
        },
    )


def _spec(indicator: Indicator, *, legend: Legend, public: bool) -> layers.CollectionSpec:
    base = get_indicator(indicator.of)
    return layers.CollectionSpec(
        id=indicator.id,
        title_vi=indicator.title_vi,
        title_en=indicator.title_en,
        theme="indicator",
        geometry_type="MultiPolygon",
        package="warehouse",
        public=public,
        style=choropleth_style(legend),
        fields=(
            layers.Field("area", "string", "Phiên bản đơn vị", "Area version", role="key", required=True),
            layers.Field("code", "string", "Mã đơn vị", "Area code", role="code"),
            layers.Field("valid_from", "date", "Hiệu lực từ", "Valid from"),
            layers.Field("name", "string", "Tên đơn vị", "Area name", role="title"),
            layers.Field("period_start", "date", "Từ ngày", "Period start"),
            layers.Field("period_end", "date", "Đến trước ngày", "Period end (excluded)"),
            layers.Field("value", "number", indicator.title_vi, indicator.title_en, unit=indicator.unit_vi),
            layers.Field("amount", "number", base.title_vi, base.title_en, unit=base.unit_vi),
            layers.Field("surface_km2", "number", "Diện tích", "Surface", unit="km2"),
            layers.Field("class", "integer", "Lớp", "Class"),
            layers.Field("status", "string", "Trạng thái số liệu", "Observation status", codes=STATUS_CODES),
        ),
    )
