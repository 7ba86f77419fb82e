"""When, by what and from where a picture was taken, as its tags and the metadata of its satellite say.

GDAL reads the sidecars of Maxar (IMD), Airbus (DIM), Kompsat and others, and the tags of cameras; here their many
names are brought to one. Nothing is guessed: what is not said stays empty.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean

from rasterio.io import DatasetReader

_MOMENTS = ("firstlinetime", "acquisitiondatetime", "imagingdate", "datetimeoriginal", "acquisitiondate", "datetime")
"""From the surest to the least sure; the last is TIFF's, which some programs set when they save."""
_PATTERNS = ("%Y-%m-%d %H:%M:%S", "%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y:%m:%d", "%d/%m/%Y", "%Y%m%d")
_SAID = re.compile(r"([A-Za-z][A-Za-z _]{1,40})\s*[=:]\s*([^;,\n]{1,80})")
_PREFIXES = ("tifftag", "exif")
_NO_VALUE = 999.0


@dataclass(frozen=True)
class Description:
    """What a picture says of itself.

    Attributes:
        acquired: UTC, where nothing else is said.
        acquired_from: the tag that says so.
        off_nadir_deg: how far the camera looked aside; azimuths run clockwise from north.
    """

    acquired: datetime | None = None
    acquired_from: str = ""
    sensor: str = ""
    off_nadir_deg: float | None = None
    view_azimuth_deg: float | None = None
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None


def tags_of(dataset: DatasetReader) -> dict[str, str]:
    """All that the tags and sidecars say, names in lower case without their group, prefix and signs."""
    found: dict[str, list[str]] = {}
    spaces = [None, *sorted({"EXIF", "IMD", "IMAGERY"} & set(dataset.tag_namespaces())), "IMAGERY"]
    for space in spaces:
        for key, value in dataset.tags(ns=space).items():
            found.setdefault(_plain_name(key), []).append(value.strip().strip('"'))
    for key, value in _SAID.findall(" ".join(found.get("imagedescription", []))):
        found.setdefault(_plain_name(key), []).append(value.strip())
    return {key: _one_of(values) for key, values in found.items()}


def describe(tags: dict[str, str]) -> Description:
    """The tags in the words of STAC."""
    acquired, source = _moment(tags)
    return Description(
        acquired=acquired,
        acquired_from=source,
        sensor=_sensor(tags),
        off_nadir_deg=_within(
            _number(tags, "meanoffnadirviewangle", "offnadirviewangle", "viewingangle", "offnadir"), 0, 90
        ),
        view_azimuth_deg=_within(_number(tags, "meansataz", "sataz", "azimuthangle", "viewazimuth"), 0, 360),
        sun_elevation_deg=_within(_number(tags, "meansunel", "sunel", "sunelevation"), -90, 90),
        sun_azimuth_deg=_within(_number(tags, "meansunaz", "sunaz", "sunazimuth"), 0, 360),
    )


def _plain_name(key: str) -> str:
    last = "".join(letter for letter in key.rpartition(".")[2].lower() if letter.isalnum())
    for prefix in _PREFIXES:
        last = last.removeprefix(prefix)
    return last


def _one_of(values: list[str]) -> str:
    """One value of several of the same name: their mean if they are numbers (corners of a scene), else the first."""
    try:
        return str(fmean(float(value) for value in values)) if len(values) > 1 else values[0]
    except ValueError:
        return values[0]


def _moment(tags: dict[str, str]) -> tuple[datetime | None, str]:
    for name in _MOMENTS:
        text = tags.get(name, "")
        if name == "imagingdate" and "imagingtime" in tags:
            text = f"{text} {tags['imagingtime']}"
        if (moment := _read_moment(text)) is not None:
            return moment, name
    return None, ""


def _read_moment(text: str) -> datetime | None:
    plain = re.sub(r"(\.\d+)?Z?$", "", text.strip()).replace("T", " ")
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(plain, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _sensor(tags: dict[str, str]) -> str:
    camera = " ".join(part for part in (tags.get("make", ""), tags.get("model", "")) if part)
    mission = " ".join(part for part in (tags.get("mission", ""), tags.get("missionindex", "")) if part)
    said = (tags.get(name, "") for name in ("satelliteid", "satid", "sensor", "platform"))
    return next((text for text in (mission, *said, camera) if text), "")[:100]


def _number(tags: dict[str, str], *names: str) -> float | None:
    for name in names:
        try:
            value = float(tags[name])
        except (KeyError, ValueError):
            continue
        if value != _NO_VALUE:
            return value
    return None


def _within(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and low <= value <= high else None
