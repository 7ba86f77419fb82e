"""What a draft changes of a stored row, and whether one permit covers all of it."""

from dataclasses import dataclass, field
from typing import Any

import shapely

from geo_server.core.errors import Fault

from ..errors import NotAllowed
from ..geometry.crs import CRS84, decimals, transform_geometry
from ..kinds import Field
from ..values import Misfit, coerce, without_rules
from .draft import Draft
from .permits import GEOMETRY, Permit, Writing
from .stored import StoredItem


@dataclass(frozen=True)
class Changes:
    """Which members get another value, and the permits that cover that.

    Attributes:
        members: GEOMETRY or field name to the new value.
    """

    members: dict[str, Any] = field(hash=False)
    permits: tuple[Permit, ...]


def allowed_changes(writing: Writing, item: StoredItem, draft: Draft, *, whole: bool) -> Changes:
    """What to write, under the permits that cover it.

    A member that comes back as the subject saw it is no change, so that a program may send what it does not set; a
    place counts as the same if it is the stored one as this server writes it in that CRS. With `whole`, a field that
    is absent becomes empty, if he sees it and may set it.

    Raises:
        NotAllowed: no permit covers the row, or none covers all the members; their faults name them.
    """
    if not item.permits:
        raise NotAllowed("change this feature", "sửa đối tượng này")
    found = [(_changes(writing, item, draft, permit, whole=whole), permit) for permit in item.permits]
    fitting = [(members, permit) for members, permit in found if members.keys() <= permit.members]
    if not fitting:
        refused = min((members.keys() - permit.members for members, permit in found), key=len)
        raise NotAllowed("set these fields", "sửa các trường này", faults=[_refusal(name) for name in sorted(refused)])
    members = fitting[0][0]
    return Changes(members, tuple(permit for same, permit in fitting if same.keys() == members.keys()))


def allowed_start(writing: Writing, draft: Draft) -> Changes:
    """The members of a new feature, under the permits that cover them; raises NotAllowed."""
    values: dict[str, Any] = {name: value for name, value in draft.values.items() if value is not None}
    if draft.geometry is not None:
        values[GEOMETRY] = draft.geometry
    fitting = tuple(permit for permit in writing.permits if values.keys() <= permit.members)
    if not fitting:
        refused = min((values.keys() - permit.members for permit in writing.permits), key=len)
        raise NotAllowed("set these fields", "đặt các trường này", faults=[_refusal(name) for name in sorted(refused)])
    return Changes(values, fitting)


def _changes(writing: Writing, item: StoredItem, draft: Draft, permit: Permit, *, whole: bool) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for known in writing.access.whole.fields:
        seen = _value_of(item.seen.get(known.name), known)
        if known.name in draft.values:
            if draft.values[known.name] != seen:
                members[known.name] = draft.values[known.name]
        elif whole and seen is not None and known.name in permit.members:
            members[known.name] = None
    if draft.places and not _is_same_place(item, draft):
        members[GEOMETRY] = draft.geometry
    return members


def _value_of(value: Any, known: Field) -> Any:
    """A stored value as a draft would hold it; one that no longer fits its field differs from every other."""
    try:
        return coerce(value, without_rules(known))
    except Misfit:
        return object()


def _is_same_place(item: StoredItem, draft: Draft) -> bool:
    if item.geometry is None or draft.geometry is None:
        return item.geometry is draft.geometry
    stored = transform_geometry(item.geometry, source=CRS84, target=draft.crs)
    sent = transform_geometry(draft.geometry, source=CRS84, target=draft.crs)
    rounded = 0.75 * 10.0 ** -decimals(draft.crs)  # half a digit in x and in y moves a point by 0.71 of one
    return bool(shapely.equals_exact(stored, sent, tolerance=rounded))


def _refusal(name: str) -> Fault:
    where = "/geometry" if name == GEOMETRY else f"/properties/{name}"
    return Fault(where, "you may not set this.", "bạn không có quyền sửa mục này.")
