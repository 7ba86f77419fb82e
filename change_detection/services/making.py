"""Makes the scene of a delivery, as a job: in a process of its own, then files, row and the comparison asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.db import OperationalError, connection, transaction

from change_detection.errors import NotAScene
from change_detection.models import Delivery, DeliveryState, Scene
from change_detection.orders import DeliveryOrder
from change_detection.scenes.limits import SceneLimits
from change_detection.scenes.making import Making
from change_detection.scenes.process import make_apart
from geo_server.core import clock, jobs, storage
from geo_server.core.errors import DomainError, JobCancelled
from geo_server.core.models import JobState
from geo_server.core.subject import Subject
from geo_server.core.watch import JobWatch, watched

from .deliveries import FINAL, end_with, forget_file, set_state, was_cancelled
from .pairing import compare_with_earlier
from .scenes import store_made, workroom

LIMITS = SceneLimits()
_STORING = (0.95, "storing")
_SLACK = timedelta(days=1)
"""Clocks and time zones of cameras are not always right."""
log = structlog.get_logger(__name__)


def make_as_job(job_id: str) -> None:
    """Make the scene of a job's delivery, by one worker at a time.

    A fault of the file ends delivery and job with its sentence. If the database goes away the job stays as it is: it
    falls silent, and is taken up again.
    """
    job = jobs.get_job(job_id)
    delivery = Delivery.objects.filter(pk=job.args["delivery"], job_id=job.pk).first()
    if delivery is None or delivery.state in FINAL:
        return
    with _alone(delivery) as alone:
        if not alone or not jobs.take_up(job_id):
            return
        set_state(delivery, DeliveryState.MAKING)
        try:
            with watched(job_id) as watch:
                scene = _make(delivery, watch)
        except OperationalError as error:
            log.warning("scene_interrupted", delivery=str(delivery.pk), error=str(error))
        except JobCancelled:
            end_with(delivery, was_cancelled(delivery.file_name))
        except DomainError as error:
            end_with(delivery, error)
        except Exception as error:
            end_with(delivery, _failed_inside(delivery.file_name, error))
            raise
        else:
            _finish(delivery, scene)


def _make(delivery: Delivery, watch: JobWatch) -> Scene:
    order = DeliveryOrder.from_dict(delivery.order)
    with workroom() as work:
        making = Making(
            storage.path_of(delivery.file_key),
            delivery.file_name,
            work,
            order.crs,
            dated=order.acquired is not None,
            limits=LIMITS,
        )
        made = make_apart(making, tell=watch.tell, wanted=lambda: not watch.cancelled.is_set())
        watch.tell(*_STORING)
        now = clock.now()
        return store_made(
            made, work, order=order, name=delivery.file_name, by=_sender(delivery), now=now, newest=now + _SLACK
        )


def _finish(delivery: Delivery, scene: Scene) -> None:
    """The scene is there; its comparison, if one was asked for, is a job of its own."""
    delivery.scene = scene
    if DeliveryOrder.from_dict(delivery.order).compare:
        order = DeliveryOrder.from_dict(delivery.order)
        run = compare_with_earlier(
            scene, by=_sender(delivery), now=clock.now(), same_sensor_first=order.same_sensor_first
        )
        delivery.run_id = run.pk if run is not None else ""
    with transaction.atomic():
        set_state(delivery, DeliveryState.READY, "scene", "run_id")
        jobs.finish_job(str(delivery.job_id), state=JobState.SUCCEEDED, result={"scene": scene.pk})
    forget_file(delivery)


def _sender(delivery: Delivery) -> Subject:
    plain = dict(delivery.given_by)
    return Subject(**plain | {"roles": frozenset(plain["roles"])})


@contextmanager
def _alone(delivery: Delivery) -> Iterator[bool]:
    """Whether this worker is the only one at work on a delivery; the lock goes with the connection."""
    key = f"change_detection.delivery:{delivery.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        [alone] = cursor.fetchone() or [False]
    try:
        yield bool(alone)
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _failed_inside(name: str, error: Exception) -> DomainError:
    return NotAScene(
        name,
        f"the program failed ({type(error).__name__}). It is in the log; tell the operator.",
        f"chương trình gặp lỗi ({type(error).__name__}). Chi tiết có trong nhật ký; hãy báo người vận hành.",
    )
