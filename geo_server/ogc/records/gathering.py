"""All records that a subject may find: one for each collection that he may read, and the services of this house."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import override

from change_detection import api as change_detection
from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection
from warehouse import api as warehouse

from ..downloads.store import PREPARED
from ..encoders.registry import ENCODERS
from ..formats import COG, GEOJSON, HTML
from ..resources import crs_list, links_of
from ..templatetags.ogc_text import theme_title
from .record import Keeper, Link, Record, Text
from .services import list_services

Keepers = dict[str, Keeper]


def gather(subject: Subject, *, url: str, maps_url: str) -> list[Record]:
    """Every record that the subject may find, sorted by id.

    Args:
        subject: what he may not read has no record, and no word of it stands in another one.
        url: address of the landing page of this door.
        maps_url: address of the map services (WMS, WMTS).
    """
    keepers: Keepers = {}
    found = _records_of(subject, layers.list_collections(subject), url=url, keepers=keepers)
    services = list_services(url=url, maps_url=maps_url, keeper=_keeper("city", keepers))
    return sorted([*found, *services], key=lambda record: record.id)


def find_record(subject: Subject, record_id: str, *, url: str, maps_url: str) -> Record | None:
    """One record, made without the others; None if the subject may not find it."""
    keepers: Keepers = {}
    for service in list_services(url=url, maps_url=maps_url, keeper=_keeper("city", keepers)):
        if service.id == record_id:
            return service
    try:
        collection = layers.get_collection(subject, collection_id=record_id)
    except UnknownCollection:
        return None
    if collection.status != "published":
        return None
    return _records_of(subject, [collection], url=url, keepers=keepers)[0]


def _records_of(
    subject: Subject, collections: Sequence[layers.Collection], *, url: str, keepers: Keepers
) -> list[Record]:
    """A record for each collection; what is known beside the register is asked for only where it can matter."""
    found = {c.id: _of_collection(c, url=url, keeper=_keeper(c.owner, keepers)) for c in collections}
    if any(collection.coverage for collection in collections):
        for scene in change_detection.list_scenes(subject):
            if scene.collection in found:
                found[scene.collection] = _of_scene(found[scene.collection], scene, url)
    if any(collection.theme.startswith("indicator") for collection in collections):
        for indicator in warehouse.published_indicators(subject):
            if indicator.id in found:
                found[indicator.id] = _of_indicator(found[indicator.id], indicator, url)
    return list(found.values())


def _of_collection(collection: layers.Collection, *, url: str, keeper: Keeper) -> Record:
    theme = Text(*(_theme_title(collection.theme, language) for language in ("vi", "en")))
    return Record(
        id=collection.id,
        kind="dataset",
        title=Text(collection.title_vi, collection.title_en),
        description=Text(collection.description_vi, collection.description_en),
        keeper=keeper,
        links=tuple(_links(collection, f"{url}/collections/{collection.id}")),
        theme=collection.theme,
        theme_title=theme,
        keywords=(theme, *(Text(f.title_vi, f.title_en) for f in collection.fields)),
        bbox=collection.extent,
        start=collection.since,
        updated=collection.updated,
        licence=collection.licence,
        attribution=collection.attribution,
        crs=tuple(crs_list(collection)),
        count=collection.count,
    )


def _of_scene(record: Record, scene: change_detection.SceneInfo, url: str) -> Record:
    """The record of a collection that shows a scene: its moment is that of the camera, not of the register."""
    sensor = (Text(scene.sensor, scene.sensor),) if scene.sensor else ()
    here = f"{url}/stac/collections/scenes/items/{scene.id}"
    item = Link("related", here, GEOJSON, Text("Mục STAC", "STAC item"))
    picture = Link("enclosure", f"{here}/assets/data", COG, Text("Tệp ảnh (COG)", "The picture (COG)"))
    small = Link("preview", f"{here}/assets/thumbnail", "image/png", Text("Ảnh thu nhỏ", "Thumbnail"))
    return replace(
        record,
        kind="scene",
        keywords=(record.theme_title, *sensor),
        bbox=scene.bbox,
        start=scene.acquired,
        end=scene.acquired,
        gsd_m=scene.gsd_m,
        links=(*record.links, item, picture, small),
        external_ids=(("stac", scene.id), ("sha256", scene.sha256)),
    )


def _of_indicator(record: Record, indicator: warehouse.Indicator, url: str) -> Record:
    unit = Text(indicator.unit_vi, indicator.unit_en)
    page = f"{url.removesuffix('/ogc')}/indicators/{indicator.id}"
    table = (
        Link("enclosure", f"{page}.csv", "text/csv", Text("Bảng số liệu (CSV)", "Table of values (CSV)")),
        Link("about", page, HTML, Text("Trang chỉ số", "Page of the indicator")),
    )
    return replace(record, kind="indicator", keywords=(record.theme_title, unit), links=(*record.links, *table))


def _links(collection: layers.Collection, here: str) -> list[Link]:
    """Where the data, their description and their pictures are."""
    items = Link("items", f"{here}/items?f=json", GEOJSON, Text("Các đối tượng", "The features"))
    about = Link("collection", here, "application/json", Text("Lớp dữ liệu", "The collection"))
    schema = Link(
        "http://www.opengis.net/def/rel/ogc/1.0/schema",
        f"{here}/schema",
        "application/schema+json",
        Text("Các trường", "The fields"),
    )
    more = [
        Link(found["rel"], found["href"], found["type"], Text(**found["title"]))
        for found in links_of(collection, here)
        if found["rel"] != "describedby"  # that is the record itself
    ]
    return [about, items, schema, *more, *_files(f"{here}/download")]


def _files(here: str) -> list[Link]:
    """The whole collection as one file, in each format that is prepared ahead."""
    return [
        Link(
            "enclosure",
            f"{here}?f={name}",
            ENCODERS[name].media_type,
            Text(f"Cả lớp dữ liệu dạng {ENCODERS[name].title}", f"The whole collection as {ENCODERS[name].title}"),
        )
        for name in PREPARED
    ]


def _keeper(code: str, known: Keepers) -> Keeper:
    """The organisation with this code; one that is not registered is called by its code."""
    if code not in known:
        found = layers.find_organisation(code)
        known[code] = Keeper(code, Text(found.title_vi, found.title_en) if found else Text(code, code))
    return known[code]


@lru_cache(maxsize=1_000)
def _theme_title(theme: str, language: str) -> str:
    with override(language):
        return theme_title(theme)
