"""Addresses of the desk's pages."""

from django.urls import path, re_path

from .collection import ACTS as COLLECTION_ACTS
from .collection import collection_act, collection_page
from .contracts import contract_list, contract_page
from .desk import desk
from .sources import ACTS as SOURCE_ACTS
from .sources import source_act, source_page
from .submission import ACTS, submission_act, submission_page

UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ID = f"(?P<submission_id>{UUID})"

pages = [
    path("publishing", desk, name="desk"),
    path("publishing/<uuid:submission_id>", submission_page, name="submission-page"),
    re_path(rf"^publishing/{ID}/(?P<act>{'|'.join(ACTS)})$", submission_act, name="page-act"),
    path("publishing/collections/<slug:collection_id>", collection_page, name="collection-page"),
    re_path(
        rf"^publishing/collections/(?P<collection_id>[a-z0-9_]+)/do/(?P<act>{'|'.join(COLLECTION_ACTS)})$",
        collection_act,
        name="collection-act",
    ),
    path("publishing/contracts", contract_list, name="contract-list"),
    path("publishing/contracts/<slug:contract_id>", contract_page, name="contract-page"),
    path("publishing/harvest", source_page, name="source-page"),
    re_path(
        rf"^publishing/harvest/(?P<source_id>{UUID})/(?P<act>{'|'.join(SOURCE_ACTS)})$",
        source_act,
        name="source-act",
    ),
]
