"""The kinds of sources, each with what knows how to ask it."""

from contextlib import AbstractContextManager

from .arcgis import bring_layer
from .ckan import bring_resource
from .kinds import Asking, Brought, Remote
from .ogc_features import bring_items
from .plain_file import bring_file
from .wfs import bring_features

PROTOCOLS: dict[str, Asking] = {
    "file": bring_file,
    "ogc_features": bring_items,
    "wfs": bring_features,
    "arcgis": bring_layer,
    "ckan": bring_resource,
}


def bring(kind: str, remote: Remote) -> AbstractContextManager[Brought]:
    """What a source gives now, as long as the context is open.

    Raises:
        ForbiddenAddress, NoAnswer: as `core.outside`, also while the chunks are read.
        BadAnswer: the service does not say what one of its kind says.
    """
    return PROTOCOLS[kind](remote)
