"""Digging in the demo city: whom to call, what the owners tell, a road under moratorium, a few requests and a find."""

import json
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from shapely.geometry import LineString, mapping
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import Subject
from layers import api as layers
from works import api as works

from .city import frame
from .city.city import City
from .city.networks import Link
from .organisations import UTILITIES

ASKER = "builder"
TOLD = ("code", "kind", "status", "year", "material", "diameter_mm", "depth_m", "voltage_kv", "overhead")
PLANS = (
    ("Sửa ống vỡ", "Sửa chữa ống cấp nước bị vỡ", "1.4", "water", 0, 7),
    ("Ngầm hóa cáp viễn thông", "Ngầm hóa cáp dọc hẻm", "1.2", "telecom", 3, 30),
    ("Cải tạo cống", "Cải tạo cống thoát nước chống ngập", "3", "drainage", 10, 60),
)
"""Title, purpose, depth, network that is laid, first and last day from today."""


def make_works(city: City, *, by: Subject, now: datetime) -> int:
    """Everything about digging, made once; returns the number of requests."""
    works.define_collections(by=by, now=now)
    for number, owner in enumerate(UTILITIES):
        phones = {"phone": f"028 3800 00{number}0", "emergency_phone": f"1900 00{number}1"}
        works.set_contact(owner, email=f"{owner}@demo.diaban.invalid", by=by, now=now, **phones)
    works.disclose(theme="network", mode="shown", columns=TOLD, by=by, now=now)
    asker = layers.subject_of_user(get_user_model().objects.get(username=ASKER).pk)
    known = works.list_requests(asker)
    if known:
        return len(known)
    places = _places(city)
    _impose_moratorium(places[-1], by=by, now=now)
    ids = [_ask(plan, place, asker, now) for plan, place in zip(PLANS, places, strict=True)]
    _find(ids[0], places[0], asker, now)
    return len(ids)


def _places(city: City) -> list[LineString]:
    """Water mains near the middle of the quarter, one after the other."""
    [water] = (network for network in city.networks if network.name == "water")
    middle = frame.scene_centre()

    def away(link: Link) -> float:
        return float(link.line.distance(middle))

    long_enough = [link for link in sorted(water.links, key=away) if link.line.length > 30]
    return [link.line for link in long_enough[: 4 * len(PLANS) : 4]]


def _ask(plan: tuple[str, str, str, str, int, int], place: LineString, asker: Subject, now: datetime) -> int:
    title, purpose, depth_m, laying, first, last = plan
    today = now.date()
    values = works.RequestValues(
        title=title,
        purpose=purpose,
        area=json.dumps(mapping(_in_degrees(place.buffer(4, cap_style="flat")))),
        depth_m=depth_m,
        starts_on=(today + timedelta(days=first)).isoformat(),
        ends_on=(today + timedelta(days=last)).isoformat(),
        laying=laying,
        contractor="Công ty Xây dựng (mẫu)",
        contact_name="Đội trưởng thi công",
        contact_phone="0900 000 000",
    )
    request_id = works.draft_request(values, by=asker, now=now)
    works.submit_request(request_id, by=asker, now=now)
    return request_id


def _find(request_id: int, place: LineString, asker: Subject, now: datetime) -> None:
    """The foreman has found the main beside where it was drawn."""
    works.take_step(request_id, "in_progress", by=asker, now=now)
    answer = works.view_answer(asker, request_id, door="page", now=now)
    mains = next(entry for entry in answer.collections if entry.collection == "water_links")
    main = max(mains.assets, key=lambda asset: asset.length_m)
    beside = place.offset_curve(0.8).interpolate(0.5, normalized=True)
    find = works.Find(
        place=json.dumps(mapping(_in_degrees(beside))),
        text="Ống nằm lệch và nông hơn bản vẽ",
        depth_m="0.6",
        asset=f"{mains.collection}/{main.fid}",
    )
    works.report_deviation(request_id, find, by=asker, now=now)


def _impose_moratorium(place: LineString, *, by: Subject, now: datetime) -> None:
    row = {
        "road": "Đường mới trải nhựa (mẫu)",
        "reason": "mặt đường mới hoàn thành",
        "legal_act": "mẫu",
        "starts_on": now.date(),
        "ends_on": now.date() + timedelta(days=180),
    }
    shape = _in_degrees(place.buffer(6, cap_style="flat"))
    layers.write_features(
        works.MORATORIA, [layers.Feature(shape, row)], mode="replace", by=by, reason="demo city", now=now
    )


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = layers.transform_geometry(shape, source=frame.CRS, target="EPSG:4326")
    return moved
