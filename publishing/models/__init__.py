"""Rows of this package."""

from .publication import Publication
from .rules import OwnerRule
from .submission import Submission, SubmissionStep

__all__ = ["OwnerRule", "Publication", "Submission", "SubmissionStep"]
