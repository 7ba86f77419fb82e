"""The administration pages open, and alerts cannot be changed there."""

import pytest
from django.test import Client
from django.urls import reverse

from ocm import api as ocm
from tests.factories.findings import make_finding
from tests.factories.wards import NOW

pytestmark = pytest.mark.django_db
MODELS = ["alert", "competencerule", "deadlinerule", "delivery", "recorder", "subscription"]


@pytest.fixture
def administrator(city) -> Client:
    client = Client()
    client.force_login(city.users["admin"])
    return client


@pytest.mark.parametrize("model", MODELS)
def test_the_list_opens(administrator, model):
    ocm.raise_alert(make_finding(), now=NOW)
    assert administrator.get(reverse(f"admin:ocm_{model}_changelist")).status_code == 200


def test_an_alert_is_read_and_not_changed(administrator):
    alert = ocm.raise_alert(make_finding(), now=NOW)
    assert alert is not None
    page = reverse("admin:ocm_alert_change", args=[alert.id])
    assert administrator.get(page).status_code == 200
    assert administrator.post(page, {"state": "dismissed"}).status_code == 403
