"""Deliveries, seen by their senders and by administrators; the scene of one only by those who may see it."""

from uuid import UUID

from django.core.exceptions import ValidationError

from change_detection.answers import DeliveryInfo
from change_detection.errors import UnknownDelivery, UnknownScene
from change_detection.models import Delivery
from geo_server.core import jobs
from geo_server.core.errors import UnknownJob
from geo_server.core.subject import Subject

from .scenes import visible_scene

LATEST = 20


def list_deliveries(subject: Subject, *, limit: int = LATEST) -> list[DeliveryInfo]:
    """What the subject has handed in, latest first; an administrator sees everybody's."""
    if subject.is_anonymous:
        return []
    own = Delivery.objects.all() if subject.is_administrator else Delivery.objects.filter(created_by=subject.key)
    return [_info(delivery, subject) for delivery in own[:limit]]


def get_delivery(subject: Subject, *, delivery_id: str | UUID) -> DeliveryInfo:
    """One delivery; raises UnknownDelivery, also when it is somebody else's."""
    try:
        delivery = Delivery.objects.filter(pk=delivery_id).first()
    except ValidationError as error:
        raise UnknownDelivery(str(delivery_id)) from error
    if delivery is None or not (subject.is_administrator or delivery.created_by == subject.key):
        raise UnknownDelivery(str(delivery_id))
    return _info(delivery, subject)


def _info(delivery: Delivery, subject: Subject) -> DeliveryInfo:
    share, stage = _progress(delivery)
    return DeliveryInfo(
        id=str(delivery.pk),
        file_name=delivery.file_name,
        size=delivery.size,
        state=delivery.state,
        progress=share,
        stage=stage,
        reason_vi=delivery.reason_vi,
        reason_en=delivery.reason_en,
        scene_id=_visible_scene_id(delivery, subject),
        run_id=delivery.run_id,
        created_by=delivery.created_by,
        created_at=delivery.created_at,
        state_at=delivery.state_at,
    )


def _visible_scene_id(delivery: Delivery, subject: Subject) -> str | None:
    if delivery.scene_id is None:
        return None
    try:
        return visible_scene(subject, delivery.scene_id).pk
    except UnknownScene:
        return None


def _progress(delivery: Delivery) -> tuple[float, str]:
    if delivery.state != "making":
        return (0.0, "") if delivery.state == "received" else (1.0, "")
    try:
        job = jobs.get_job(str(delivery.job_id))
    except UnknownJob:
        return 0.0, ""
    return job.progress, job.message
