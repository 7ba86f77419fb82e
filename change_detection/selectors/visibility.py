"""Which findings a subject may see: asked of the policy of the collection `findings`, nowhere else."""

from django.db import connection
from psycopg import sql

from change_detection.published import FINDINGS
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection


def visible_findings(subject: Subject, *, only: str | None = None) -> list[str] | None:
    """Ids of the visible findings; None if the subject may not know of the collection or of its ids."""
    try:
        source = layers.source(subject, collection_id=FINDINGS)
    except UnknownCollection:
        return None
    if "finding" not in source.columns:
        return None
    statement = sql.SQL("SELECT f.finding FROM {} f").format(source.relation)
    params = dict(source.params)
    if only is not None:
        statement += sql.SQL(" WHERE f.finding = %(only)s")
        params["only"] = only
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [row[0] for row in cursor.fetchall()]


def sees_finding(subject: Subject, finding_id: str) -> bool:
    """Whether the policy shows this finding to the subject."""
    return bool(visible_findings(subject, only=finding_id))
