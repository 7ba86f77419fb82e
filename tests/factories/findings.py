"""A finding as change detection leaves it after a run: rows, public face, pictures, and the news; no model is asked."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from PIL import Image
from shapely import Polygon, box

from change_detection.events import FindingMade, finding_made
from change_detection.models import Change, Finding, Run, RunState, Scene
from change_detection.pictures import picture_paths
from change_detection.services.publication import publish_findings

BEFORE_AT = datetime(2026, 2, 10, 3, 30, tzinfo=UTC)
AFTER_AT = datetime(2026, 8, 15, 3, 30, tzinfo=UTC)
MADE_AT = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
DEGREE_M = 1 / 110_000  # one metre in degrees, good enough to draw a house


@dataclass(frozen=True)
class FindingDraft:
    """What a test may say about a finding; the rest is ordinary.

    Attributes:
        x, y: longitude, latitude of the south-west corner of a building of 12 x 8 m.
        numbers: of the main reason, as its sentence needs them.
    """

    x: float = 106.65
    y: float = 10.86
    reason: str = "NO_PERMIT"
    numbers: dict[str, Any] = field(default_factory=lambda: {"built_m2": 96.0})
    permit_no: str = ""
    score: float = 0.91
    address: str = "12 đường Nguyễn Ảnh Thủ"


def footprint(draft: FindingDraft) -> Polygon:
    """The building of the draft, EPSG:4326."""
    return box(draft.x, draft.y, draft.x + 12 * DEGREE_M, draft.y + 8 * DEGREE_M)


@transaction.atomic
def make_finding(draft: FindingDraft | None = None) -> str:
    """Store a finding and announce it on commit; returns its id, which depends on its place alone."""
    draft = draft or FindingDraft()
    polygon = footprint(draft)
    finding_id = hashlib.sha256(polygon.wkb).hexdigest()[:16]
    finding = Finding.objects.create(
        id=finding_id, area_code="26767", area_name="Phường Đông Hưng Thuận", made_at=MADE_AT
    )
    change = Change.objects.create(
        id=finding_id,
        run=_run(),
        geom=GEOSGeometry(polygon.wkb_hex, srid=4326),
        area_m2=96.0,
        width_m=8.0,
        score=draft.score,
        change_class="new_building",
        reason=draft.reason,
        reasons=[{"code": draft.reason, "numbers": draft.numbers}],
        parcel="14/27",
        address=draft.address,
        zone_code="R2",
        zone_use="residential",
        permit_no=draft.permit_no,
        finding=finding,
        represents=True,
    )
    _draw_pictures(finding_id)
    publish_findings([change], now=MADE_AT, reason="run")
    finding_made.send_on_commit(_news(change))
    return finding_id


def _run() -> Run:
    run = Run.objects.filter(pk="run0000000000000").first()
    return run or Run.objects.create(
        id="run0000000000000",
        job_id="00000000-0000-0000-0000-000000000001",
        before=_scene("before000000", BEFORE_AT),
        after=_scene("after0000000", AFTER_AT),
        model_id="siamese",
        model_sha256="ab" * 32,
        threshold=0.5,
        min_area_m2=10.0,
        state=RunState.ASSEMBLED,
        rows=64,
        cols=64,
        transform=[0.5, 0, 600000, 0, -0.5, 1200000],
        crs="EPSG:9210",
        residual_m=0.31,
        residual_confidence=0.9,
        created_by="system:test",
        created_at=MADE_AT,
        finished_at=MADE_AT,
    )


def _scene(scene_id: str, acquired: datetime) -> Scene:
    return Scene.objects.create(
        id=scene_id,
        title_vi=f"Ảnh {scene_id}",
        title_en=f"Scene {scene_id}",
        acquired=acquired,
        gsd_m=0.5,
        sensor="drone",
        crs="EPSG:9210",
        rows=64,
        cols=64,
        transform=[0.5, 0, 600000, 0, -0.5, 1200000],
        footprint=GEOSGeometry(box(106.6, 10.8, 106.7, 10.9).wkb_hex, srid=4326),
        asset_key=f"scenes/{scene_id}.tif",
        sha256=hashlib.sha256(scene_id.encode()).hexdigest(),
        created_by="system:test",
        created_at=MADE_AT,
    )


def _draw_pictures(finding_id: str) -> None:
    """Empty land before; a tin roof after."""
    before, after = picture_paths(finding_id)
    land = np.full((96, 96, 3), (122, 148, 96), np.uint8)
    built = land.copy()
    built[32:64, 24:72] = (176, 92, 70)
    for path, pixels in ((before, land), (after, built)):
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)


def _news(change: Change) -> FindingMade:
    point = change.geom.point_on_surface
    return FindingMade(
        finding_id=change.pk,
        run_id=change.run_id,
        reason=change.reason,
        change_class=change.change_class,
        area_m2=change.area_m2,
        score=change.score,
        point=(point.x, point.y),
        before_at=BEFORE_AT,
        after_at=AFTER_AT,
    )
