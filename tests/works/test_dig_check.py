"""What an answer tells: which assets, how far away, and what speaks against the dig."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from pytest import approx
from shapely.geometry import Point, shape

from geo_server.core.subject import Subject, system
from layers import api as layers
from networks import api as networks
from tests.factories import digs
from tests.factories.collections import write
from tests.factories.digs import lay, line, show
from works import api as works

pytestmark = pytest.mark.django_db


def answer_to(request_id: int, now: datetime) -> works.Answer:
    return works.view_answer(digs.BUILDER, request_id, door="page", now=now)


def conflicts(answer: works.Answer, kind: str) -> list[works.Conflict]:
    return [conflict for conflict in answer.conflicts if conflict.kind == kind]


def test_an_asset_is_found_as_far_as_its_survey_class_says(now: datetime) -> None:
    """Lines 1 m beside the pit: class A may lie 0.15 m off and is no concern, C may lie 1.5 m off and is."""
    beside = ((-5, -1), (25, -1))
    lay(
        "water",
        *[(line(*beside), {"code": f"class {name}", "survey_class": name}) for name in "ABCD"],
        (line(*beside), {"code": "no class"}),
        (line((-5, -3.5), (25, -3.5)), {"code": "too far", "survey_class": "D"}),
        now=now,
    )
    show("water_lines", now=now)
    assert sorted(digs.codes_of(answer_to(digs.ask(now=now), now))) == ["class C", "class D", "no class"]


def test_distance_and_length_are_metres_on_the_ground(now: datetime) -> None:
    lay("water", (line((-50, 4), (70, 4)), {"code": "through"}), (line((0, 12), (20, 12)), {"code": "beside"}), now=now)
    show("water_lines", now=now)
    [entry] = answer_to(digs.ask(now=now), now).collections
    through, beside = entry.assets
    assert (through.distance_m, through.length_m) == approx((0, 20), abs=0.05)
    assert (beside.distance_m, beside.length_m) == approx((2, 0), abs=0.01)


def test_depth_decides_what_a_machine_would_strike(now: datetime) -> None:
    """The pit is 1.5 m deep; class A is sure to 0.15 m in height."""
    lay(
        "water",
        (line((0, 2), (20, 2)), {"code": "shallow", "depth_m": 1.0, "survey_class": "A"}),
        (line((0, 4), (20, 4)), {"code": "just below", "depth_m": 1.6, "survey_class": "A"}),
        (line((0, 6), (20, 6)), {"code": "deep", "depth_m": 1.7, "survey_class": "A"}),
        (line((0, 8), (20, 8)), {"code": "unknown", "survey_class": "A"}),
        (line((0, 9), (20, 9)), {"code": "wire", "overhead": True, "survey_class": "A"}),
        now=now,
    )
    show("water_lines", now=now)
    answer = answer_to(digs.ask(now=now), now)
    code_of = {asset.fid: asset.properties["code"] for asset in answer.collections[0].assets}

    def codes(kind: str) -> set[str]:
        return {code_of[fid] for conflict in conflicts(answer, kind) for _, fid in conflict.refs}

    assert codes("struck") == {"shallow", "just below", "unknown"}
    assert codes("below") == {"deep"}
    assert codes("overhead") == {"wire"}
    assert answer.conflicts[0].kind == "struck", "the gravest comes first"


def test_a_new_line_keeps_the_norm_to_those_that_lie_there(now: datetime) -> None:
    """Water to drainage: 1 m. The drain lies 0.8 m beside the trench, telecom (0.5 m) too."""
    for network in ("drainage", "telecom"):
        lay(network, (line((0, -0.8), (20, -0.8)), {"code": network, "survey_class": "C"}), now=now)
        show(f"{network}_lines", now=now)
    [conflict] = conflicts(answer_to(digs.ask(now=now, laying="water"), now), "clearance")
    assert conflict.refs[0][0] == "drainage_lines"
    assert "0,8 m" in conflict.text_vi
    assert conflicts(answer_to(digs.ask(now=now), now), "clearance") == []


def test_two_networks_too_near_to_each_other_are_named_and_crossings_are_not(now: datetime) -> None:
    lay("power", (line((0, 5), (20, 5)), {"code": "p"}), now=now)
    lay("telecom", (line((0, 5.3), (20, 5.3)), {"code": "t1"}), (line((10, 0), (10, 10)), {"code": "t2"}), now=now)
    show("power_lines", now=now)
    show("telecom_lines", now=now)
    [conflict] = conflicts(answer_to(digs.ask(now=now), now), "pair")
    assert "0,30 m" in conflict.text_vi
    assert len(conflict.refs) == 2


def test_customers_of_what_may_be_hit_are_added(now: datetime) -> None:
    lay(
        "water",
        (line((0, 2), (20, 2)), {"code": "hit", "customers": 120}),
        (line((0, 4), (20, 4)), {"code": "hit too", "customers": 30}),
        (line((0, 6), (20, 6)), {"code": "deep", "depth_m": 9.0, "customers": 5000}),
        now=now,
    )
    show("water_lines", now=now)
    [customers] = answer_to(digs.ask(now=now), now).customers
    assert customers.count == 150


def test_works_that_overlap_in_space_and_time_meet_each_other(now: datetime) -> None:
    other = Subject(key="user:77", name="X", organisation="power")
    digs.ask(now=now, by=other, purpose="Ngầm hóa cáp", starts_on="2026-07-20", ends_on="2026-08-20")
    digs.ask(now=now, by=other, purpose="later", starts_on="2026-07-21", ends_on="2026-08-20")
    digs.ask(now=now, by=other, purpose="elsewhere", area=digs.area_text(digs.pit(200, 0, 220, 10)))
    works.draft_request(digs.values(purpose="only a draft"), by=other, now=now)
    [conflict] = conflicts(answer_to(digs.ask(now=now), now), "other_works")
    assert "Ngầm hóa cáp" in conflict.text_vi
    assert conflict.owner == "power"


@pytest.mark.parametrize(
    ("first", "last", "blocked"),
    [
        (date(2026, 7, 20), date(2026, 12, 31), True),
        (date(2026, 7, 21), date(2026, 12, 31), False),
        (date(2026, 1, 1), date(2026, 7, 5), True),
        (date(2026, 1, 1), date(2026, 7, 4), False),
    ],
    ids=["from its last day", "after it", "to its first day", "before it"],
)
def test_a_road_under_moratorium_speaks_against_it(now: datetime, first: date, last: date, blocked: bool) -> None:
    digs.impose_moratorium(digs.pit(-100, 0, 100, 8), first, last, now=now)
    found = conflicts(answer_to(digs.ask(now=now), now), "moratorium")
    assert [conflict.severity for conflict in found] == (["high"] if blocked else [])


def test_trees_and_cameras_in_the_way_are_told(now: datetime) -> None:
    spec = layers.CollectionSpec(
        id="trees", title_vi="Cây xanh", title_en="Trees", theme="environment/trees", geometry_type="Point",
        fields=(layers.Field("code", "string", "Mã", "Code"),), public=True,
    )  # fmt: skip
    layers.define_collection(spec, by=system("test"), now=now)
    write("trees", [layers.Feature(Point(digs.at(x, 5)), {"code": f"{x}"}) for x in (5, 10, 500)], now=now)
    [conflict] = conflicts(answer_to(digs.ask(now=now), now), "obstacle")
    assert [fid for _, fid in conflict.refs] == [1, 2]


def test_nothing_in_the_answer_reaches_beyond_the_polygon_and_its_uncertainty(now: datetime) -> None:
    lay("water", (line((-5000, 5), (5000, 5)), {"code": "long"}), now=now)
    show("water_lines", now=now)
    answer = answer_to(digs.ask(now=now), now)
    edge = shape(answer.around).buffer(1e-7)  # coordinates are written with seven digits
    assert all(shape(asset.geometry).within(edge) for entry in answer.collections for asset in entry.assets)


def test_customers_of_a_network_are_those_behind_the_valve(now: datetime) -> None:
    """Source, valve, then a main with two customers; the pit is over the main."""
    by = system("test")
    fields = (layers.Field("kind", "string", "Loại", "Kind"),)
    for collection_id, geometry in (("grid_nodes", "Point"), ("grid_links", "LineString")):
        spec = layers.CollectionSpec(
            id=collection_id, title_vi=collection_id, title_en=collection_id, theme="network/water",
            geometry_type=geometry, fields=fields, owner="water",
        )  # fmt: skip
        layers.define_collection(spec, by=by, now=now)
    places = {"source": -60, "valve": -30, "customer": 60}
    write("grid_nodes", [layers.Feature(Point(digs.at(x, 5)), {"kind": kind}) for kind, x in places.items()], now=now)
    write("grid_nodes", [layers.Feature(Point(digs.at(90, 5)), {"kind": "customer"})], now=now)
    ends = [-60, -30, 60, 90]
    rows = [layers.Feature(line((a, 5), (b, 5)), {"kind": "main"}) for a, b in pairwise(ends)]
    write("grid_links", rows, now=now)
    network = networks.NetworkSpec(
        id="grid", title_vi="Cấp nước", title_en="Water", domain="water", owner="water",
        nodes=(networks.Part("grid_nodes", columns={"kind": "kind"}),),
        links=(networks.Part("grid_links", columns={"kind": "kind"}),),
        kinds={"source": "source", "valve": "valve", "customer": "customer"},
    )  # fmt: skip
    networks.define_network(network, by=by, now=now)
    works.disclose(collection="grid_links", mode="shown", columns=["kind"], by=by, now=now)
    request_id = digs.ask(now=now)
    assert answer_to(request_id, now).customers == (), "the owner has not let his nodes be told of"
    works.disclose(collection="grid_nodes", mode="shown", columns=["kind"], by=by, now=now)
    works.answer_again(request_id, by=digs.BUILDER, now=now)
    [customers] = answer_to(request_id, now).customers
    assert customers.count == 2
