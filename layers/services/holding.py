"""Keep the writers of a collection waiting while somebody makes sure that it still is what he looked at."""

from django.db import connection


def hold_collection(collection_id: str) -> int:
    """Hold other writers back until the end of the transaction; returns the revision, 0 without one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision FROM layers_collectionstate WHERE collection = %s FOR UPDATE", [collection_id])
        row = cursor.fetchone()
    return 0 if row is None else int(row[0])
