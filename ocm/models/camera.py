"""What must never be a feature: recorders and the addresses of streams. The public face is the collection `cameras`."""

from django.db import models


class Recorder(models.Model):
    """A recorder (đầu thu) that several cameras hang on."""

    code = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=100)
    ward = models.CharField(max_length=20, blank=True, help_text="Code of the unit on the day of loading.")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CameraStream(models.Model):
    """Where one camera's pictures come from; secret, keyed by the camera's code in the collection."""

    camera_code = models.CharField(max_length=60, primary_key=True)
    recorder = models.ForeignKey(Recorder, null=True, blank=True, on_delete=models.SET_NULL, related_name="streams")
    channel = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["camera_code"]

    def __str__(self) -> str:
        return self.camera_code
