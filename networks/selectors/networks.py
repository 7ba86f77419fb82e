"""Which networks there are, for those who may know."""

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import UnknownCollection

from ..documents import from_document
from ..errors import UnknownNetwork
from ..kinds import NetworkSpec
from ..models import Network


def get_network(network_id: str) -> NetworkSpec:
    """The description of a network, whoever asks; raises UnknownNetwork."""
    network = Network.objects.filter(pk=network_id).first()
    if network is None:
        raise UnknownNetwork(network_id)
    return from_document(network.document)


def list_networks(subject: Subject) -> list[NetworkSpec]:
    """The networks of which the subject may read at least one collection of links, by id."""
    specs = [from_document(network.document) for network in Network.objects.order_by("id")]
    return [spec for spec in specs if any(_may_read(subject, part.collection) for part in spec.links)]


def find_network(subject: Subject, network_id: str) -> NetworkSpec:
    """The description of a network that the subject may know; raises UnknownNetwork."""
    found = next((spec for spec in list_networks(subject) if spec.id == network_id), None)
    if found is None:
        raise UnknownNetwork(network_id)
    return found


def _may_read(subject: Subject, collection_id: str) -> bool:
    try:
        layers.describe(subject, collection_id=collection_id)
    except UnknownCollection:
        return False
    return True
