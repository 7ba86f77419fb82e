"""Writes: load observations, all or nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from geo_server.core import audit
from geo_server.core.errors import Fault
from geo_server.core.subject import Subject

from . import areas, definitions
from .errors import RejectedObservations
from .events import ObservationsLoaded, observations_loaded
from .kinds import AreaKey, LoadReport, ObservationRow, Origin, Period
from .models import Dataset, Observation

Place = tuple[AreaKey, Period]


def load_observations(
    indicator_id: str, *, rows: Iterable[ObservationRow], origin: Origin, by: Subject, now: datetime
) -> LoadReport:
    """Store the values of an observed indicator, in one transaction; what stood there before is corrected.

    Raises:
        UnknownIndicator: no such indicator.
        RejectedObservations: any row has a fault; then nothing is stored and every fault is named.
    """
    definitions.get_indicator(indicator_id)
    rows = list(rows)
    faults = _faults_of(rows, extensive=definitions.get_indicator(indicator_id).nature == "extensive")
    if faults:
        raise RejectedObservations(indicator_id, faults)
    with transaction.atomic():
        report = _store(indicator_id, rows, origin=origin, by=by, now=now)
        audit.record(by, act="load", object=f"indicator:{indicator_id}", now=now, rows=len(rows), source=origin.source)
        if report.added or report.changed:
            observations_loaded.send_on_commit(ObservationsLoaded(indicator_id, report.added, report.changed))
    return report


def _faults_of(rows: Sequence[ObservationRow], *, extensive: bool) -> list[Fault]:
    """Everything wrong with the rows: unknown area versions, empty periods, negative counts, repeated places."""
    known = areas.known_keys(row.area[1] for row in rows)
    seen: dict[Place, str] = {}
    faults = []
    for row in rows:
        code, valid_from = row.area
        if row.area not in known:
            faults.append(_unknown_area(row.where, code, valid_from.isoformat()))
        if row.period.start >= row.period.end:
            faults.append(Fault(row.where, "The period has no days.", "Kỳ số liệu không có ngày nào."))
        if extensive and row.value < 0:
            faults.append(Fault(row.where, f"{row.value:g} is below zero.", f"{row.value:g} nhỏ hơn không."))
        first = seen.setdefault((row.area, row.period), row.where)
        if first != row.where:
            faults.append(
                Fault(row.where, f"The same area and period stand in {first}.", f"Trùng đơn vị và kỳ với {first}.")
            )
    return faults


def _unknown_area(where: str, code: str, valid_from: str) -> Fault:
    return Fault(
        where,
        f"No area has the code {code} valid from {valid_from}. Load that area version first.",
        f"Không có đơn vị mã {code} hiệu lực từ {valid_from}. Hãy nạp phiên bản địa giới đó trước.",
    )


def _store(
    indicator_id: str, rows: Sequence[ObservationRow], *, origin: Origin, by: Subject, now: datetime
) -> LoadReport:
    before = _stored_values(indicator_id)
    new = [row for row in rows if (row.area, row.period) not in before]
    changed = [
        row for row in rows if before.get((row.area, row.period), (row.value, row.status)) != (row.value, row.status)
    ]
    if new or changed:
        dataset = Dataset.objects.create(
            indicator=indicator_id,
            title=origin.title,
            source=origin.source,
            licence=origin.licence,
            loaded_by=by.key,
            loaded_at=now,
            rows=len(new) + len(changed),
        )
        Observation.objects.bulk_create(
            [_observation(indicator_id, row, dataset) for row in (*new, *changed)],
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["indicator", "area_code", "area_valid_from", "period_start", "period_end"],
            update_fields=["value", "status", "dataset"],
        )
    total = sum(row.value for row in rows)
    return LoadReport(len(new), len(changed), len(rows) - len(new) - len(changed), total)


def _stored_values(indicator_id: str) -> dict[Place, tuple[float, str]]:
    stored = Observation.objects.filter(indicator=indicator_id).values_list(
        "area_code", "area_valid_from", "period_start", "period_end", "value", "status"
    )
    return {((code, since), Period(start, end)): (value, status) for code, since, start, end, value, status in stored}


def _observation(indicator_id: str, row: ObservationRow, dataset: Dataset) -> Observation:
    code, valid_from = row.area
    return Observation(
        indicator=indicator_id,
        area_code=code,
        area_valid_from=valid_from,
        period_start=row.period.start,
        period_end=row.period.end,
        value=row.value,
        status=str(row.status),
        dataset=dataset,
    )
