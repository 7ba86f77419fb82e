"""Bringing scenes in: at once from a file of this machine, or handed in and made by a job; looking for new ones."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from change_detection.answers import DeliveryInfo, SceneInfo
from change_detection.orders import DeliveryOrder
from change_detection.selectors.deliveries import get_delivery
from change_detection.selectors.scenes import scene_info
from change_detection.services import deliveries
from geo_server.core.subject import Subject


def register_scene(
    path: Path,
    *,
    acquired: datetime | None = None,
    by: Subject,
    now: datetime,
    title_vi: str = "",
    title_en: str = "",
    sensor: str = "",
    view_angle_deg: float | None = None,
    crs: str = "",
    public: bool = False,
) -> SceneInfo:
    """Make a scene of a picture now; the same content gives the scene that is already there, unchanged.

    The name of the file stands in the messages. What is left out of `acquired`, `sensor` and `view_angle_deg` (off
    nadir) is read from the file; `crs` is for one that does not name its own. Everybody may see a `public` scene.

    Raises:
        NotAScene, UnreadableScene, NoPosition, BlankScene, StorageFull: the file will not do; nothing is stored.
    """
    from change_detection.services import scenes  # opens images

    order = DeliveryOrder(
        acquired=acquired,
        title_vi=title_vi,
        title_en=title_en,
        sensor=sensor,
        view_angle_deg=view_angle_deg,
        crs=crs,
        public=public,
    )
    return scene_info(scenes.register_scene(path, order=order, by=by, now=now))


def hand_in_scene(
    chunks: Iterable[bytes], *, file_name: str, order: DeliveryOrder, by: Subject, now: datetime, origin: str = ""
) -> DeliveryInfo:
    """Store a picture, or a zip with one and its sidecars; a job makes the scene, `get_delivery` says how far it is.

    Raises:
        NotAllowed: `by` does not work with scenes.
        NotAScene, TooLargeScene, StorageFull: it was not taken; nothing is kept.
    """
    delivery = deliveries.hand_in(chunks, file_name=file_name, order=order, by=by, now=now, origin=origin)
    return get_delivery(by, delivery_id=delivery.pk)


def watch_scenes(
    address: str, *, order: DeliveryOrder, by: Subject, tell: Callable[[str], None] = lambda line: None
) -> Callable[[datetime], list[DeliveryInfo]]:
    """A look at a folder or at `s3://bucket/prefix`, to be taken again and again; each look hands in what is new.

    A file of a folder counts when two looks find it the same. `order.compare` has each compared with an earlier scene.
    """
    from change_detection.services import watching  # opens images

    source = watching.source_at(address)

    def look(now: datetime) -> list[DeliveryInfo]:
        taken = watching.take_new(source, order=order, by=by, now=now, tell=tell)
        return [get_delivery(by, delivery_id=one.pk) for one in taken]

    return look


def fetch_scene(address: str, *, order: DeliveryOrder, by: Subject, now: datetime) -> DeliveryInfo:
    """Hand in one object of an object storage, `s3://bucket/key`; raises BucketFailed and what `hand_in_scene` does."""
    from change_detection.services import watching

    name, chunks = watching.fetch(address)
    return hand_in_scene(chunks, file_name=name, order=order, by=by, now=now)
