"""How much scenes look like training pictures. Whoever shows it has asked for the scene or the run before."""

from collections.abc import Sequence

from change_detection.models import SceneLikeness
from change_detection.quality.records import LikenessInfo, MarkInfo


def list_likenesses(scene_ids: Sequence[str], *, model_sha256: str) -> list[LikenessInfo]:
    """What was measured of these scenes for one model, in their order; those that were not measured are left out."""
    rows = SceneLikeness.objects.filter(scene__in=scene_ids, model_sha256=model_sha256)
    by_scene = {row.scene_id: _info(row) for row in rows}
    return [by_scene[scene_id] for scene_id in scene_ids if scene_id in by_scene]


def _info(row: SceneLikeness) -> LikenessInfo:
    return LikenessInfo(
        scene_id=row.scene_id,
        model_sha256=row.model_sha256,
        distance=row.distance,
        percentile=row.percentile,
        strange_share=row.strange_share,
        is_strange=row.is_strange,
        marks=tuple(MarkInfo(**mark) for mark in row.marks),
        measured_at=row.measured_at,
    )
