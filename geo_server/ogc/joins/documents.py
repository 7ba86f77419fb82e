"""Joins and keys as the draft standard writes them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext

from geo_server.core import clock
from layers import api as layers

from ..formats import GEOJSON, HTML, JSON
from ..models import Join
from ..processes.description import link
from ..templatetags.ogc_text import title
from .joined import JoinedPage, Report
from .keys import KeyPage

CSV = "text/csv"


def keys_document(collection: layers.Collection, fields: Sequence[layers.Field], *, url: str) -> dict[str, Any]:
    """The key fields of a collection, the default first."""
    here = f"{url}/collections/{collection.id}/keys"
    keys = [
        {
            "id": field.name,
            "isDefault": number == 0,
            "title": title(field),
            "links": [link("key-values", JSON, f"{here}/{field.name}", gettext("Key values"))],
        }
        for number, field in enumerate(fields)
    ]
    return {"keys": keys, "links": _both(here)}


def key_values_document(page: KeyPage, *, url: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Some values of a key field; `url` is the address of the field's values."""
    links = _both(url, asked)
    if page.following is not None:
        links.append(link("next", JSON, _with(url, asked, after=page.following, f="json"), gettext("Next page")))
    keys = [{"key": key, "title": title} for key, title in page.keys]
    return {"keys": keys, "links": links, "numberMatched": page.matched, "numberReturned": len(keys)}


def joins_document(
    joins: Sequence[Join], *, url: str, matched: int, asked: Mapping[str, str], following: str | None
) -> dict[str, Any]:
    """Some joins of the list."""
    here = f"{url}/joins"
    links = _both(here, asked)
    if following is not None:
        links.append(link("next", JSON, _with(here, asked, after=following, f="json"), gettext("Next page")))
    return {
        "joins": [_summary(join, here) for join in joins],
        "links": links,
        "numberMatched": matched,
        "numberReturned": len(joins),
        "timeStamp": clock.now().isoformat(),
    }


def join_document(join: Join, report: Report | None, *, url: str) -> dict[str, Any]:
    """One join: what was joined, where the outcome is, what fits."""
    here = f"{url}/joins/{join.pk}"
    collection = link("collection", JSON, f"{url}/collections/{join.collection}", gettext("The collection"))
    made: dict[str, Any] = {
        "id": str(join.pk),
        "timeStamp": join.created_at.isoformat(),
        "expires": join.expires_at.isoformat(),
        "public": join.public,
        "inputs": {
            "attributeDataset": join.source,
            "attributeDatasetKey": join.source_key,
            "attributes": join.columns,
            "collection": [collection],
            "collectionKey": join.key_field,
        },
        "outputs": [
            link("output", GEOJSON, f"{here}/result?f=geojson", gettext("The joined features as GeoJSON")),
            link("output", CSV, f"{here}/result?f=csv", gettext("The joined features as CSV")),
        ],
    }
    if report is not None:
        made["joinInformation"] = report_document(report, join.duplicates)
    return {"join": made, "links": _both(here)}


def report_document(report: Report, duplicates: Sequence[str]) -> dict[str, Any]:
    """The JoinInformation of the draft: how many keys fit, and the first thousand of each kind."""
    return {
        "numberOfMatchedCollectionKeys": report.matched,
        "numberOfUnmatchedCollectionKeys": report.unmatched,
        "numberOfAdditionalAttributeKeys": report.additional,
        "numberOfDuplicateAttributeKeys": len(duplicates),
        "matchedCollectionKeys": list(report.matched_keys),
        "unmatchedCollectionKeys": list(report.unmatched_keys),
        "additionalAttributeKeys": list(report.additional_keys),
        "duplicateAttributeKeys": list(duplicates)[:1000],
    }


def features_document(page: JoinedPage, *, links: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """The joined features of one page as GeoJSON."""
    return {
        "type": "FeatureCollection",
        "features": page.as_geojson(),
        "numberReturned": len(page.rows),
        "links": list(links),
    }


def result_links(url: str, page: JoinedPage, *, limit: int, after: int, name: str) -> list[dict[str, str]]:
    """Links of one page of joined features; `name` is the value of `f`."""
    here = {"limit": str(limit), **({"after": str(after)} if after else {})}
    kind = GEOJSON if name == "geojson" else CSV
    links = [link("self", kind, _with(url, here, f=name), gettext("This document"))]
    if page.following is not None:
        links.append(link("next", kind, _with(url, here, after=str(page.following), f=name), gettext("Next page")))
    return links


def _summary(join: Join, url: str) -> dict[str, Any]:
    here = f"{url}/{join.pk}"
    return {
        "id": str(join.pk),
        "timeStamp": join.created_at.isoformat(),
        "collection": join.collection,
        "source": join.source,
        "links": [link("item", JSON, here, gettext("The join"))],
    }


def _both(url: str, asked: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    return [
        link("self", JSON, _with(url, asked or {}, f="json"), gettext("This document as JSON")),
        link("alternate", HTML, _with(url, asked or {}, f="html"), gettext("This document as HTML")),
    ]


def _with(url: str, asked: Mapping[str, str], **changes: str) -> str:
    return f"{url}?{urlencode({**asked, **changes}, quote_via=quote)}"
