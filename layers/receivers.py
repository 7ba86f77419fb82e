"""What this package listens to: the database was migrated or emptied."""

from typing import Any

from django.db import connections


def keep_registry_revision(*, using: str, **_: Any) -> None:
    """See to it that the one row of the registry's revision is there; Django's `flush` empties every table."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('layers_registryrevision_numbers') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "INSERT INTO layers_registryrevision (id, revision)"
                " VALUES (1, nextval('layers_registryrevision_numbers')) ON CONFLICT DO NOTHING"
            )
