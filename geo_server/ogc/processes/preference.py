"""What a client prefers (RFC 7240): to get a job, or to wait for the outputs."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

from .process import Process

LONGEST_WAIT_S = 5.0
WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,6})\"?")


@dataclass(frozen=True)
class Preference:
    """How an execution answers.

    Attributes:
        as_job: a job is started, else the outputs come at once.
        wait_s: how long the answer may wait for the job to end.
        applied: for the header Preference-Applied, "" where nothing was preferred or followed.
    """

    as_job: bool
    wait_s: float = 0.0
    applied: str = ""


def read_preference(request: HttpRequest, process: Process) -> Preference:
    """The way that the client prefers among those that the process offers."""
    ways = process.description["jobControlOptions"]
    named = [part.strip() for part in request.headers.get("Prefer", "").lower().split(",")]
    wait = next((min(float(found[1]), LONGEST_WAIT_S) for part in named if (found := WAIT.fullmatch(part))), 0.0)
    if "respond-async" in named and "async-execute" in ways:
        return Preference(True, wait, f"respond-async, wait={wait:g}" if wait else "respond-async")
    return Preference("sync-execute" not in ways, wait)
