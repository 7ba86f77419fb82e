"""What people fill in: a new scene, a pair to be compared."""

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .answers import SceneInfo
from .orders import DeliveryOrder


class SceneForm(forms.Form):
    """A picture with what it may not say itself; only the file is asked for."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "GeoTIFF, JPEG 2000, PNG or JPEG; with a world file, control points (.points) or metadata of the satellite"
            " in one zip."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".tif,.tiff,.jp2,.j2k,.png,.jpg,.jpeg,.zip"}),
    )
    acquired = forms.DateTimeField(
        label=_("Taken on"),
        required=False,
        help_text=_("Empty: as the file says."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    sensor = forms.CharField(label=_("Sensor"), max_length=100, required=False)
    view_angle_deg = forms.FloatField(label=_("View angle, degrees"), min_value=0, max_value=90, required=False)
    crs = forms.CharField(
        label=_("CRS"),
        max_length=100,
        required=False,
        help_text=_("Only for a file that names none, for example EPSG:9210."),
    )
    public = forms.BooleanField(label=_("Everybody may see it"), required=False)
    compare = forms.BooleanField(label=_("Compare it with the latest earlier scene"), required=False, initial=True)

    def filled_in(self) -> list[forms.BoundField]:
        """The fields that one writes into, without the boxes to be ticked."""
        return [field for field in self if field.name not in ("public", "compare")]

    def order(self) -> DeliveryOrder:
        """What the sender said, once the form is valid."""
        said = self.cleaned_data
        return DeliveryOrder(
            acquired=said["acquired"],
            title_vi=said["title"],
            title_en=said["title"],
            sensor=said["sensor"],
            view_angle_deg=said["view_angle_deg"],
            crs=said["crs"].strip(),
            public=said["public"],
            compare=said["compare"],
        )


class PairForm(forms.Form):
    """An earlier and a later scene."""

    before = forms.ChoiceField(label=_("Earlier scene"))
    after = forms.ChoiceField(label=_("Later scene"))
    as_delivered = forms.BooleanField(
        label=_("Leave the scenes where they lie"),
        help_text=_("Otherwise scenes that lie apart are brought together before they are compared."),
        required=False,
    )

    def __init__(self, *args: object, scenes: list[SceneInfo], language: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        choices = [(scene.id, _label(scene, language)) for scene in scenes]
        self.fields["before"] = forms.ChoiceField(label=_("Earlier scene"), choices=list(reversed(choices)))
        self.fields["after"] = forms.ChoiceField(label=_("Later scene"), choices=choices)


def _label(scene: SceneInfo, language: str) -> str:
    """Title, day and pixel size; a title that holds the day does not get it twice."""
    title = scene.title_en if language.startswith("en") else scene.title_vi
    day = date_format(localtime(scene.acquired), "d/m/Y")
    parts = [title] if day in title else [title, day]
    return " · ".join([*parts, f"{number_format(scene.gsd_m, 2)} m"])
