"""Takes in what somebody hands in: the file is stored and answered for at once; a job makes the scene (`making.py`)."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path, PurePath
from uuid import UUID, uuid4

from django.db import transaction

from change_detection.errors import NotAScene, StorageFull
from change_detection.models import MAKING_JOB, Delivery, DeliveryState
from change_detection.orders import DeliveryOrder
from change_detection.policy import require_compare
from change_detection.scenes.limits import SceneLimits
from geo_server.core import clock, jobs, storage
from geo_server.core.errors import DomainError
from geo_server.core.models import JobState
from geo_server.core.subject import Subject

_LONGEST_NAME = 120
FINAL = (DeliveryState.READY, DeliveryState.FAILED)


def hand_in(
    chunks: Iterable[bytes], *, file_name: str, order: DeliveryOrder, by: Subject, now: datetime, origin: str = ""
) -> Delivery:
    """Store a file as it comes and have a scene made of it; nothing is looked at yet.

    Raises:
        NotAllowed: `by` does not work with scenes.
        NotAScene: nothing came.
        TooLargeScene: as soon as more has come than is taken.
        StorageFull: the disk is full; nothing is kept.
    """
    require_compare(by)
    delivery_id, name = uuid4(), plain_file_name(file_name)
    key = f"deliveries/{delivery_id.hex}/{name}"
    path = storage.prepare(key)
    try:
        size, sha256 = _store(chunks, path, name)
        return _open(delivery_id, key, name, size, sha256, order=order, origin=origin, by=by, now=now)
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise


def end_with(delivery: Delivery, reason: DomainError) -> None:
    """Let a delivery fail for a reason; its file is removed."""
    with transaction.atomic():
        delivery.reason_en, delivery.reason_vi = reason.en, reason.vi
        set_state(delivery, DeliveryState.FAILED, "reason_en", "reason_vi")
        jobs.finish_job(str(delivery.job_id), state=JobState.FAILED, reason=reason)
    forget_file(delivery)


def settle_ended_job(job_id: str) -> None:
    """A job that was ended from outside (dismissed, given up) ends its delivery with the same words."""
    delivery = Delivery.objects.filter(job_id=job_id).exclude(state__in=FINAL).first()
    if delivery is None:
        return
    job = jobs.get_job(job_id)
    cancelled = was_cancelled(delivery.file_name)
    end_with(delivery, DomainError(job.reason_en or cancelled.en, job.reason_vi or cancelled.vi))


def plain_file_name(name: str) -> str:
    """The last part of a name that a client sent: letters, digits and a few signs, so that GDAL reads it as a path."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in last).strip(". ")
    return plain[-_LONGEST_NAME:] or "scene"


def _store(chunks: Iterable[bytes], path: Path, name: str) -> tuple[int, str]:
    """Size and SHA-256 of what came."""
    limits, digest, size = SceneLimits(), hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                limits.require("bytes_in", size, name)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageFull(name) from error
        raise
    if not size:
        raise NotAScene(name, "the file is empty. Choose it again.", "tệp rỗng. Hãy chọn lại tệp.")
    return size, digest.hexdigest()


@transaction.atomic
def _open(
    delivery_id: UUID,
    key: str,
    name: str,
    size: int,
    sha256: str,
    *,
    order: DeliveryOrder,
    origin: str,
    by: Subject,
    now: datetime,
) -> Delivery:
    job = jobs.create_job(MAKING_JOB, args={"delivery": str(delivery_id)}, by=by.key, now=now)
    plain = {field.name: getattr(by, field.name) for field in fields(Subject)} | {"roles": sorted(by.roles)}
    return Delivery.objects.create(
        id=delivery_id,
        job_id=job.pk,
        state_at=now,
        file_name=name,
        file_key=key,
        size=size,
        sha256=sha256,
        origin=origin,
        order=order.as_dict(),
        given_by=plain,
        created_by=by.key,
        created_at=now,
    )


def set_state(delivery: Delivery, state: DeliveryState, *more: str) -> None:
    """Write a state and when it began, with more fields."""
    delivery.state, delivery.state_at = state, clock.now()
    delivery.save(update_fields=["state", "state_at", *more])


def forget_file(delivery: Delivery) -> None:
    """Remove what was handed in; the scene, if there is one, has its own files."""
    shutil.rmtree(storage.path_of(delivery.file_key).parent, ignore_errors=True)


def was_cancelled(name: str) -> DomainError:
    """The reason of a delivery that somebody stopped."""
    return NotAScene(name, "somebody stopped it. Hand it in again.", "đã bị dừng. Hãy nộp lại.")
