"""Contracts through the doors for programs: read by whoever is signed in, changed by administrators; and by command."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.test import Client

from geo_server.site.commands import contracts as contracts_command
from publishing.contracts import document_of, load_contracts, shipped_contract

pytestmark = pytest.mark.django_db
ALL, ROADS = "/publishing/contracts.json", "/publishing/contracts/roads.json"


def client_of(name: str, **how: Any) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user(username=name, **how))
    return client


@pytest.fixture
def clerk() -> Client:
    return client_of("clerk")


@pytest.fixture
def administrator_client() -> Client:
    return client_of("chief", is_staff=True, is_superuser=True)


def put(client: Client, document: Any, path: str = ROADS) -> Any:
    return client.put(path, json.dumps(document), "application/json")


def test_contracts_are_read_by_whoever_is_signed_in(clerk: Client) -> None:
    assert {known["id"] for known in clerk.get(ALL).json()["contracts"]} == set(load_contracts())
    assert clerk.get(ROADS).json() == document_of(shipped_contract("roads"))
    assert Client().get(ALL).status_code == 401
    assert clerk.get("/publishing/contracts/nowhere.json").status_code == 404


def test_a_changed_contract_is_a_new_version(administrator_client: Client) -> None:
    document = document_of(shipped_contract("roads")) | {"others": "leave", "note": "no odd columns"}
    answer = put(administrator_client, document)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert administrator_client.get(ROADS).json()["others"] == "leave"


def test_what_may_not_be_is_refused_with_its_reason(administrator_client: Client, clerk: Client) -> None:
    document = document_of(shipped_contract("roads"))
    assert put(clerk, document).status_code == 403
    assert put(administrator_client, document | {"id": "rails"}).status_code == 400
    broken = put(administrator_client, document | {"geometry": "Circle"})
    assert broken.status_code == 400
    assert "$.geometry" in broken.content.decode()
    assert put(administrator_client, {}).status_code == 400
    assert administrator_client.get(ROADS).json()["version"] == 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command inside this test's database."""
    monkeypatch.setattr(contracts_command, "load_runtime", lambda: None)
    monkeypatch.setattr(contracts_command, "enter", lambda _: None)

    def call(*words: str) -> str:
        done = CliRunner().invoke(contracts_command.command, words, catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    return call


def test_the_command_prints_and_stores_contracts(run: Any, tmp_path: Path) -> None:
    assert "parcels" in run()
    document = yaml.safe_load(run("parcels"))
    assert document == document_of(shipped_contract("parcels"))
    document["title"]["en"] = "Lots"
    changed = tmp_path / "parcels.yaml"
    changed.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    run("--store", str(changed), "--note", "shorter")
    assert json.loads(run("parcels", "--json"))["title"]["en"] == "Lots"
    assert {"id": "parcels", "version": 1, "vi": "Thửa đất", "en": "Lots"} in json.loads(run("--json"))
