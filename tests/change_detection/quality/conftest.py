"""A judged place, and those who ask about it."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from change_detection import api
from change_detection.models import Run
from geo_server.core import clock
from geo_server.core.subject import Subject, system
from layers import api as layers
from tests.factories.judged_place import Spot, make_judged_place

OFFICE = system("tests")
INSPECTOR = Subject(key="user:5", name="Trần Thị Hoa", organisation="ward", roles=frozenset({"inspector"}))
SPOTS = (Spot(40, 40), Spot(120, 60, score=0.9), Spot(560, 200, score=0.62, built=False), Spot(300, 250), Spot(220, 40))
"""Accepted, lawful, no change, dismissed without a ground, undecided."""


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    settings.VAR_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def place(db: None, own_folder: Path) -> tuple[Run, list[str]]:
    """The run and its five findings, four of them decided."""
    run, findings = make_judged_place(SPOTS)
    layers.grant_read(theme="imagery", to="role:inspector", by=OFFICE, now=clock.now())
    decide(findings[0], "accepted")
    decide(findings[1], "dismissed", "lawful")
    decide(findings[2], "dismissed", "no_change")
    decide(findings[3], "dismissed")
    return run, findings


def decide(finding_id: str, verdict: Any, ground: Any = "") -> None:
    api.set_verdict(finding_id, verdict=verdict, ground=ground, note="Đã xem", subject=INSPECTOR, now=clock.now())


@pytest.fixture
def inspector(db: None) -> Client:
    return signed_in("inspector")


def signed_in(role: str) -> Client:
    """A browser of somebody with one role in an organisation of his own."""
    user = User.objects.create_user(role, password="a-long-password")
    layers.create_organisation(f"office_{role}", title_vi="Phòng", title_en="Office")
    layers.add_member(user.pk, organisation=f"office_{role}", role=role)
    client = Client(headers={"accept": "text/html"})
    client.force_login(user)
    return client
