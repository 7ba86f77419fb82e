"""What the page of alerts shows: tabs with counts, areas to choose from, one page of alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownArea
from ocm.records import AlertRecord

from .alerts import OPEN, AlertFilter, count_alerts, list_alert_areas, list_alerts
from .competence import AreaVersion

PAGE_SIZE = 30
TABS = {"open": OPEN, "accepted": ("accepted",), "dismissed": ("dismissed",), "all": ()}


@dataclass(frozen=True)
class Tab:
    """One state filter and how many alerts it holds."""

    key: str
    count: int
    current: bool


@dataclass(frozen=True)
class Entry:
    """One alert in the list."""

    alert: AlertRecord
    area: AreaVersion | None
    overdue: bool


@dataclass(frozen=True)
class ListPage:
    """One page of the list; `previous` and `next` are page numbers, None at the ends."""

    organisation: str
    tabs: tuple[Tab, ...]
    tab: str
    areas: tuple[AreaVersion, ...]
    area: str
    entries: tuple[Entry, ...]
    total: int
    previous: int | None
    next: int | None


def list_page(subject: Subject, *, wanted: Mapping[str, str], now: datetime) -> ListPage:
    """The page that an address asks for (`state`, `area`, `page`); what it names wrongly is left out."""
    tab = wanted.get("state", "open") if wanted.get("state", "open") in TABS else "open"
    area = _parse_area(wanted.get("area", ""))
    number = max(int(wanted["page"]), 1) if wanted.get("page", "").isdecimal() else 1
    page = list_alerts(
        subject,
        only=AlertFilter(states=TABS[tab], area=area),
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    versions = {version: _area_version(*version) for version in list_alert_areas(subject)}
    day = timezone.localdate(now)
    return ListPage(
        organisation=subject.organisation or "",
        tabs=_tabs(count_alerts(subject), current=tab),
        tab=tab,
        areas=tuple(versions.values()),
        area=wanted.get("area", "") if area else "",
        entries=tuple(_entry(alert, versions, day) for alert in page.alerts),
        total=page.total,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if number * PAGE_SIZE < page.total else None,
    )


def _parse_area(text: str) -> tuple[str, date] | None:
    """Code and first day out of an area version's key, None if it is none."""
    code, _, day = text.partition("@")
    try:
        return (code, date.fromisoformat(day)) if code else None
    except ValueError:
        return None


def _area_version(code: str, valid_from: date) -> AreaVersion:
    try:
        unit = layers.get_area(code, day=valid_from)
    except UnknownArea:
        return AreaVersion(code, valid_from, code, code)
    return AreaVersion(code, valid_from, unit.name_vi, unit.name_en)


def _tabs(counts: Mapping[str, int], *, current: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(key, sum(count for state, count in counts.items() if not states or state in states), key == current)
        for key, states in TABS.items()
    )


def _entry(alert: AlertRecord, versions: Mapping[tuple[str, date], AreaVersion], day: date) -> Entry:
    area = versions.get((alert.area_code, alert.area_valid_from)) if alert.area_valid_from else None
    return Entry(alert, area, is_overdue(alert, day=day))


def is_overdue(alert: AlertRecord, *, day: date) -> bool:
    """True if nobody decided in time."""
    return alert.due_on is not None and not alert.is_decided and alert.due_on < day
