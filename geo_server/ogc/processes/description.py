"""Processes as the standard describes them: the list by pages, and one of them with its inputs and outputs."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext

from ..formats import HTML, JSON
from .process import Process
from .results import RESULTS

RELATION = RESULTS.rpartition("/")[0]
ONLY_IN_FULL = ("inputs", "outputs", "example")
ECHOED_DEFAULTS = {"minOccurs": 1, "maxOccurs": 1}


def describe(process: Process, *, url: str) -> dict[str, Any]:
    """The description of one process in the reader's language."""
    made: dict[str, Any] = spoken(process.description)
    made["inputs"] = {name: ECHOED_DEFAULTS | entry for name, entry in made["inputs"].items()}
    return made | {"links": _links(process, url)}


def list_document(page: Sequence[Process], *, url: str, limit: int, following: str | None) -> dict[str, Any]:
    """One page of the list; `following` is the id after which the next page begins."""
    summaries = [
        {name: value for name, value in describe(process, url=url).items() if name not in ONLY_IN_FULL}
        for process in page
    ]
    here = f"{url}/processes"
    links = [
        link("self", JSON, f"{here}?f=json", gettext("This document as JSON")),
        link("alternate", HTML, f"{here}?f=html", gettext("This document as HTML")),
    ]
    if following is not None:
        query = urlencode({"limit": limit, "after": following, "f": "json"})
        links.append(link("next", JSON, f"{here}?{query}", gettext("Next page")))
    return {"processes": summaries, "links": links}


def link(rel: str, media_type: str, href: str, title: str) -> dict[str, str]:
    """One link object."""
    return {"rel": rel, "type": media_type, "href": href, "title": title}


def spoken(value: Any) -> Any:
    """Every {"vi": ..., "en": ...} replaced by the text in the reader's language."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    if isinstance(value, list):
        return [spoken(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"vi", "en"}:
        return value[language]
    return {name: spoken(entry) for name, entry in value.items()}


def _links(process: Process, url: str) -> list[dict[str, str]]:
    here = f"{url}/processes/{process.id}"
    return [
        link("self", JSON, f"{here}?f=json", gettext("This document as JSON")),
        link("alternate", HTML, f"{here}?f=html", gettext("This document as HTML")),
        link(f"{RELATION}/execute", JSON, f"{here}/execution", gettext("Run it")),
        link(f"{RELATION}/job-list", JSON, f"{url}/jobs?processID={process.id}", gettext("Your jobs")),
    ]
