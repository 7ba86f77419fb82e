"""Where a collection says that it can be had as one file (QGIS 4 reads these)."""

from django.http import HttpRequest
from django.utils.translation import gettext

from layers import api as layers

from ..answers import subject_of
from ..encoders.registry import ENCODERS
from ..links import Link, in_format, link
from ..mount import base_url
from .store import PREPARED, find_file


def enclosure_links(request: HttpRequest, collection: layers.Collection) -> list[Link]:
    """One link per format; with the length of the file in bytes where it is ready for this reader. Imagery has none."""
    if collection.coverage:
        return []
    address = f"{base_url(request)}/collections/{collection.id}/download"
    found = []
    for name in PREPARED:
        encoder = ENCODERS[name]
        title = gettext("The whole collection as %s") % encoder.title
        enclosure = link("enclosure", encoder.media_type, in_format(address, name), title)
        file = find_file(subject_of(request), collection, encoder)
        found.append(enclosure if file is None else enclosure | {"length": file.size})
    return found
