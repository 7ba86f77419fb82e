"""A query that the database cannot end in time is refused, and hurts nobody after it."""

from datetime import datetime

import pytest
from django.db import connection

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadFilter, TooCostly
from layers.selectors import patience
from tests.factories.things import codes_of, define_things

HEAVY = " OR ".join(f"distance(geometry, POLYGON(({n} 0,{n} 9,{n + 1} 9,{n} 0))) < 1" for n in range(1, 20))


@pytest.mark.django_db(transaction=True)
def test_a_filter_without_end_is_refused_and_the_next_one_answered(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    define_things(now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feature.things (geom)"
            " SELECT ST_SetSRID(ST_Point(106, n / 1e4), 4326) FROM generate_series(1, 9000) n"
        )
    monkeypatch.setattr(patience, "PATIENCE_S", 0.01)
    query = layers.ItemsQuery(filter=layers.Filter(HEAVY), limit=1)
    for ask in (layers.find_items, layers.count_items):
        with pytest.raises(TooCostly, match="bbox"):
            ask(ANONYMOUS, collection_id="things", query=query)
    for form in ("binary", "text"):
        with pytest.raises(TooCostly):
            layers.find_rows(ANONYMOUS, collection_id="things", query=query, form=form)
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    monkeypatch.undo()
    assert codes_of(filter=layers.Filter("code = 'A1'")) == ["A1"]
    with pytest.raises(BadFilter, match="no result"):
        codes_of(filter=layers.Filter("height ^ 0.5 > 1"))
    assert codes_of(q="duc ba") == ["A2"]
