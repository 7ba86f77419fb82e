"""What was: the versions of a feature, and the change log of a collection."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import sql

from geo_server.core.subject import Subject

from ..errors import UnknownItem
from ..policy import ROW, access_to
from ..queries import Change, Version
from ..tables import table


def history(subject: Subject, *, collection_id: str, fid: int) -> list[Version]:
    """The versions of a feature that the subject may read, oldest first; the live one has no end.

    Who changed it and why is not told to the public. A change of columns that are hidden from him makes no version.

    Raises:
        UnknownCollection, UnknownItem: nothing of that name that he may know.
    """
    access = access_to(subject, collection_id)
    values = [sql.SQL("{} AS {}").format(expression, sql.Identifier(name)) for name, expression in access.columns]
    own = sql.SQL("fid, geom, changed_at, changed_by, changed_why, ")
    stored = sql.SQL("").join(sql.Identifier(f.name) + sql.SQL(", ") for f in access.whole.fields)
    statement = sql.SQL(
        'SELECT f.changed_at, f."End", f.changed_by, f.changed_why,'
        " (SELECT row_to_json(x)::text FROM (SELECT {values}) x), ST_AsGeoJSON(f.geom, 7)"
        ' FROM (SELECT {own}{stored}NULL::timestamptz AS "End" FROM {live} WHERE fid = %(fid)s'
        " UNION ALL SELECT {own}{stored}upper(version_valid) FROM {former}"
        " WHERE fid = %(fid)s AND NOT isempty(version_valid)) {f}"
        " WHERE {condition} ORDER BY f.changed_at"
    ).format(
        values=sql.SQL(", ").join(values),
        own=own,
        stored=stored,
        live=table(collection_id),
        former=table(collection_id, "history"),
        f=ROW,
        condition=access.condition or sql.SQL("TRUE"),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, access.params | {"fid": fid})
        rows = cursor.fetchall()
    if not rows:
        raise UnknownItem(collection_id, fid)
    return _told([_version(row, anonymous=subject.is_anonymous) for row in rows])


def _told(versions: list[Version]) -> list[Version]:
    """The versions without those that, to this reader, only repeat the one before."""
    told = versions[:1]
    for version in versions[1:]:
        last = told[-1]
        same = (version.properties, version.geometry) == (last.properties, last.geometry)
        if same and last.valid_to == version.valid_from:
            told[-1] = replace(last, valid_to=version.valid_to)
        else:
            told.append(version)
    return told


def _version(row: Any, *, anonymous: bool) -> Version:
    begun, ended, actor, reason, properties, geometry = row
    if anonymous:
        actor = reason = ""
    return Version(begun, ended, actor, reason, json.loads(properties), geometry)


def changes_since(collection_id: str, *, revision: int) -> list[Change]:
    """The lines of the change log after a revision, in order; for caches, whoever they serve."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT revision, fid, ST_XMin(bbox), ST_YMin(bbox), ST_XMax(bbox), ST_YMax(bbox), op"
            " FROM layers_changelog WHERE collection = %s AND revision > %s ORDER BY revision",
            [collection_id, revision],
        )
        rows = cursor.fetchall()
    return [Change(r[0], r[1], None if r[2] is None else (r[2], r[3], r[4], r[5]), r[6]) for r in rows]


def revision_at(collection_id: str, moment: datetime) -> int:
    """The revision that a collection had reached at a moment, by its writers' clocks; 0 before its first row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(revision), 0) FROM layers_changelog WHERE collection = %s AND written_at <= %s",
            [collection_id, moment],
        )
        return int(cursor.fetchone()[0])
