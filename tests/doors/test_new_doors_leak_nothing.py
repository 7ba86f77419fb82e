"""The doors of publishing, networks, works and places: what is hidden cannot be told from what never was.

Each question is asked twice, about a thing that is hidden from the asker and about one that does not exist; both
answers must be alike to the byte, but for the name that was asked for.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from layers import api as layers
from tests.factories import digs
from tests.factories.places import CLERK, define_bunkers, define_places
from tests.factories.small_networks import define_small_networks, start
from tests.factories.submissions import draft_pipes

pytestmark = pytest.mark.django_db
Ask = Callable[[Client, str], Any]
HIDDEN, ABSENT = "bunkers", "bunkerz"


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


def get(path: str) -> Ask:
    return lambda client, name: client.get(path.format(n=name))


def post(path: str, **body: Any) -> Ask:
    def ask(client: Client, name: str) -> Any:
        text = json.dumps(body).replace("{n}", name)
        return client.post(path.format(n=name), text, content_type="application/json")

    return ask


def form(path: str, **fields: str) -> Ask:
    return lambda client, name: client.post(path.format(n=name), {f: v.format(n=name) for f, v in fields.items()})


def process(name: str, **inputs: Any) -> Ask:
    return post(f"/ogc/processes/{name}/execution", inputs=inputs, response="document")


COLLECTIONS: dict[str, Ask] = {
    "publications": get("/publishing/collections/{n}/publications"),
    "page of publications": get("/publishing/collections/{n}"),
    "roll-back": post("/publishing/collections/{n}/rollback", to=1, reason="x"),
    "roll-back to a day": post("/publishing/collections/{n}/rollback", to="2026-07-01", reason="x"),
    "retire": post("/publishing/collections/{n}/retire", reason="x"),
    "roll back on the page": form("/publishing/collections/{n}/do/roll-back", to="1", reason="x"),
    "roll back without a moment": form("/publishing/collections/{n}/do/roll-back", to="x", reason=""),
    "retire on the page": form("/publishing/collections/{n}/do/retire", reason="x"),
    "rule on the page": form("/publishing/collections/{n}/do/rule", approval_needed="on"),
    "submissions": get("/publishing/submissions?collection={n}"),
    "desk with a choice": get("/publishing?collection={n}"),
    "place of a feature": get("/place?collection={n}&fid=1&f=json"),
    "place page of a feature": get("/place?collection={n}&fid=1"),
    "what is told to who digs": form("/works/rules", collection="{n}", mode="shown", columns="name"),
    "trace from it": process("network-trace", network="water", collection="{n}", feature=1),
    "way to it": process(
        "network-trace", network="water", kind="shortest", collection="water_links", feature=1,
        to_collection="{n}", to_feature=1,
    ),
    "isolation of it": process("network-isolation", network="water", collection="{n}", feature=1),
    "outage of it": process("network-outage", network="power", collection="{n}", feature=1),
    "network of its name": process("network-trace", network="{n}", collection="water_links", feature=1),
}  # fmt: skip
"""Questions about a collection by its name."""


@pytest.fixture
def people(now: datetime) -> dict[str, Client]:
    """The public, and a manager of another organisation; beside them one who may see the hidden collection."""
    define_places()
    insider = define_bunkers()
    define_small_networks(now=now)
    layers.create_organisation("telecom", title_vi="Viễn thông", title_en="Telecom")
    stranger = User.objects.create_user("stranger")
    layers.add_member(stranger.pk, organisation="telecom", role="manager")
    found = {"public": Client(), "stranger": Client(), "insider": Client()}
    found["stranger"].force_login(stranger)
    found["insider"].force_login(insider)
    return found


def told(answer: Any, name: str) -> tuple[int, str, bytes]:
    """Status, way to go and body of an answer, without the name that was asked for."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for secret in (b"csrfmiddlewaretoken", b"X-CSRFToken"):
        body = b"\n".join(line for line in body.splitlines() if secret not in line)
    location = str(answer.headers.get("Location", ""))
    return answer.status_code, location.replace(name, "NAME"), body.replace(name.encode(), b"NAME")


def differing(client: Client, questions: dict[str, Ask], hidden: str, absent: str) -> list[str]:
    """The doors through which the two can be told apart."""
    return [
        way for way, ask in questions.items() if told(ask(client, hidden), hidden) != told(ask(client, absent), absent)
    ]


@pytest.mark.parametrize("person", ["public", "stranger"])
def test_a_hidden_collection_cannot_be_told_from_none(people: dict[str, Client], person: str) -> None:
    assert differing(people[person], COLLECTIONS, HIDDEN, ABSENT) == []


def test_who_may_see_it_is_answered_otherwise(people: dict[str, Client]) -> None:
    """Were the comparison blind, these would be alike as well."""
    client = people["insider"]
    for way in ("publications", "page of publications", "place of a feature", "retire", "what is told to who digs"):
        ask = COLLECTIONS[way]
        assert told(ask(client, HIDDEN), HIDDEN) != told(ask(client, ABSENT), ABSENT), way


SUBMISSIONS: dict[str, Ask] = {
    **{part: get(f"/publishing/submissions/{{n}}{part}") for part in (
        "", "/mapping", "/report", "/rejects", "/difference", "/difference.geojson", "/difference?kind=added",
    )},
    **{f"{act} it": post(f"/publishing/submissions/{{n}}/{act}", reason="x") for act in (
        "submit", "approve", "refuse", "publish", "unschedule", "retry", "withdraw",
    )},
    "schedule it": post("/publishing/submissions/{n}/schedule", at="2090-01-01"),
    "its page": get("/publishing/{n}"),
    "its rows on the page": get("/publishing/{n}?kind=added&after=0"),
    **{f"{act} on its page": form(f"/publishing/{{n}}/{act}", why="x", at="x", layer="x") for act in (
        "decide", "mapping", "layer", "submit", "approve", "refuse", "publish", "schedule", "withdraw",
    )},
}  # fmt: skip
"""Questions about a submission by its id."""


@pytest.mark.parametrize("person", ["public", "stranger", "insider"])
def test_a_submission_of_others_cannot_be_told_from_none(
    people: dict[str, Client], person: str, tmp_path: Path, now: datetime
) -> None:
    made, absent, client = draft_pipes(tmp_path, {"P-1": 200}, now=now), str(uuid4()), people[person]
    assert differing(client, SUBMISSIONS, made, absent) == []
    for path in ("/publishing/submissions", "/publishing/submissions?collection=pipes", "/publishing"):
        assert made not in client.get(path).content.decode()


WORKS: dict[str, Ask] = {
    **{part: get(f"/works/{{n}}{part}") for part in (
        "", "/answer.json", "/answer.geojson", "/answer.pdf", "/ground.png",
    )},
    "it as JSON": get("/works/requests/{n}"),
    **{f"{step} it": form("/works/{n}/step", step=step) for step in ("begin", "close", "withdraw", "again")},
    "a find at it": form("/works/{n}/deviations", place="106.7 10.78", text="x", owner="telecom"),
    "a find on its page": form("/works/{n}/report", place="106.7 10.78", text="x", owner="telecom"),
}  # fmt: skip
"""Questions about a request to dig by its number."""


@pytest.mark.parametrize("person", ["public", "stranger", "insider"])
def test_a_request_of_others_cannot_be_told_from_none(people: dict[str, Client], person: str, now: datetime) -> None:
    digs.lay("water", (digs.line((-50, 5), (70, 5)), {"code": "W1"}), now=now)
    client, absent = people[person], "987654"
    with connection.cursor() as cursor:  # a number that stands nowhere else on a page
        cursor.execute("SELECT setval(pg_get_serial_sequence('works_worksrequest', 'id'), 876543)")
    made = str(digs.ask(now=now))
    assert differing(client, WORKS, made, absent) == []
    assert "Sửa ống" not in client.get("/works").content.decode()
    card = client.get("/place", {"at": "{} {}".format(*digs.at(5, 5)), "reach": "50", "f": "json"})
    assert "works_" not in card.content.decode()
    assert "W1" not in card.content.decode()


@pytest.fixture
def in_part(now: datetime) -> Client:
    """The public, which may see two of the nodes of the water network, and one of its links, by their codes."""
    define_small_networks(now=now, public=False)
    layers.grant_read("water_nodes", to="public", columns=["code"], row_filter={"code": ["S", "A"]}, by=CLERK, now=now)
    layers.grant_read("water_links", to="public", columns=["code"], row_filter={"code": ["w0"]}, by=CLERK, now=now)
    return Client()


def test_a_hidden_row_and_column_are_at_no_place(in_part: Client) -> None:
    fid = start("water_nodes", "V").fid
    nothing = in_part.get("/place", {"at": "106.703,10.77", "reach": "5", "f": "json"}).json()
    assert nothing["themes"] == []
    hidden, absent = (in_part.get(f"/place?collection=water_nodes&fid={n}&f=json") for n in (fid, 987654))
    assert told(hidden, str(fid)) == told(absent, "987654")
    card = in_part.get("/place", {"at": "106.702,10.77", "reach": "5", "f": "json"}).json()
    [layer] = card["themes"][0]["layers"]
    assert (layer["collection"], layer["more"]) == ("water_nodes", False)
    assert [[fact["title_en"] for fact in thing["facts"]] for thing in layer["things"]] == [["Code"]]


@pytest.mark.parametrize("process_id", ["network-trace", "network-isolation", "network-outage"])
def test_a_hidden_start_cannot_be_told_from_none(in_part: Client, process_id: str) -> None:
    for collection, code in (("water_links", "w4"), ("water_nodes", "V"), ("power_links", "t1"), ("power_nodes", "K")):
        hidden = start(collection, code).fid
        answers = [
            told(process(process_id, network="water", collection=collection, feature=fid)(in_part, ""), str(fid))
            for fid in (hidden, 987654)
        ]
        assert answers[0] == answers[1], collection
        assert answers[0][0] == 404
    near, far = (
        process(process_id, network="water", place={"value": {"type": "Point", "coordinates": [x, 10.77]}})(in_part, "")
        for x in (106.7045, 106.9)
    )
    assert told(near, "") == told(far, ""), "a place on a hidden link is a place far from any"


def test_a_scorecard_counts_what_is_seen(in_part: Client) -> None:
    [card] = in_part.get("/networks/scorecards?f=json").json()["networks"]
    assert (card["network"], card["links"], card["errors"], card["filled"]) == ("water", 1, None, {})
    [known] = in_part.get("/networks.json").json()["networks"]
    assert known["collections"] == ["water_nodes", "water_links"]
    assert "power" not in in_part.get("/networks/scorecards").content.decode()


def test_errors_and_clearances_of_networks_are_hidden_like_any_collection(people: dict[str, Client]) -> None:
    for name in ("water_errors", "power_errors", "network_clearances"):
        for person in ("public", "stranger"):
            ask = get("/ogc/collections/{n}/items?f=json")
            assert told(ask(people[person], name), name) == told(ask(people[person], ABSENT), ABSENT)
            assert name not in people[person].get("/ogc/collections?f=json").content.decode()
