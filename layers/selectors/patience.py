"""What may go wrong while the database answers a query that somebody wrote: no result of a sum, or no end."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
from django.db import DataError, OperationalError, connection, transaction

from ..errors import BadFilter, TooCostly
from ..queries import ItemsQuery

PATIENCE_S = 20.0
"""What no index helps with takes 1 s (numbers), 3 s (words), 6 s (areas) for a million features, on a busy machine."""


@contextmanager
def answering(query: ItemsQuery) -> Iterator[None]:
    """Around the statement of a query: what fails through its filter or its words leaves as an error in words.

    Raises:
        BadFilter: a sum of the filter leaves the range of numbers.
        TooCostly: the database has worked on it for `PATIENCE_S`.
    """
    try:
        with _limited() if query.filter or query.q else nullcontext():
            yield
    except (DataError, psycopg.DataError) as error:
        raise BadFilter(
            "a sum in it has no result for some feature: too large a number, or the root of a negative one.",
            "có phép tính không ra kết quả với một đối tượng nào đó: số quá lớn hoặc căn của số âm.",
        ) from error
    except (OperationalError, psycopg.OperationalError) as error:
        if isinstance(error.__cause__ or error, psycopg.errors.QueryCanceled):
            raise TooCostly(PATIENCE_S) from error
        raise


@contextmanager
def _limited() -> Iterator[None]:
    """A transaction whose statements end in time; a connection that has died meanwhile is opened again before it."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE_S * 1000:.0f}"])
        yield
