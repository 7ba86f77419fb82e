"""Looks at a folder or bucket and hands in what is new there; what was handed in before is known by its origin."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from change_detection.errors import BucketFailed
from change_detection.models import Delivery
from change_detection.orders import DeliveryOrder
from change_detection.scenes.sources.folder import Folder
from change_detection.scenes.sources.offered import Source
from geo_server.core.errors import DomainError
from geo_server.core.subject import Subject

from .deliveries import hand_in

_LONGEST_ORIGIN = 1000
_NOON_UTC = 5
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def source_at(address: str) -> Source:
    """The source at a folder or at `s3://bucket/prefix`."""
    if not address.startswith("s3://"):
        return Folder(Path(address))
    from change_detection.scenes.sources.bucket import Bucket, StorageAccount  # knows boto3

    return Bucket(
        address,
        StorageAccount(settings.S3_ENDPOINT, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET),
    )


def take_new(
    source: Source, *, order: DeliveryOrder, by: Subject, now: datetime, tell: Callable[[str], None] = lambda line: None
) -> list[Delivery]:
    """Hand in everything of a source that was not handed in before, oldest name first.

    One that cannot be taken now (the disk is full, the storage is away) is told, and tried again at the next look.
    """
    taken = []
    for offered in source.look():
        origin = offered.origin[-_LONGEST_ORIGIN:]
        if Delivery.objects.filter(origin=origin).exists():
            continue
        name = f"{Path(offered.name).stem}.zip" if offered.sidecars else offered.name
        try:
            taken.append(
                hand_in(
                    source.read(offered),
                    file_name=name,
                    order=_with_day(order, offered.name),
                    by=by,
                    now=now,
                    origin=origin,
                )
            )
            tell(f"{offered.name}: received")
        except IntegrityError:
            tell(f"{offered.name}: another watcher was quicker")
        except (DomainError, OSError) as error:
            tell(str(error))
    return taken


def _with_day(order: DeliveryOrder, name: str) -> DeliveryOrder:
    """The order with the day that stands in the name of a file (quan12_2026-02-10.tif), noon in Việt Nam."""
    found = _DAY.search(name)
    if order.acquired is not None or found is None:
        return order
    try:
        return replace(order, acquired=datetime(int(found[1]), int(found[2]), int(found[3]), _NOON_UTC, tzinfo=UTC))
    except ValueError:  # the 31st of February
        return order


def fetch(address: str) -> tuple[str, Iterator[bytes]]:
    """Name and content of one object, `s3://bucket/key`; raises BucketFailed."""
    from change_detection.scenes.sources.bucket import Bucket

    source = source_at(address)
    if not isinstance(source, Bucket):
        raise BucketFailed(address, "it is no s3:// address")
    offered = source.one()
    return offered.name, source.read(offered)
