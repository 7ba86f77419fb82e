"""The policy: which grants concern a subject, and what they let him read of a collection, as SQL.

Grants add up. A row is visible if any grant shows it; a column is visible on the rows of the grants that show it, and
is NULL on the others. Filters, counts, tiles and search use the same expressions, so nothing hidden leaks through them.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from psycopg import sql

from geo_server.core import clock
from geo_server.core.subject import Subject

from .errors import UnknownCollection
from .kinds import CollectionSpec
from .registry import GrantRow, Registered, Snapshot, snapshot

ROW = sql.Identifier("f")
"""Alias of the feature table in the expressions of the policy."""

RIGHTS_KEPT = 20_000
"""Remembered in a process, of subjects and collections together."""


@dataclass(frozen=True)
class Access:
    """What one subject may read of one collection.

    Attributes:
        spec: the description without the fields he may not know; `whole` is the one with them.
        condition: SQL over alias `f`; None if he may read every row.
        columns: (name, SQL expression over alias `f`) in the order of the fields.
        params: values for the placeholders in both.
        reads: names of the fields that the condition or an expression reads.
        key: equal for subjects who see the same, for caches that are shared between them.
    """

    spec: CollectionSpec
    whole: CollectionSpec
    condition: sql.Composable | None
    columns: tuple[tuple[str, sql.Composable], ...]
    params: dict[str, Any] = field(hash=False)
    reads: frozenset[str]
    key: str

    @property
    def sees_all_rows(self) -> bool:
        """True if the maintained count is his count."""
        return self.condition is None


def grantees(subject: Subject) -> frozenset[str]:
    """The names under which a subject may hold grants."""
    names = {"public", subject.key, *(f"role:{role}" for role in subject.roles)}
    if subject.organisation:
        names.add(f"organisation:{subject.organisation}")
    return frozenset(names)


def access_to(subject: Subject, collection_id: str) -> Access:
    """What the subject may read of this collection; raises UnknownCollection if that is nothing."""
    access = find_access(subject, collection_id)
    if access is None:
        raise UnknownCollection(collection_id)
    return access


def find_access(subject: Subject, collection_id: str, known: Snapshot | None = None) -> Access | None:
    """What the subject may read of this collection, None if nothing or if it does not exist."""
    known = known or snapshot()
    registered = known.collections.get(collection_id)
    if registered is None or registered.status == "retired":
        return None
    if subject.is_administrator:
        return full_access(registered.spec)
    if registered.status != "published":
        return None
    if not known.is_timeless:
        return _granted(subject, registered, known)
    who = (subject.key, subject.organisation, subject.roles, collection_id)
    if who not in known.compiled:
        if len(known.compiled) >= RIGHTS_KEPT:
            known.compiled.clear()
        known.compiled[who] = _granted(subject, registered, known)
    access: Access | None = known.compiled[who]
    return access


def _granted(subject: Subject, registered: Registered, known: Snapshot) -> Access | None:
    """What his grants of this moment let him read."""
    grants = grants_for(subject, registered, known, clock.now(), action="read")
    if not grants:
        return None
    collection_id = registered.spec.id
    key = (collection_id, *(grant.id for grant in grants))
    access = known.compiled.get(key)
    if access is None:
        access = known.compiled[key] = _compile(registered.spec, grants)
    found: Access = access
    return found


def grants_for(
    subject: Subject, registered: Registered, known: Snapshot, now: datetime, *, action: str
) -> tuple[GrantRow, ...]:
    """The grants that stand now and let the subject do this with the collection."""
    names = grantees(subject)
    return tuple(
        g
        for g in known.grants
        if action in g.actions and g.grantee in names and _covers(g, registered.spec) and _is_valid(g, now)
    )


def _covers(grant: GrantRow, spec: CollectionSpec) -> bool:
    if grant.scope_kind == "theme":
        return spec.theme == grant.scope or spec.theme.startswith(f"{grant.scope}/")
    return grant.scope_kind == "all" or grant.scope == spec.id


def _is_valid(grant: GrantRow, now: datetime) -> bool:
    begun = grant.valid_from is None or grant.valid_from <= now
    return begun and (grant.valid_to is None or now < grant.valid_to)


@lru_cache(maxsize=4096)
def full_access(spec: CollectionSpec) -> Access:
    """Every row and every field, private ones included."""
    columns = tuple((f.name, _column(f.name)) for f in spec.fields)
    return Access(spec, spec, None, columns, {}, frozenset(), _key(None, columns, {}))


@lru_cache(maxsize=4096)
def _compile(spec: CollectionSpec, grants: tuple[GrantRow, ...]) -> Access:
    """Grants to SQL; the arguments are values, so the same rights are compiled once per process."""
    params: dict[str, Any] = {}
    conditions = {grant.id: rows_of(grant, spec, params) for grant in grants}
    shown: dict[str, list[GrantRow]] = {
        f.name: [g for g in grants if _shows(g, f.name, private=f.private)] for f in spec.fields
    }
    columns = tuple(
        (name, _expression(name, [conditions[g.id] for g in holders], all_rows=list(conditions.values())))
        for name, holders in shown.items()
        if holders
    )
    names = {name for name, _ in columns}
    visible = CollectionSpec(
        **{
            **{name: getattr(spec, name) for name in CollectionSpec.__dataclass_fields__},
            "fields": tuple(f for f in spec.fields if f.name in names),
        }
    )
    reads = frozenset(name for grant in grants for name, _ in grant.row_filter or () if spec.field_named(name))
    condition = _any_of(list(conditions.values()))
    return Access(visible, spec, condition, columns, params, reads, _key(condition, columns, params))


def _key(
    condition: sql.Composable | None, columns: tuple[tuple[str, sql.Composable], ...], params: dict[str, Any]
) -> str:
    """A digest of what is shown: whoever sees the same rows and columns has the same key."""
    shown = [(name, expression.as_string()) for name, expression in columns]
    text = repr((condition.as_string() if condition else None, shown, sorted(params.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _shows(grant: GrantRow, name: str, *, private: bool) -> bool:
    return not private if grant.columns is None else name in grant.columns


def _column(name: str) -> sql.Composable:
    return ROW + sql.SQL(".") + sql.Identifier(name)


def rows_of(grant: GrantRow, spec: CollectionSpec, params: dict[str, Any]) -> sql.Composable | None:
    """The rows that one grant is about; None for all. A filter on a field that the collection lacks means none."""
    parts: list[sql.Composable] = []
    for number, (name, values) in enumerate(grant.row_filter or ()):
        if spec.field_named(name) is None:
            return sql.SQL("FALSE")
        key = f"grant_{grant.id}_{number}"
        params[key] = [str(value) for value in values]
        parts.append(sql.SQL("{}::text = ANY({})").format(_column(name), sql.Placeholder(key)))
    if grant.has_area:
        key = f"grant_{grant.id}_area"
        params[key] = grant.id
        area = sql.SQL("(SELECT area FROM layers_grant WHERE id = {})").format(sql.Placeholder(key))
        parts.append(sql.SQL("ST_Intersects({}, {})").format(_column("geom"), area))
    return sql.SQL("(") + sql.SQL(" AND ").join(parts) + sql.SQL(")") if parts else None


def _any_of(conditions: list[sql.Composable | None]) -> sql.Composable | None:
    parts = [condition for condition in conditions if condition is not None]
    if len(parts) < len(conditions):
        return None
    return sql.SQL("(") + sql.SQL(" OR ").join(parts) + sql.SQL(")")


def _expression(
    name: str, conditions: list[sql.Composable | None], *, all_rows: list[sql.Composable | None]
) -> sql.Composable:
    """The column itself if each visible row shows it, else NULL where none of its grants holds."""
    condition = _any_of(conditions)
    if condition is None or len(conditions) == len(all_rows):
        return _column(name)
    return sql.SQL("CASE WHEN {} THEN {} END").format(condition, _column(name))
