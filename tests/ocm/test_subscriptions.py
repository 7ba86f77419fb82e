"""Who may be told of which alerts."""

import pytest

from ocm import api as ocm
from ocm.errors import MayNotSubscribe, UnknownChannel, UnknownSubscription, WrongSubscription
from ocm.models import Delivery
from tests.factories.findings import FindingDraft, make_finding
from tests.factories.wards import NOW, SINCE, WEST

pytestmark = pytest.mark.django_db


def told(alert):
    return sorted(Delivery.objects.filter(alert_id=alert.id).values_list("address", flat=True))


def subscribe(city, address, **what):
    return ocm.subscribe(address=address, by=what.pop("by", city.admin), now=NOW, **what)


def test_subscribers_of_the_organisation_and_of_the_area_are_told(city):
    subscribe(city, "ward@example.vn", organisation=f"ward_{WEST}")
    subscribe(city, "area@example.vn", area=(WEST, SINCE))
    subscribe(city, "board@example.vn", organisation="board_iz")
    assert told(ocm.raise_alert(make_finding(), now=NOW)) == ["area@example.vn", "ward@example.vn"]
    in_the_zone = ocm.raise_alert(make_finding(FindingDraft(y=10.852)), now=NOW)
    assert told(in_the_zone) == ["area@example.vn", "board@example.vn"]


def test_one_address_by_two_ways_is_told_once(city):
    subscribe(city, "lan@example.vn", organisation=f"ward_{WEST}")
    subscribe(city, "lan@example.vn", area=(WEST, SINCE))
    assert told(ocm.raise_alert(make_finding(), now=NOW)) == ["lan@example.vn"]


def test_another_version_of_the_area_is_another_area(city):
    subscribe(city, "old@example.vn", area=(WEST, SINCE.replace(year=2019)))
    assert told(ocm.raise_alert(make_finding(), now=NOW)) == []


def test_a_person_is_told_only_of_what_he_may_see(city):
    clerk, inspector = city.users["clerk"].pk, city.users["inspector"].pk
    subscribe(city, "hoa@example.vn", area=(WEST, SINCE), user_id=clerk)
    subscribe(city, "lan@example.vn", area=(WEST, SINCE), user_id=inspector)
    assert told(ocm.raise_alert(make_finding(), now=NOW)) == ["lan@example.vn"]


def test_an_ended_subscription_is_not_told(city):
    number = subscribe(city, "ward@example.vn", organisation=f"ward_{WEST}")
    ocm.unsubscribe(number, by=city.admin, now=NOW)
    assert told(ocm.raise_alert(make_finding(), now=NOW)) == []


def test_subscribing_twice_gives_the_same_subscription(city):
    first = subscribe(city, "ward@example.vn", organisation=f"ward_{WEST}")
    assert subscribe(city, "ward@example.vn", organisation=f"ward_{WEST}") == first


def test_an_inspector_subscribes_himself_to_his_own_organisation(city):
    own = city.users["inspector"].pk
    number = subscribe(city, "lan@example.vn", organisation=f"ward_{WEST}", by=city.inspector, user_id=own)
    ocm.unsubscribe(number, by=city.inspector, now=NOW)


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("neighbour", {"organisation": f"ward_{WEST}"}),
        ("clerk", {"organisation": f"ward_{WEST}"}),
        ("inspector", {"area": (WEST, SINCE)}),
        ("inspector", {"organisation": f"ward_{WEST}"}),  # an address with nobody behind it
    ],
)
def test_others_may_not(city, who, what):
    with pytest.raises(MayNotSubscribe):
        subscribe(city, "x@example.vn", by=getattr(city, who), **what)


def test_a_subscription_has_one_subject_one_channel_and_an_address(city):
    with pytest.raises(WrongSubscription):
        subscribe(city, "x@example.vn")
    with pytest.raises(WrongSubscription):
        subscribe(city, "x@example.vn", organisation="construction", area=(WEST, SINCE))
    with pytest.raises(WrongSubscription):
        subscribe(city, "not an address", organisation="construction")
    with pytest.raises(UnknownChannel, match="mail"):
        subscribe(city, "x@example.vn", organisation="construction", channel="pigeon")


def test_nobody_ends_the_subscription_of_another(city):
    number = subscribe(city, "ward@example.vn", organisation=f"ward_{WEST}")
    with pytest.raises(UnknownSubscription):
        ocm.unsubscribe(number, by=city.neighbour, now=NOW)
