"""Rows of this package."""

from .contracts import ContractVersion, RememberedMapping
from .publication import Publication
from .rules import OwnerRule
from .source import Source
from .submission import Submission, SubmissionStep

__all__ = ["ContractVersion", "OwnerRule", "Publication", "RememberedMapping", "Source", "Submission", "SubmissionStep"]
