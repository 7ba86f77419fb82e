"""What is measured: a dig check, its paper, the bare join, a place card."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import shapely
from django.db import connection

from geo_server.core import clock
from geo_server.core.subject import Subject
from layers import api as layers
from tests.bench.works.city import MAKER, NETWORKS, Dig
from works import api as works
from works.digging.check import Question, check_dig
from works.paper.printing import print_answer, sign

_BARE = " UNION ALL ".join(
    f"SELECT fid, ST_AsGeoJSON(geom), code, depth_m FROM feature.bench_{network}"
    " WHERE geom && ST_Expand(%(box)s::geometry, 3e-5) AND ST_DWithin(geom::geography, %(box)s::geography, 3)"
    for network in NETWORKS
)


def bare_join(pit: Dig) -> int:
    """How many links lie within 3 m, by SQL alone."""
    box = shapely.set_srid(shapely.box(pit.west, pit.south, pit.east, pit.north), 4326)
    with connection.cursor() as cursor:
        cursor.execute(_BARE, {"box": shapely.to_wkb(box, hex=True, include_srid=True)})
        return len(cursor.fetchall())


def search(pit: Dig) -> int:
    """The search alone, in memory: assets, conflicts, neighbours; how many assets."""
    now = clock.now()
    shape: Any = shapely.box(pit.west, pit.south, pit.east, pit.north)
    period = (now.date(), now.date() + timedelta(days=10))
    return check_dig(Question(shape, 1.5, period), now=now).asset_count


def check(pit: Dig) -> tuple[Subject, int]:
    """A request from its form to its answer, read once; every time somebody else asks."""
    now = clock.now()
    asker = Subject(key="user:1", name="Người đo", organisation=f"bench-{uuid4().hex[:8]}")
    values = works.RequestValues(
        title="Đo", purpose="Đo tốc độ", area=pit.area, depth_m="1.5", starts_on=str(now.date()),
        ends_on=str((now + timedelta(days=10)).date()), contractor="x", contact_name="x", contact_phone="1",
    )  # fmt: skip
    request_id = works.draft_request(values, by=asker, now=now)
    works.submit_request(request_id, by=asker, now=now)
    works.view_answer(asker, request_id, door="page", now=now)
    return asker, request_id


def paper(asked: tuple[Subject, int]) -> int:
    """The PDF printed and signed, whether or not it was made before; its size."""
    asker, request_id = asked
    now = clock.now()
    answer = works.view_answer(asker, request_id, door="pdf", now=now)
    return len(sign(print_answer(works.get_request(asker, request_id), answer), reason="bench", now=now))


def make_many_collections(total: int) -> None:
    """Collections of points on top of the networks, until there are so many."""
    now = clock.now()
    fields = (layers.Field("name", "string", "Tên", "Name", role="title"),)
    known = {collection.id for collection in layers.list_collections(MAKER)}
    for number in range(total - len(known)):
        spec = layers.CollectionSpec(
            id=f"bench_points_{number}", title_vi=f"Điểm {number}", title_en=f"Points {number}", theme="base",
            geometry_type="Point", fields=fields, public=True,
        )  # fmt: skip
        layers.define_collection(spec, by=MAKER, now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO feature.{spec.id} (geom, name) SELECT ST_SetSRID(ST_MakePoint("
                "106.55 + 0.27 * random(), 10.65 + 0.27 * random()), 4326), 'x' || n FROM generate_series(1, 2000) n"
            )


def card(pit: Dig) -> int:
    """The place card of the pit for somebody who sees everything; how many things it lists."""
    shape: Any = shapely.box(pit.west, pit.south, pit.east, pit.north)
    return works.place_card(MAKER, shape=shape, reach_m=50, now=clock.now()).count
