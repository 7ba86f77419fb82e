"""Files prepared ahead, of what the public sees: at night, and when somebody asks for one that is not there."""

from datetime import datetime, timedelta

from geo_server.core import jobs, storage
from geo_server.core.models import Job
from geo_server.core.subject import ANONYMOUS
from layers import api as layers

from ..encoders.registry import ENCODERS
from ..encoders.selection import Selection
from . import store

KIND = "ogc.prepare_downloads"
REQUESTER = "system:downloads"
PAUSE = timedelta(minutes=10)
"""A collection that changes all the time is prepared no more often than this."""


def ask_for_files(collection_id: str, *, now: datetime) -> bool:
    """Have the files of a collection prepared in the background; False if that was asked for a moment ago."""
    if Job.objects.filter(kind=KIND, args__collection=collection_id, created_at__gt=now - PAUSE).exists():
        return False
    jobs.create_job(KIND, args={"collection": collection_id}, by=REQUESTER, now=now)
    return True


def ask_for_all_files(*, now: datetime) -> list[str]:
    """Have every file prepared that is missing, and remove those that nobody may have any more.

    Returns:
        Ids of the collections that are being prepared.
    """
    drawn = [c for c in layers.list_collections(ANONYMOUS) if not c.coverage]
    public = [c for c in drawn if layers.whole_view(ANONYMOUS, collection_id=c.id)]
    store.drop_all_but(collection.id for collection in public)
    missing = [c.id for c in public if any(store.find_file(ANONYMOUS, c, ENCODERS[n]) is None for n in store.PREPARED)]
    return [collection_id for collection_id in missing if ask_for_files(collection_id, now=now)]


def prepare_files(job: Job) -> dict[str, int]:
    """Write the files of the collection that a job names.

    Returns:
        Name of each format to its bytes; a collection that not everybody sees wholly has none.

    Raises:
        UnknownCollection, JobCancelled.
    """
    collection = layers.get_collection(ANONYMOUS, collection_id=job.args["collection"])
    view = layers.whole_view(ANONYMOUS, collection_id=collection.id)
    if view is None:
        return {}
    sizes = {}
    for number, name in enumerate(store.PREPARED):
        jobs.beat(str(job.pk), progress=number / len(store.PREPARED), message=name)
        sizes[name] = _write(collection, view, name)
    store.drop_old_files(collection, view)
    return sizes


def _write(collection: layers.Collection, view: str, name: str) -> int:
    """Write one file and put it in its place; a change of the rows meanwhile makes it worthless and it is dropped."""
    encoder, query = ENCODERS[name], layers.ItemsQuery()
    fields = layers.fields_of_rows(ANONYMOUS, collection_id=collection.id, query=query)
    selection = Selection(subject=ANONYMOUS, collection=collection, query=query, fields=fields)
    path = storage.prepare(store.key_of(collection, view, encoder))
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        for piece in encoder.encode(selection):
            file.write(piece)
    size = unfinished.stat().st_size
    if layers.get_collection(ANONYMOUS, collection_id=collection.id).revision == collection.revision:
        unfinished.replace(path)
    else:
        unfinished.unlink()
    return size
