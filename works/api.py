"""The only door of this package; what crosses is plain."""

from typing import TYPE_CHECKING

from geo_server.core.late import late

from .addresses import addresses_of
from .answer import Answer, Asset, CollectionAnswer, Conflict, OwnerInfo, to_document
from .collections import COORDINATOR, DEVIATIONS, MORATORIA, REQUESTS, define_collections
from .place.card import PlaceCard, card_document, place_card
from .places import read_polygon, read_shape
from .records import DeviationRecord, RequestRecord, RequestValues, StepRecord, ViewRecord
from .selectors.owners import list_deviations, list_views
from .selectors.requests import get_request, list_requests
from .services.answers import answer_again, submit_request
from .services.deviations import Find, decide_deviation, report_deviation
from .services.disclosure import disclose, set_contact
from .services.requests import draft_request, take_step
from .services.views import view_answer

if TYPE_CHECKING:
    from .paper.checking import PaperCheck, check_paper
    from .services.papers import answer_paper

__getattr__ = late("works", {".paper.checking": ("PaperCheck", "check_paper"), ".services.papers": ("answer_paper",)})

__all__ = [
    "COORDINATOR",
    "DEVIATIONS",
    "MORATORIA",
    "REQUESTS",
    "Answer",
    "Asset",
    "CollectionAnswer",
    "Conflict",
    "DeviationRecord",
    "Find",
    "OwnerInfo",
    "PaperCheck",
    "PlaceCard",
    "RequestRecord",
    "RequestValues",
    "StepRecord",
    "ViewRecord",
    "addresses_of",
    "answer_again",
    "answer_paper",
    "card_document",
    "check_paper",
    "decide_deviation",
    "define_collections",
    "disclose",
    "draft_request",
    "get_request",
    "list_deviations",
    "list_requests",
    "list_views",
    "place_card",
    "read_polygon",
    "read_shape",
    "report_deviation",
    "set_contact",
    "submit_request",
    "take_step",
    "to_document",
    "view_answer",
]
