"""Tables of the floor, one family per file."""

from .audit import AuditEntry
from .job import Job, JobState
from .token import AppToken

__all__ = ["AppToken", "AuditEntry", "Job", "JobState"]
