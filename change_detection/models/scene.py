"""A scene, in the words of STAC: an item whose asset is a COG in the storage."""

from django.contrib.gis.db.models import PolygonField
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Scene(models.Model):
    """One acquisition. The id is the beginning of the content's SHA-256, so one file is one scene.

    `transform` is STAC's proj:transform (pixel to CRS, six numbers); `view_angle_deg` its view:off_nadir, azimuths run
    clockwise from north. `footprint` goes round what the scene shows. `mask_key` is a raster of clouds and shadows
    (engine.clouds.Sky), `cloud_share` what clouds hide of the valid part, 0 to 1; both are missing for scenes older
    than the mask. `raster` tells of the file handed in: driver, bands, data_type, nodata, stretch.
    """

    id = models.CharField(primary_key=True, max_length=12)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    acquired = models.DateTimeField(db_index=True)
    gsd_m = models.FloatField()
    sensor = models.CharField(max_length=100, blank=True)
    view_angle_deg = models.FloatField(null=True, blank=True)
    view_azimuth_deg = models.FloatField(null=True, blank=True)
    sun_elevation_deg = models.FloatField(null=True, blank=True)
    sun_azimuth_deg = models.FloatField(null=True, blank=True)
    cloud_share = models.FloatField(null=True, blank=True)
    shadow_share = models.FloatField(null=True, blank=True)
    valid_share = models.FloatField(null=True, blank=True)
    crs = models.TextField()
    rows = models.PositiveIntegerField()
    cols = models.PositiveIntegerField()
    transform = ArrayField(models.FloatField(), size=6)
    footprint = PolygonField(srid=4326)
    asset_key = models.CharField(max_length=300)
    mask_key = models.CharField(max_length=300, blank=True)
    quicklook_key = models.CharField(max_length=300, blank=True)
    raster = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-acquired", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(gsd_m__gt=0), name="scene_gsd_is_positive")]

    def __str__(self) -> str:
        return f"{self.id} ({self.acquired:%Y-%m-%d})"

    @property
    def collection_id(self) -> str:
        """The imagery collection that shows this scene."""
        return f"scene_{self.id}"
