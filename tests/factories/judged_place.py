"""A compared place whose findings people have judged: two scenes on disk, a finished run, findings, no model asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import rasterio
import shapely
from affine import Affine
from django.contrib.gis.geos import GEOSGeometry
from rasterio.crs import CRS
from shapely import Polygon, box

from change_detection.engine.pictures import ByteArray
from change_detection.models import JOB_KIND, Change, Finding, Run, RunState, Scene
from change_detection.projection import to_storage
from change_detection.published import scene_spec
from change_detection.services.publication import publish_findings
from geo_server.core import clock, storage
from geo_server.core.models import Job, JobState
from geo_server.core.subject import system
from layers import api as layers

CRS_NAME, GSD_M = "EPSG:9210", 0.5
WEST, NORTH = 597_000.0, 1_200_600.0
BEFORE_AT, AFTER_AT = datetime(2026, 2, 10, 3, 30, tzinfo=UTC), datetime(2026, 8, 15, 3, 30, tzinfo=UTC)
MADE_AT = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
WRITER = system("tests")


@dataclass(frozen=True)
class Spot:
    """One finding: its first column and row and its sides, in pixels; `built` puts a roof into the later picture."""

    col: int
    row: int
    side: int = 24
    score: float = 0.8
    built: bool = True
    change_class: str = "new_building"
    area: tuple[str, str] = ("26767", "Phường Đông Hưng Thuận")


def make_judged_place(
    spots: Sequence[Spot], *, rows: int = 320, cols: int = 640, seed: int = 3
) -> tuple[Run, list[str]]:
    """Store the place; returns its run and the ids of its findings in the order of the spots.

    The findings are undecided; `api.set_verdict` decides them.
    """
    before, after = draw_pair(spots, rows=rows, cols=cols, seed=seed)
    run = _run(_scene("before000000", BEFORE_AT, before), _scene("after0000000", AFTER_AT, after))
    changes = [_change(run, spot, number) for number, spot in enumerate(spots)]
    publish_findings(changes, now=MADE_AT, reason=f"run {run.pk}")
    return run, [change.finding_id for change in changes if change.finding_id]


def draw_pair(spots: Sequence[Spot], *, rows: int, cols: int, seed: int) -> tuple[ByteArray, ByteArray]:
    """Dull ground in blocks, a bright roof on each built spot at the later date."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(70, 120, (rows // 8 + 1, cols // 8 + 1, 3), dtype=np.uint8)
    before = ground.repeat(8, axis=0).repeat(8, axis=1)[:rows, :cols]
    after = np.clip(before.astype(np.int16) + rng.integers(-3, 4, before.shape), 0, 255).astype(np.uint8)
    for spot in spots:
        if spot.built:
            after[spot.row : spot.row + spot.side, spot.col : spot.col + spot.side] = (196, 96, 72)
    return before, after


def polygon_of(spot: Spot) -> Polygon:
    """The outline of a spot, EPSG:4326."""
    left, top, side = WEST + spot.col * GSD_M, NORTH - spot.row * GSD_M, spot.side * GSD_M
    return to_storage(box(left, top - side, left + side, top), crs=CRS_NAME)


def _scene(scene_id: str, acquired: datetime, picture: ByteArray) -> Scene:
    rows, cols = picture.shape[:2]
    transform = Affine(GSD_M, 0, WEST, 0, -GSD_M, NORTH)
    path = storage.prepare(f"scenes/{scene_id}.tif")
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": cols, "height": rows}
    with rasterio.open(path, "w", crs=CRS.from_epsg(9210), transform=transform, **profile) as dataset:
        dataset.write(np.moveaxis(picture, -1, 0))
    ground = to_storage(box(WEST, NORTH - rows * GSD_M, WEST + cols * GSD_M, NORTH), crs=CRS_NAME)
    scene = Scene.objects.create(
        id=scene_id,
        title_vi=f"Ảnh {scene_id}",
        title_en=f"Scene {scene_id}",
        acquired=acquired,
        gsd_m=GSD_M,
        crs=CRS_NAME,
        rows=rows,
        cols=cols,
        transform=list(transform)[:6],
        footprint=GEOSGeometry(ground.wkb_hex, srid=4326),
        asset_key=f"scenes/{scene_id}.tif",
        sha256=hashlib.sha256(scene_id.encode()).hexdigest(),
        created_by=WRITER.key,
        created_at=MADE_AT,
    )
    layers.define_collection(scene_spec(scene, public=False), by=WRITER, now=clock.now())
    return scene


def _run(before: Scene, after: Scene) -> Run:
    job = Job.objects.create(kind=JOB_KIND, state=JobState.SUCCEEDED, created_by=WRITER.key, created_at=MADE_AT)
    return Run.objects.create(
        id="run0000000000000",
        job_id=job.pk,
        before=before,
        after=after,
        model_id="siamese",
        model_sha256="ab" * 32,
        threshold=0.5,
        min_area_m2=10.0,
        state=RunState.ASSEMBLED,
        rows=after.rows,
        cols=after.cols,
        transform=after.transform,
        crs=CRS_NAME,
        created_by=WRITER.key,
        created_at=MADE_AT,
        finished_at=MADE_AT,
    )


def _change(run: Run, spot: Spot, number: int) -> Change:
    polygon, (code, name) = polygon_of(spot), spot.area
    digest = hashlib.sha256(shapely.to_wkb(polygon)).hexdigest()[:13]
    finding = Finding.objects.create(id=f"f{number:02x}{digest}", area_code=code, area_name=name, made_at=MADE_AT)
    return Change.objects.create(
        id=f"c{number:02x}{digest}",
        run=run,
        geom=GEOSGeometry(polygon.wkb_hex, srid=4326),
        area_m2=(spot.side * GSD_M) ** 2,
        width_m=spot.side * GSD_M,
        score=spot.score,
        change_class=spot.change_class,
        reason="NO_PERMIT",
        reasons=[{"code": "NO_PERMIT", "numbers": {"built_m2": 96.0}}],
        finding=finding,
        represents=True,
    )
