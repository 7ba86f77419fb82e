"""The formats of features: what `f`, `profile` and Accept choose from, and what the links name."""

from collections.abc import Generator
from functools import partial
from importlib import import_module

from django.http import HttpRequest

from ..errors import BadParameter
from ..formats import GEOJSON, HTML_FORMAT, JSON, Format, chosen_format
from . import csv_table, geojson, jsonfg
from .selection import Encode, Encoder, Selection

PROFILES = "http://www.opengis.net/def/profile/OGC/0"
PLAIN_PROFILE = "rfc7946"
FG_JSON = "application/fg+json"


def _loaded_when_asked(module: str, name: str) -> Encode:
    """An encoder whose libraries take memory: a web process that never writes the format never loads them."""

    def encode(selection: Selection) -> Generator[bytes]:
        yield from getattr(import_module(f".{module}", __package__), name)(selection)

    return encode


def _json_fg(profile: str) -> Encoder:
    plus = profile == "jsonfg-plus"
    return Encoder(
        name="jsonfg",
        media_type=GEOJSON,
        extension="json",
        title="JSON-FG",
        form="text",
        encode=partial(jsonfg.encode, plus=plus),
        encode_one=partial(jsonfg.encode_one, plus=plus),
        is_document=True,
        profile=profile,
    )


JSON_FG_PROFILES = {profile: _json_fg(profile) for profile in ("jsonfg-plus", "jsonfg")}

ENCODERS: dict[str, Encoder] = {
    encoder.name: encoder
    for encoder in (
        Encoder(
            name="json",
            media_type=GEOJSON,
            extension="geojson",
            title="GeoJSON",
            form="text",
            encode=geojson.encode,
            is_document=True,
        ),
        JSON_FG_PROFILES["jsonfg-plus"],
        Encoder(
            name="fgb",
            media_type="application/flatgeobuf",
            extension="fgb",
            title="FlatGeobuf",
            form="binary",
            encode=_loaded_when_asked("gdal_files", "encode_flatgeobuf"),
        ),
        Encoder(
            name="gpkg",
            media_type="application/geopackage+sqlite3",
            extension="gpkg",
            title="GeoPackage",
            form="binary",
            encode=_loaded_when_asked("gdal_files", "encode_geopackage"),
        ),
        Encoder(
            name="parquet",
            media_type="application/vnd.apache.parquet",
            extension="parquet",
            title="GeoParquet",
            form="binary",
            encode=_loaded_when_asked("geoparquet", "encode"),
        ),
        Encoder(
            name="csv",
            media_type="text/csv; charset=utf-8",
            extension="csv",
            title="CSV",
            form="binary",
            encode=csv_table.encode,
        ),
    )
}


def _profiled(*profiles: str) -> tuple[str, ...]:
    """GeoJSON of these profiles, named short or by URI, as an Accept header may ask for it."""
    names = (name for profile in profiles for name in (profile, f'"{PROFILES}/{profile}"'))
    return tuple(f"{GEOJSON}; profile={name}" for name in names)


FEATURE_FORMATS: tuple[Format, ...] = (
    Format("json", GEOJSON, also=(JSON, *_profiled(PLAIN_PROFILE))),
    Format("jsonfg", FG_JSON, also=_profiled(*JSON_FG_PROFILES)),
    *(Format(e.name, e.media_type) for e in ENCODERS.values() if e.media_type != GEOJSON),
    HTML_FORMAT,
)
FILE_FORMATS = tuple(format_ for format_ in FEATURE_FORMATS if format_ != HTML_FORMAT)


CHOICES_KEPT = 1_000
_chosen: dict[tuple[object, ...], Encoder | None] = {}
"""What was chosen for a wording of the request; clients use few, and reading one costs as much as reading a feature."""


def chosen_encoder(request: HttpRequest, offered: tuple[Format, ...] = FEATURE_FORMATS) -> Encoder | None:
    """What writes the features in the format and profile that the request asks for; None for the page for people.

    Raises:
        BadParameter, NotAcceptable.
    """
    if offered is not FEATURE_FORMATS:
        return _choose(request, offered)
    key = (request.GET.get("f"), request.GET.get("profile"), request.headers.get("Accept"))
    if key not in _chosen:
        if len(_chosen) >= CHOICES_KEPT:
            _chosen.clear()
        _chosen[key] = _choose(request, offered)
    return _chosen[key]


def _choose(request: HttpRequest, offered: tuple[Format, ...]) -> Encoder | None:
    name = chosen_format(request, offered)
    if name == HTML_FORMAT.name:
        return None
    profile = _profile(request)
    if name in ("json", "jsonfg") and profile in JSON_FG_PROFILES:
        return JSON_FG_PROFILES[profile]
    return ENCODERS[name]


def _profile(request: HttpRequest) -> str:
    """The first profile that is known here, of the parameter or of the Accept header; "" where none is named."""
    known = (PLAIN_PROFILE, *JSON_FG_PROFILES)
    asked = request.GET.get("profile")
    if asked is not None:
        names = [name.removeprefix(f"{PROFILES}/") for name in asked.split(",")]
        if not set(names) & set(known):
            choice = ", ".join(known)
            raise BadParameter("profile", asked, en=f"choose one of {choice}.", vi=f"hãy chọn một trong {choice}.")
        return next(name for name in names if name in known)
    accepted = (str(media_type.params.get("profile", "")) for media_type in request.accepted_types)
    return next((name.removeprefix(f"{PROFILES}/") for name in accepted if name), "")
