"""From a file to a published collection in one transaction, with a report of what was wrong with it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from geo_server.core.subject import Subject

from ..errors import UnknownField
from ..incoming import Mode
from ..kinds import CollectionSpec, Field
from ..registry import snapshot
from ..selectors.collections import describe_collection
from ..services.collections import define_collection
from ..services.features import write_features
from ..tables import OWN_COLUMNS
from .files import file_title, open_file
from .names import distinct_names, plain_name, title
from .report import PublishReport
from .sieve import Sieve
from .vector import SourceField, VectorFile

TITLE_NAMES = ("name", "ten", "name_vi", "title", "ten_duong", "ten_vi", "ward_name")
"""Names under which files usually keep what people call a thing; the first that is there becomes the title."""


def publish_file(
    path: Path | str,
    *,
    collection_id: str | None = None,
    layer: str | None = None,
    title_vi: str | None = None,
    title_en: str | None = None,
    theme: str | None = None,
    owner: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    key: str | None = None,
    mode: Mode = "replace",
    public: bool = True,
    leave_out_faulty: bool = False,
    dry_run: bool = False,
    reason: str | None = None,
    by: Subject,
    now: datetime,
    since: datetime | None = None,
) -> PublishReport:
    """Load a GeoPackage, GeoJSON or Shapefile (zipped too) into a collection and publish it; all or nothing.

    A collection that exists keeps its titles, style and grants; fields that are new in the file are added to it.

    Args:
        path: the file.
        collection_id: default: from the name of the layer or file, in ASCII.
        layer: needed where the file has several.
        title_vi: title, default: the name of the layer or file; likewise `title_en`.
        title_en: see `title_vi`.
        theme: default "base".
        owner: code of the organisation that answers for the data, default "city".
        crs: of the coordinates, instead of what the file says.
        encoding: of the text, instead of what the file says.
        key: the field that tells which row is which, by its name in the file or in the collection.
        mode: as in `write_features`.
        public: the public may read a new collection.
        leave_out_faulty: publish the good rows and report the others; otherwise one bad row stops everything.
        dry_run: do everything, report it, and take it back.
        reason: for the history, default: the name of the file.
        by: who publishes.
        now: the present.
        since: from when the rows are true.

    Raises:
        UnreadableFile, MissingCrs, CrsDoesNotFit, UnknownCrs: the file cannot be taken.
        RejectedFeatures: rows that do not fit, all of them; nothing was written.
        UnknownField: `key` is no field.
        BadSpec: the collection exists and cannot hold this file.
    """
    path = Path(path)
    file = open_file(path, layer=layer, crs=crs, encoding=encoding)
    called = title(file.layer if layer else file_title(path))
    names = _field_names(file.fields)
    collection_id = collection_id or plain_name(called, fallback="layer")
    spec = _described(file, collection_id, called, names, public=public)
    spec = _with(spec, title_vi=title_vi, title_en=title_en, theme=theme, owner=owner)
    key = None if key is None else names.get(key, key)
    if key is not None and spec.field_named(key) is None:
        raise UnknownField(spec.id, key)
    sieve = Sieve(spec, names, leave_out_faulty)
    with transaction.atomic():
        define_collection(spec, by=by, now=now)
        reason = reason or f"file {path.name}"
        rows = sieve.run(file.features())
        written = write_features(spec.id, rows, mode=mode, key=key, by=by, reason=reason, now=now, since=since)
        collection = describe_collection(spec.id)
        transaction.set_rollback(dry_run)
    faults = tuple(sieve.rejected), tuple(sieve.repaired)
    return PublishReport(collection, written, file.rows, *faults, names, dry_run)


def _field_names(fields: tuple[SourceField, ...]) -> dict[str, str]:
    names = distinct_names((field.name for field in fields), taken=OWN_COLUMNS)
    return dict(zip((field.name for field in fields), names, strict=True))


def _described(
    file: VectorFile, collection_id: str, called: str, names: dict[str, str], *, public: bool
) -> CollectionSpec:
    """The known description with the file's new fields, or one made from the file."""
    fields = {names[field.name]: field for field in file.fields}
    known = snapshot().collections.get(collection_id)
    if known is not None:
        new = [_field(name, source, "") for name, source in fields.items() if known.spec.field_named(name) is None]
        return replace(known.spec, fields=(*known.spec.fields, *new))
    named = next((name for name in TITLE_NAMES if name in fields and fields[name].type == "string"), None)
    storage = file.crs if isinstance(file.crs, str) and file.crs.startswith("EPSG:") else "EPSG:4326"
    return CollectionSpec(
        id=collection_id,
        title_vi=called,
        title_en=called,
        theme="base",
        geometry_type=file.geometry_type,
        fields=tuple(_field(name, source, "title" if name == named else "") for name, source in fields.items()),
        storage_crs=storage,
        public=public,
        editable=True,
    )


def _field(name: str, source: SourceField, role: str) -> Field:
    return Field(name, source.type, title(source.name), title(source.name), role=role)


def _with(spec: CollectionSpec, **said: str | None) -> CollectionSpec:
    wanted: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    return replace(spec, **wanted)
