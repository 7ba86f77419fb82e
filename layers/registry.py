"""The registry as this process knows it: read from the database again whenever its revision has moved.

A hot read does not ask first: inside `settled` the memory is trusted, the read's own statement brings the revision
along, and if that has moved the read is done again.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db import ProgrammingError, connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from geo_server.core.errors import DomainError

from .errors import UnknownCollection
from .kinds import Code, CollectionSpec, Field, Status
from .models import Grant, RegisteredCollection, StoredCopy
from .prepared import fetch_row

T = TypeVar("T")


@dataclass(frozen=True)
class GrantRow:
    """A grant as the policy reads it; its area stays in the database and is named by `id`."""

    id: int
    scope_kind: str
    scope: str
    grantee: str
    actions: frozenset[str]
    columns: tuple[str, ...] | None
    row_filter: tuple[tuple[str, tuple[Any, ...]], ...] | None
    has_area: bool
    valid_from: datetime | None
    valid_to: datetime | None


@dataclass(frozen=True)
class Registered:
    """A description and how far it is on its way."""

    spec: CollectionSpec
    status: Status


@dataclass(frozen=True)
class ReadCopy:
    """A copy made for reading, in table `served."<collection>"`.

    Attributes:
        build: which build of it.
        columns: the fields that it has.
        written: the fields in the GeoJSON text of its rows, in order.
    """

    build: int
    columns: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """All collections (sorted by id), their read copies, and all grants that are not revoked, at one revision."""

    revision: int
    collections: dict[str, Registered]
    grants: tuple[GrantRow, ...]
    copies: dict[str, ReadCopy]
    compiled: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False)
    """What the policy has made of these grants, by collection and grants."""

    @cached_property
    def is_timeless(self) -> bool:
        """True if no grant begins or ends by itself: then who may read what stays the same in this revision."""
        return all(grant.valid_from is None and grant.valid_to is None for grant in self.grants)


@dataclass
class _Trial:
    """One read that trusts the memory; `confirmed` when a statement of it has brought the same revision."""

    known: Snapshot
    confirmed: bool = False


class _Moved(Exception):
    """The registry is another than the one that a trial trusted."""


_known: Snapshot | None = None
_trial: ContextVar[_Trial | None] = ContextVar("trial", default=None)


def registry_revision() -> int:
    """The number that grows when a collection or a grant changes; one cheap query."""
    [revision] = fetch_row("SELECT revision FROM layers_registryrevision WHERE id = 1", {})
    return int(revision or 0)


def snapshot() -> Snapshot:
    """The registry of this moment, from memory if it has not changed or if `settled` will see to it."""
    global _known
    if (trial := _trial.get()) is not None:
        return trial.known
    revision = registry_revision()
    if _known is None or _known.revision != revision:
        _known = _read(revision)
    return _known


def settled(work: Callable[[], T]) -> T:
    """What a read finds, trusting the remembered registry; done again if that turns out to have changed meanwhile.

    Inside another transaction nothing is trusted: a statement that meets a table of yesterday would break it.
    """
    remembered = _known
    if remembered is None or _trial.get() is not None or connection.in_atomic_block:
        return work()
    trial, fault = _Trial(remembered), None
    try:
        found = _on_trial(trial, work)
    except _Moved:
        return work()
    except (DomainError, ProgrammingError) as error:
        fault = error
    if not trial.confirmed and registry_revision() != remembered.revision:
        return work()
    if fault is not None:
        raise fault
    return found


def _on_trial(trial: _Trial, work: Callable[[], T]) -> T:
    token = _trial.set(trial)
    try:
        return work()
    finally:
        _trial.reset(token)


def confirm(revision: int) -> None:
    """Say which revision of the registry a statement has seen; inside `settled` another one starts the read anew."""
    if (trial := _trial.get()) is None:
        return
    if trial.known.revision != revision:
        raise _Moved
    trial.confirmed = True


def known_spec(collection_id: str) -> CollectionSpec:
    """The whole description of a collection that is not retired; raises UnknownCollection."""
    registered = snapshot().collections.get(collection_id)
    if registered is None or registered.status == "retired":
        raise UnknownCollection(collection_id)
    return registered.spec


def spec_from_row(row: RegisteredCollection) -> CollectionSpec:
    """The description that a registry row holds."""
    fields = tuple(
        Field(**{**stored, "codes": tuple(Code(**code) for code in stored.get("codes", ()))}) for stored in row.fields
    )
    plain = {name: getattr(row, name) for name in CollectionSpec.__dataclass_fields__ if name != "fields"}
    return CollectionSpec(fields=fields, **plain)


def row_values(spec: CollectionSpec) -> dict[str, Any]:
    """The columns of a registry row, from a description."""
    values = {name: getattr(spec, name) for name in CollectionSpec.__dataclass_fields__}
    values["fields"] = [asdict(described) for described in spec.fields]
    return values


def _read(revision: int) -> Snapshot:
    rows = RegisteredCollection.objects.order_by("id")
    collections = {row.id: Registered(spec_from_row(row), _status(row)) for row in rows}
    has_area = ExpressionWrapper(Q(area__isnull=False), output_field=BooleanField())
    grants = Grant.objects.filter(revoked_at=None).defer("area").annotate(has_area=has_area).order_by("id")
    copies = {c.collection: ReadCopy(c.build, tuple(c.columns), tuple(c.written)) for c in StoredCopy.objects.all()}
    return Snapshot(revision, collections, tuple(_grant_row(grant) for grant in grants), copies)


def _status(row: RegisteredCollection) -> Status:
    status: Status = row.status  # type: ignore[assignment]
    return status


def _grant_row(grant: Any) -> GrantRow:
    row_filter = None
    if grant.row_filter is not None:
        row_filter = tuple((name, tuple(values)) for name, values in sorted(grant.row_filter.items()))
    return GrantRow(
        id=grant.pk,
        scope_kind=grant.scope_kind,
        scope=grant.scope,
        grantee=grant.grantee,
        actions=frozenset(grant.actions),
        columns=None if grant.columns is None else tuple(grant.columns),
        row_filter=row_filter,
        has_area=grant.has_area,
        valid_from=grant.valid.lower if grant.valid else None,
        valid_to=grant.valid.upper if grant.valid else None,
    )
