"""What a place card says: areas, address, and the things of every collection by theme, with dates and owners."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from geo_server.core.subject import Subject
from layers import api as layers

from ..errors import BadPlace

MOST_OF_A_COLLECTION = 5
FARTHEST_M = 500.0
FACTS_SHOWN = 6
ADDRESS_FIELDS = ("address", "dia_chi")


@dataclass(frozen=True)
class Fact:
    """A field of a thing and its value as people read it, in both languages."""

    title_vi: str
    title_en: str
    value_vi: str
    value_en: str
    unit: str = ""


@dataclass(frozen=True)
class Thing:
    """One feature: its name, what is known of it, since when, and how far away it is."""

    fid: int
    title: str
    facts: tuple[Fact, ...]
    since: datetime
    distance_m: float


@dataclass(frozen=True)
class Layer:
    """What one collection has there."""

    collection: str
    title_vi: str
    title_en: str
    owner: str
    owner_vi: str
    owner_en: str
    things: tuple[Thing, ...]
    more: bool


@dataclass(frozen=True)
class Theme:
    """The collections of one theme."""

    theme: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class PlaceCard:
    """Everything.

    Attributes:
        point: longitude, latitude of a point of the place.
        areas: units of the city's division on `day`, each a version with its legal act.
        address: of the nearest thing that has one, empty if none.
    """

    point: tuple[float, float]
    day: date
    reach_m: float
    areas: tuple[layers.AreaUnit, ...]
    address: str
    themes: tuple[Theme, ...]

    @property
    def count(self) -> int:
        """How many things are listed."""
        return sum(len(layer.things) for theme in self.themes for layer in theme.layers)


def place_card(subject: Subject, *, shape: BaseGeometry, reach_m: float, now: datetime) -> PlaceCard:
    """The card of a place for one reader.

    Args:
        subject: he sees what he may read, and cannot tell that there is more.
        shape: a point, line or polygon in WGS 84.
        reach_m: how far around it, at most FARTHEST_M.
        now: the present.

    Raises:
        BadPlace: `reach_m` is no distance.
    """
    if not 0 <= reach_m <= FARTHEST_M:
        raise BadPlace(
            f"look 0 to {FARTHEST_M:g} metres around it, not {reach_m:g}.",
            f"chỉ xem quanh vị trí từ 0 đến {FARTHEST_M:g} m, không phải {reach_m:g} m.",
        )
    found = layers.at_place(subject, shape=shape, reach_m=reach_m, most=MOST_OF_A_COLLECTION)
    point, day = shape.representative_point(), timezone.localdate(now)
    return PlaceCard(
        point=(round(point.x, 7), round(point.y, 7)),
        day=day,
        reach_m=reach_m,
        areas=tuple(unit for unit, _ in layers.area_at(day=day, point=(point.x, point.y))),
        address=_address(found),
        themes=tuple(_themes(found)),
    )


def place_of_item(subject: Subject, *, collection_id: str, fid: int) -> BaseGeometry:
    """The shape of a feature that the subject may read; raises UnknownCollection, UnknownItem, BadPlace."""
    item = layers.get_item(subject, collection_id=collection_id, fid=fid)
    shape: BaseGeometry | None = shapely.from_geojson(item.feature)
    if isinstance(shape, shapely.GeometryCollection) and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape is None or shape.is_empty:
        raise BadPlace("the feature has no place.", "đối tượng không có vị trí.")
    return shape


def card_document(card: PlaceCard) -> dict[str, Any]:
    """The card as JSON values."""
    document = asdict(card) | {"day": card.day.isoformat()}
    for area in document["areas"]:
        area.pop("geometry")
        for name in ("valid_from", "valid_to"):
            area[name] = area[name] and area[name].isoformat()
    for theme in document["themes"]:
        for layer in theme["layers"]:
            for thing in layer["things"]:
                thing["since"] = thing["since"].isoformat()
    return document


def _themes(found: Sequence[layers.FoundAt]) -> Iterable[Theme]:
    themes: dict[str, list[layers.FoundAt]] = {}
    for entry in found:
        themes.setdefault(entry.spec.theme, []).append(entry)
    owners = {entry.spec.owner for entry in found}
    titles = {code: layers.find_organisation(code) for code in owners}
    for theme in sorted(themes):
        yield Theme(theme, tuple(_layer(entry, titles[entry.spec.owner]) for entry in themes[theme]))


def _layer(entry: layers.FoundAt, owner: layers.OrganisationInfo | None) -> Layer:
    spec = entry.spec
    return Layer(
        collection=spec.id,
        title_vi=spec.title_vi,
        title_en=spec.title_en,
        owner=spec.owner,
        owner_vi=owner.title_vi if owner else spec.owner,
        owner_en=owner.title_en if owner else spec.owner,
        things=tuple(_thing(spec, thing) for thing in entry.things),
        more=entry.more,
    )


def _thing(spec: layers.CollectionSpec, thing: layers.ThingAt) -> Thing:
    named = [spec.field_with_role(role) for role in ("title", "code", "key")]
    titles = [str(thing.properties[f.name]) for f in named if f and thing.properties[f.name] not in (None, "")]
    shown = [f for f in spec.fields if f not in named[:1] and thing.properties[f.name] not in (None, "")]
    return Thing(
        fid=thing.fid,
        title=titles[0] if titles else f"{spec.id} {thing.fid}",
        facts=tuple(_fact(f, thing.properties[f.name]) for f in shown[:FACTS_SHOWN]),
        since=thing.since,
        distance_m=thing.distance_m,
    )


def _fact(described: layers.Field, value: Any) -> Fact:
    code = next((code for code in described.codes if code.value == value), None)
    if code is not None:
        texts = code.title_vi, code.title_en
    elif isinstance(value, bool):
        texts = ("có", "yes") if value else ("không", "no")
    elif isinstance(value, float):
        texts = f"{value:.6g}".replace(".", ","), f"{value:.6g}"
    else:
        texts = str(value), str(value)
    return Fact(described.title_vi, described.title_en, *texts, described.unit)


def _address(found: Sequence[layers.FoundAt]) -> str:
    """The address of the nearest thing that has one."""
    with_address = [
        (thing.distance_m, str(thing.properties[name]))
        for entry in found
        for thing in entry.things
        for name in ADDRESS_FIELDS
        if thing.properties.get(name)
    ]
    return min(with_address)[1] if with_address else ""
