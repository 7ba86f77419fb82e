"""Recognises things that are known: the same place, changed in an overlapping span of time, is the same finding."""

import hashlib
from collections.abc import Sequence

import shapely
from django.db import connection

from change_detection.drafts import Draft
from change_detection.models import Finding, Run

SAME_THING_IOU = 0.5
_ID_LENGTH = 16

_KNOWN = """
    WITH draft AS (
        SELECT id, ST_GeomFromWKB(shape, 4326) AS geom
        FROM unnest(%(ids)s::text[], %(shapes)s::bytea[]) AS d(id, shape)
    ), overlap AS (
        SELECT d.id, c.finding_id, c.id AS change_id,
            ST_Area(ST_Intersection(d.geom, c.geom)) / ST_Area(ST_Union(d.geom, c.geom)) AS iou
        FROM draft d
        JOIN change_detection_change c ON ST_Intersects(d.geom, c.geom)
        JOIN change_detection_run r ON r.id = c.run_id
        JOIN change_detection_scene b ON b.id = r.before_id
        JOIN change_detection_scene a ON a.id = r.after_id
        WHERE c.finding_id IS NOT NULL AND c.run_id <> %(run)s
            AND b.acquired < %(after)s AND a.acquired > %(before)s
    )
    SELECT DISTINCT ON (id) id, finding_id FROM overlap WHERE iou >= %(same)s ORDER BY id, iou DESC, change_id DESC
"""


def recognise(run: Run, drafts: Sequence[Draft]) -> dict[str, str]:
    """The findings that already tell of these places, by the id of the draft; one question for all.

    The same thing overlaps by at least half (intersection over union; a ratio of areas at one place needs no metres),
    between scenes whose span of time overlaps. A change between later scenes is a new one, also where an earlier
    finding was dismissed: the place changed again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN,
            {
                "ids": [draft.id for draft in drafts],
                "shapes": [shapely.to_wkb(draft.polygon) for draft in drafts],
                "run": run.pk,
                "before": run.before.acquired,
                "after": run.after.acquired,
                "same": SAME_THING_IOU,
            },
        )
        return dict(cursor.fetchall())


def name_findings(run: Run, drafts: Sequence[Draft]) -> dict[str, str]:
    """Ids for new findings, by the id of the draft: a hash of the two pictures and the place, not of how it was found.

    Places are told apart by their middle, to a metre; a second thing with the same middle gets the next free id.
    """
    first = {draft.id: _name(run, draft, 0) for draft in drafts}
    taken = set(Finding.objects.filter(pk__in=first.values()).values_list("pk", flat=True))
    names: dict[str, str] = {}
    for draft in drafts:
        number, name = 0, first[draft.id]
        while name in taken:
            number += 1
            name = _name(run, draft, number)
            if number and Finding.objects.filter(pk=name).exists():
                taken.add(name)
        taken.add(name)
        names[draft.id] = name
    return names


def _name(run: Run, draft: Draft, number: int) -> str:
    middle = draft.polygon.centroid
    words = [run.before.sha256, run.after.sha256, f"{middle.x:.5f}", f"{middle.y:.5f}", str(number)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:_ID_LENGTH]
