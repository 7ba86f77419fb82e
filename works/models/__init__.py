"""Rows of this package."""

from .answer import AnswerView, DigAnswer
from .deviation import Deviation
from .disclosure import DisclosureRule, OwnerContact
from .request import WorksRequest, WorksStep

__all__ = [
    "AnswerView",
    "Deviation",
    "DigAnswer",
    "DisclosureRule",
    "OwnerContact",
    "WorksRequest",
    "WorksStep",
]
