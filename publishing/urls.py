"""Addresses of this package: the desk's pages, and beside them the door for programs."""

from django.urls import URLPattern, URLResolver, path, re_path

from .pages.urls import UUID, pages
from .rest.acts import ACTS, Act, Publications, Retire, RollBack, Rules
from .rest.contracts import Contracts, OneContract
from .rest.definition import api_definition
from .rest.parts import ColumnMapping, Decisions, DifferenceMap, DifferencePage, Rejects, Report
from .rest.sources import AskNow, OneSource, Sources
from .rest.submissions import OneSubmission, Submissions

app_name = "publishing"

ONE = "publishing/submissions/<uuid:submission_id>"
COLLECTION = "publishing/collections/<slug:collection_id>"
SOURCE = "publishing/sources/<uuid:source_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    *pages,
    path("publishing/api", api_definition, name="api"),
    path("publishing/submissions", Submissions.as_view(), name="submissions"),
    path(ONE, OneSubmission.as_view(), name="submission"),
    path(f"{ONE}/decisions", Decisions.as_view(), name="decisions"),
    path(f"{ONE}/mapping", ColumnMapping.as_view(), name="mapping"),
    path(f"{ONE}/report", Report.as_view(), name="report"),
    path(f"{ONE}/rejects", Rejects.as_view(), name="rejects"),
    path(f"{ONE}/difference", DifferencePage.as_view(), name="difference"),
    path(f"{ONE}/difference.geojson", DifferenceMap.as_view(), name="difference-map"),
    re_path(
        rf"^publishing/submissions/(?P<submission_id>{UUID})/(?P<act>{'|'.join(ACTS)})$",
        Act.as_view(),
        name="act",
    ),
    path(f"{COLLECTION}/publications", Publications.as_view(), name="publications"),
    path(f"{COLLECTION}/rollback", RollBack.as_view(), name="rollback"),
    path(f"{COLLECTION}/retire", Retire.as_view(), name="retire"),
    path("publishing/rules", Rules.as_view(), name="rules"),
    path("publishing/contracts.json", Contracts.as_view(), name="contracts-json"),
    path("publishing/contracts/<slug:contract_id>.json", OneContract.as_view(), name="contract-json"),
    path("publishing/sources", Sources.as_view(), name="sources"),
    path(SOURCE, OneSource.as_view(), name="source"),
    path(f"{SOURCE}/ask", AskNow.as_view(), name="ask-source"),
]
