"""Which scenes a search finds: by id, place and time of acquisition, latest first, a page at a time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from change_detection import api as change_detection
from layers import api as layers

from ..records.geojson import moment

MARK = "~"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody looks for; None asks nothing.

    Attributes:
        collections, ids: the item must be of one of them.
        bbox, intersects: the footprint must share a point with it; not both.
        span: the acquisition must fall into it, ends included.
        after: page mark, the last item of the page before.
    """

    limit: int
    collections: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    bbox: layers.Extent | None = None
    intersects: BaseGeometry | None = None
    span: layers.TimeSpan | None = None
    after: str | None = None


@dataclass(frozen=True)
class Page:
    """The scenes of one page, how many there are in all, and the mark of the next page (None on the last)."""

    scenes: Sequence[change_detection.SceneInfo]
    matched: int
    following: str | None


def find(scenes: Sequence[change_detection.SceneInfo], question: Question, *, collection: str) -> Page:
    """The page that a question asks for; `collection` is the id of the collection that the scenes are in."""
    inside = question.collections is None or collection in question.collections
    found = [scene for scene in scenes if inside and _fits(scene, question)]
    found.sort(key=lambda scene: (scene.acquired, scene.id), reverse=True)
    rest = found if question.after is None else [scene for scene in found if _mark(scene) < question.after]
    page = rest[: question.limit]
    return Page(page, len(found), _mark(page[-1]) if len(rest) > len(page) else None)


def _mark(scene: change_detection.SceneInfo) -> str:
    """Where a page ends: it sorts as the scenes do, so that a scene that comes or goes moves no other."""
    return f"{moment(scene.acquired)}.{scene.acquired.microsecond:06}{MARK}{scene.id}"


def _fits(scene: change_detection.SceneInfo, question: Question) -> bool:
    span = question.span
    return (
        (question.ids is None or scene.id in question.ids)
        and (span is None or span.start is None or scene.acquired >= span.start)
        and (span is None or span.end is None or scene.acquired <= span.end)
        and (question.bbox is None or _meets_box(scene, question.bbox))
        and (question.intersects is None or shape(scene.footprint).intersects(question.intersects))
    )


def _meets_box(scene: change_detection.SceneInfo, box: layers.Extent) -> bool:
    """Whether the footprint itself, not only its box, meets a box; one from east to west crosses the antimeridian."""
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    footprint = shape(scene.footprint)
    return any(footprint.intersects(shapely.box(low, south, high, north)) for low, high in spans)
