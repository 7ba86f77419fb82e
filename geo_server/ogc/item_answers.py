"""One feature as GeoJSON with its strong entity tag, whoever asks for it: a reader, or a writer for what he has made.

The tag is made of the feature itself, as this subject sees it. So it changes exactly when there is news for him, tells
nothing of columns that are hidden from him, and a writer's `If-Match` can be checked against what is stored now.
"""

import hashlib
import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from layers import api as layers
from layers.errors import UnknownItem

from .formats import GEOJSON
from .links import item_links
from .mount import base_url

FID = re.compile(r"[0-9]{1,18}")  # what fits a bigint
TAG = re.compile(r'(?P<weak>W/)?"(?P<crs>CRS84|[0-9]{4,5})-(?P<digest>[0-9a-f]{24})-[0-9a-f]{8}(-\w+)?"')


def read_fid(collection_id: str, text: str) -> int:
    """The id in an address; raises UnknownItem for what is no id."""
    if not FID.fullmatch(text):
        raise UnknownItem(collection_id, text)
    return int(text)


def item_answer(request: HttpRequest, *, collection_id: str, item: layers.Item, crs: str) -> HttpResponse:
    """A feature with its links, `Content-Crs` and `ETag`."""
    links = b',"links":' + item_links(request, collection_id, str(item.fid)).as_json() + b"}"
    answer = HttpResponse(item.feature.removesuffix(b"}") + links, content_type=GEOJSON)
    answer["Content-Crs"] = f"<{layers.crs_uri(crs)}>"
    answer["ETag"] = item_tag(request, item.feature, crs=crs)
    history = f"{base_url(request)}/collections/{collection_id}/items/{item.fid}/history"
    answer["Link"] = f'<{history}>; rel="version-history"; type="{GEOJSON}"'
    return answer


def item_tag(request: HttpRequest, feature: bytes, *, crs: str) -> str:
    """The strong tag of a feature: its version, and a mark of the address and language in which its links are."""
    version = layers.version_of(feature, crs=crs)
    variant = hashlib.sha256(repr((request.build_absolute_uri(), get_language())).encode()).hexdigest()[:8]
    return f'"{crs.partition(":")[2]}-{version.digest}-{variant}"'


def read_versions(header: str) -> Sequence[layers.ItemVersion] | None:
    """The versions that an `If-Match` header names; None for `*`. A weak or foreign tag matches nothing."""
    if header.strip() == "*":
        return None
    found = [match for match in TAG.finditer(header) if not match["weak"]]
    named = [(_crs_of(match["crs"]), match["digest"]) for match in found]
    return [layers.ItemVersion(crs, digest) for crs, digest in named if crs in layers.SUPPORTED_CRS]


def _crs_of(code: str) -> str:
    return layers.CRS84 if code == "CRS84" else f"EPSG:{code}"
