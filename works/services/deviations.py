"""Report what was found on site, and decide on it as the owner of the asset."""

import math
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import shapely
from django.contrib.gis.geos import Point
from django.db import transaction

from geo_server.core import audit, storage
from geo_server.core.errors import Fault
from geo_server.core.subject import Subject
from layers import api as layers

from ..answer import Answer, Asset, CollectionAnswer
from ..errors import BadPlace, UnknownDeviation, WrongDeviation
from ..events import DeviationReported, deviation_reported
from ..models import Deviation, WorksRequest
from ..places import read_shape
from ..selectors.answers import readable_answer
from ..selectors.owners import visible_deviations
from ..selectors.sight import get_row
from ..states import State
from .register import show_deviation
from .requests import move

MEASURED = "A"
"""What lies in the open trench has been seen."""
LARGEST_PHOTO = 10 * 2**20
PHOTO_TYPES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


@dataclass(frozen=True, kw_only=True)
class Find:
    """What the foreman sends; texts as he wrote them.

    Attributes:
        place: GeoJSON point or a pair of coordinates.
        asset: "collection/fid" of the asset that lies elsewhere, empty if the answer did not tell of it.
        owner: code of the owner, where no asset is named.
    """

    place: str
    text: str
    depth_m: str = ""
    asset: str = ""
    owner: str = ""
    photo: bytes | None = None


def report_deviation(request_id: int, find: Find, *, by: Subject, now: datetime) -> int:
    """Write down a find and let its owner know; returns its number.

    Raises:
        UnknownRequest, NoAnswer, AnswerExpired, MayNotChangeRequest, NotThisStep.
        WrongDeviation: with the faults of all fields.
    """
    with transaction.atomic():
        request = get_row(by, request_id, lock=True)
        _, answer = readable_answer(by, request_id, now=now)
        found = _checked(find, request, answer)
        move(request, State.DEVIATION_REPORTED, by=by, now=now, note=found.text)
        found.reported_by, found.reported_by_name, found.reported_at = by.key, by.name, now
        found.photo = _keep(find.photo, request)
        found.save()
        show_deviation(found, by=by, now=now)
        audit.record(by, act="report_deviation", object=f"works/{request.pk}", now=now, owner=found.owner)
        deviation_reported.send_on_commit(DeviationReported(found.pk, request.pk, found.owner))
    return int(found.pk)


def decide_deviation(deviation_id: int, *, accept: bool, note: str, by: Subject, now: datetime) -> None:
    """The owner takes a find over into his records, or says why not; raises UnknownDeviation."""
    with transaction.atomic():
        found = visible_deviations(by).select_for_update(of=("self",)).filter(pk=deviation_id).first()
        if found is None or not (by.is_administrator or by.organisation == found.owner):
            raise UnknownDeviation(deviation_id)
        found.state = Deviation.State.ACCEPTED if accept else Deviation.State.REFUSED
        found.decided_by, found.decided_at, found.note = by.key, now, note.replace("\0", "").strip()[:500]
        found.save()
        show_deviation(found, by=by, now=now)
        audit.record(by, act="decide_deviation", object=f"works/{found.request_id}", now=now, state=found.state)


def _checked(find: Find, request: WorksRequest, answer: Answer) -> Deviation:
    """The row of a find, not yet saved; raises WrongDeviation with all faults."""
    faults: list[Fault] = []
    text = " ".join(find.text.replace("\0", "").split())[:500]
    if not text:
        faults.append(Fault("text", "Write what was found.", "Hãy ghi điều đã phát hiện."))
    point = _point(find.place, answer, faults)
    depth_m = _depth(find.depth_m, faults)
    if find.photo is not None and (len(find.photo) > LARGEST_PHOTO or _suffix(find.photo) is None):
        faults.append(
            Fault("photo", "Send a JPEG or PNG of 10 MB at most.", "Hãy gửi ảnh JPEG hoặc PNG, không quá 10 MB.")
        )
    entry, asset = _asset(find.asset, answer, faults)
    owner = entry.owner if entry else find.owner.replace("\0", "")
    if not find.asset and layers.find_organisation(owner) is None:
        faults.append(Fault("owner", "Name the asset, or its owner.", "Hãy chọn công trình, hoặc chủ quản."))
    if faults or point is None:
        raise WrongDeviation(faults)
    return Deviation(
        request=request,
        place=Point(point.x, point.y, srid=4326),
        depth_m=depth_m,
        text=text,
        owner=owner,
        collection=entry.collection if entry else "",
        fid=asset.fid if asset else None,
        offset_m=_offset_m(point, asset) if asset else None,
        survey_class=MEASURED,
    )


def _point(place: str, answer: Answer, faults: list[Fault]) -> shapely.Point | None:
    try:
        shape = read_shape(place)
    except BadPlace as error:
        faults.append(Fault("place", error.en, error.vi))
        return None
    if not isinstance(shape, shapely.Point) or not shapely.geometry.shape(answer.around).intersects(shape):
        faults.append(
            Fault("place", "Give a point in or beside the dig.", "Hãy chọn một điểm trong hoặc sát phạm vi đào.")
        )
        return None
    return shape


def _depth(text: str, faults: list[Fault]) -> float | None:
    if not text.strip():
        return None
    try:
        depth_m = float(text.replace(",", "."))
    except ValueError:
        depth_m = math.nan
    if not 0 <= depth_m <= 100:
        faults.append(Fault("depth_m", "Give metres from 0 to 100.", "Hãy ghi số mét từ 0 đến 100."))
        return None
    return depth_m


def _asset(name: str, answer: Answer, faults: list[Fault]) -> tuple[CollectionAnswer | None, Asset | None]:
    """The asset of the answer that is named "collection/fid"."""
    if not name:
        return None, None
    for entry in answer.collections:
        for asset in entry.assets:
            if f"{entry.collection}/{asset.fid}" == name:
                return entry, asset
    faults.append(Fault("asset", "The answer tells of no such asset.", "Trả lời không có công trình này."))
    return None, None


def _offset_m(point: shapely.Point, asset: Asset) -> float:
    """From where the answer has drawn the asset, on the ellipsoid."""
    drawn = shapely.geometry.shape(asset.geometry)
    return round(layers.length_m(shapely.shortest_line(point, drawn)), 2)


def _suffix(photo: bytes) -> str | None:
    return next((suffix for magic, suffix in PHOTO_TYPES.items() if photo.startswith(magic)), None)


def _keep(photo: bytes | None, request: WorksRequest) -> str:
    if photo is None:
        return ""
    key = f"works/{request.pk}/{uuid4().hex}.{_suffix(photo)}"
    storage.prepare(key).write_bytes(photo)
    return key
