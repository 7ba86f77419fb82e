from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from layers import api as layers
from tests.factories.collections import WRITER

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def test_an_organisation_shows_its_members(pages: Client) -> None:
    layers.create_organisation("evn", title_vi="Điện lực", title_en="Power")
    assert "Điện lực" in pages.get("/admin/layers/organisation/").content.decode()
    assert pages.get("/admin/layers/organisation/add/").status_code == 200


def test_grants_are_shown_and_not_edited(pages: Client, now: datetime) -> None:
    layers.grant_write("spots", to="evn", actions=["update"], by=WRITER, now=now)
    page = pages.get("/admin/layers/grant/").content.decode()
    assert "organisation:evn" in page and 'field-actions">update<' in page
    assert pages.get("/admin/layers/grant/add/").status_code == 403
