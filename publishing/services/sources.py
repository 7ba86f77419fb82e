"""Add, change, remove and ask remote sources; each belongs to the organisation that answers for its collection."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from geo_server.core import audit, jobs, outside
from geo_server.core.subject import Subject
from layers.errors import ReadOnlyToken

from ..errors import BadSource, UnknownSource
from ..fitting import require_fit
from ..models import Source
from ..orders import MODES, Order
from ..policy import may_keep_source
from .receiving import prepare

JOB_KIND = "publishing.harvest"
SELDOMEST_MINUTES = 60 * 24 * 366
OFTENEST_MINUTES = 5


@dataclass(frozen=True, kw_only=True)
class SourceOrder:
    """What somebody says of a source.

    Attributes:
        kind: "file", "ogc_features", "wfs", "arcgis" or "ckan".
        layer: of a service with several.
        collection: into which it goes.
        owner: of a new collection; None: the sender's own organisation.
        mode: "replace": what is brought is the whole new content; "upsert": it changes by `key` and adds.
        directly: publish without a person, where the owner's rule asks for nobody and no expectation is broken.
        decisions: choices that are taken each time.
        public: the public may read a new collection.
    """

    title: str
    kind: str
    url: str
    collection: str
    layer: str = ""
    owner: str | None = None
    mode: str = "replace"
    key: str = ""
    contract_id: str = ""
    decisions: dict[str, str] | None = None
    leave_out_faulty: bool = False
    public: bool = True
    directly: bool = False
    every_minutes: int = 60 * 24
    enabled: bool = True


CHANGEABLE = tuple(name for name in SourceOrder.__dataclass_fields__ if name not in ("collection", "owner"))
ABOUT_CONTENT = {"kind", "url", "layer"}
"""What makes another content likely when it changes."""


def add_source(order: SourceOrder, *, by: Subject, now: datetime) -> str:
    """Keep a source; returns its id. It is asked for the first time at once.

    Raises:
        BadSource, ForbiddenAddress: it cannot be asked.
        NotSignedIn, ReadOnlyToken, MayNotHandIn, KeptByProgram: he may not hand in for the collection.
    """
    _check(order)
    _, owner = prepare(_first_order(order), file_name=order.collection, by=by)
    with transaction.atomic():
        values = {name: getattr(order, name) for name in CHANGEABLE} | {"decisions": order.decisions or {}}
        made = Source.objects.create(
            **values, collection=order.collection, owner=owner, created_by=by.key, created_at=now, next_at=now
        )
        audit.record(by, act="add_source", object=order.collection, now=now, source=str(made.pk), url=order.url)
    return str(made.pk)


def change_source(source_id: str, changes: dict[str, Any], *, by: Subject, now: datetime) -> None:
    """Change what was said of a source; it is asked at once. Raises what `add_source` raises, and UnknownSource."""
    with transaction.atomic():
        source = held(source_id, by=by)
        _require_writer(by)
        said = {name: getattr(source, name) for name in (*CHANGEABLE, "collection", "owner")}
        order = replace(SourceOrder(**said), **changes)
        _check(order)
        for name in CHANGEABLE:
            setattr(source, name, getattr(order, name))
        if ABOUT_CONTENT & set(changes):
            source.etag = source.last_modified = source.sha256 = ""
        source.failures, source.next_at = 0, now
        source.save()
        audit.record(
            by, act="change_source", object=source.collection, now=now, source=source_id, members=list(changes)
        )


def remove_source(source_id: str, *, by: Subject, now: datetime) -> None:
    """Forget a source; what it brought stays. Raises UnknownSource, ReadOnlyToken."""
    with transaction.atomic():
        source = held(source_id, by=by)
        _require_writer(by)
        audit.record(by, act="remove_source", object=source.collection, now=now, source=source_id, url=source.url)
        source.delete()


def ask_now(source_id: str, *, by: Subject, now: datetime) -> str:
    """Have a source asked at once, also a resting one; returns the job. Raises UnknownSource, ReadOnlyToken."""
    with transaction.atomic():
        source = held(source_id, by=by)
        _require_writer(by)
        return str(jobs.create_job(JOB_KIND, args={"source": str(source.pk)}, by=by.key, now=now).pk)


def held(source_id: str, *, by: Subject | None = None) -> Source:
    """The row, locked; for who may not see it, it does not exist. Raises UnknownSource."""
    try:
        source = Source.objects.select_for_update().get(pk=source_id)
    except (Source.DoesNotExist, ValidationError) as error:
        raise UnknownSource(source_id) from error
    if by is not None and not may_keep_source(by, source.owner):
        raise UnknownSource(source_id)
    return source


def _first_order(order: SourceOrder) -> Order:
    return Order(collection_id=order.collection, owner=order.owner)


def _require_writer(by: Subject) -> None:
    if by.read_only:
        raise ReadOnlyToken


def _check(order: SourceOrder) -> None:
    require_fit(Source, vars(order))
    outside.check_address(order.url)
    if not order.title.strip():
        raise BadSource("Give the source a title.", "Hãy đặt tên cho nguồn.")
    if order.kind not in Source.Kind.values:
        known = ", ".join(Source.Kind.values)
        raise BadSource(f"kind '{order.kind}' is none of {known}.", f"kind '{order.kind}' không thuộc {known}.")
    if order.mode not in MODES or order.mode == "append":
        raise BadSource(
            f"mode '{order.mode}' is neither replace nor upsert.", f"mode '{order.mode}' không phải replace hay upsert."
        )
    if order.mode == "upsert" and not order.key:
        raise BadSource("upsert needs a key.", "upsert cần trường khóa (key).")
    if not OFTENEST_MINUTES <= order.every_minutes <= SELDOMEST_MINUTES:
        raise BadSource(
            f"every_minutes {order.every_minutes} is not between {OFTENEST_MINUTES} and {SELDOMEST_MINUTES}.",
            f"every_minutes {order.every_minutes} không nằm giữa {OFTENEST_MINUTES} và {SELDOMEST_MINUTES}.",
        )
