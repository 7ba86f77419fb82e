"""What the header of every page shows: the rooms of the house and the languages, with the present one marked."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from ..language import PARAMETER

ROOMS: tuple[tuple[str, Promise], ...] = (
    ("/", gettext_lazy("Map")),
    ("/alerts", gettext_lazy("Alerts")),
    ("/scenes", gettext_lazy("Imagery")),
    ("/publishing", gettext_lazy("Publish data")),
    ("/networks/scorecards", gettext_lazy("Networks")),
    ("/works", gettext_lazy("Digging")),
    ("/indicators", gettext_lazy("Indicators")),
    ("/ogc", gettext_lazy("Open data (OGC API)")),
)


@dataclass(frozen=True)
class Room:
    """A link of the main menu; `current` marks the room that the reader is in."""

    href: str
    title: str
    current: bool


@dataclass(frozen=True)
class Language:
    """A link to this very page in another language."""

    code: str
    title: str
    href: str
    current: bool


def _is_in(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))


def list_rooms(path: str) -> list[Room]:
    """The main menu as seen from a path."""
    return [Room(href, str(title), _is_in(path, href)) for href, title in ROOMS]


def list_languages(request: HttpRequest) -> list[Language]:
    """This page in every language; the rest of the query stays."""
    query = request.GET.copy()
    query.pop("token", None)  # a secret never becomes part of a link
    spoken = get_language()
    found = []
    for code, title in settings.LANGUAGES:
        query[PARAMETER] = code
        found.append(Language(code, title, f"{request.path}?{query.urlencode()}", code == spoken))
    return found


def navigation(request: HttpRequest) -> dict[str, object]:
    """The template context `navigation` and `languages`."""
    return {"navigation": list_rooms(request.path), "languages": list_languages(request)}
