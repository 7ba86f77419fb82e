"""What the catalogue says of one thing, in both languages; every encoding is made from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from layers import api as layers

Kind = Literal["dataset", "scene", "indicator", "service"]
KINDS: tuple[Kind, ...] = ("dataset", "scene", "indicator", "service")


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """One of the two; the other where it is empty."""
        first, second = (self.en, self.vi) if language.startswith("en") else (self.vi, self.en)
        return first or second


@dataclass(frozen=True)
class Link:
    """A way to the thing: relation of RFC 8288 or of OGC, address, media type, title."""

    rel: str
    href: str
    type: str
    title: Text


@dataclass(frozen=True)
class Keeper:
    """The organisation that answers for the thing."""

    code: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class Record:
    """One thing of the catalogue, as one subject may know it.

    Attributes:
        id: that of the collection; services have a hyphen in theirs, which a collection cannot have.
        theme: where it stands in the layer tree ("network/water"); "" for services.
        bbox: west, south, east, north in degrees, None without a place.
        start, end: the time that it speaks of; equal for a moment (a scene), None where open or unknown.
        licence: SPDX id or address; "" if nobody has said.
        crs: URIs of the reference systems that it is offered in.
        gsd_m: ground sample distance of imagery.
        external_ids: scheme and value of other names of the same thing.
    """

    id: str
    kind: Kind
    title: Text
    description: Text
    keeper: Keeper
    links: tuple[Link, ...]
    theme: str = ""
    theme_title: Text = Text("", "")
    keywords: tuple[Text, ...] = ()
    bbox: layers.Extent | None = None
    start: datetime | None = None
    end: datetime | None = None
    updated: datetime | None = None
    licence: str = ""
    attribution: str = ""
    crs: tuple[str, ...] = ()
    gsd_m: float | None = None
    count: int | None = None
    external_ids: tuple[tuple[str, str], ...] = ()

    @property
    def has_time(self) -> bool:
        """Whether anything is known of its time."""
        return self.start is not None or self.end is not None

    @property
    def preview(self) -> str:
        """Address of a small picture; empty if there is none."""
        return next((link.href for link in self.links if link.rel == "preview"), "")

    @property
    def formats(self) -> tuple[str, ...]:
        """Media types of the data themselves, in the order of the links."""
        carriers = {"items", "enclosure", "coverage", "data"}
        return tuple(dict.fromkeys(link.type for link in self.links if link.rel.rpartition("/")[2] in carriers))
