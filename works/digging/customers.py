"""How many customers hang on what the dig may hit: by isolating it in its network, else as its owner counts them."""

from collections.abc import Sequence

from layers import api as layers
from networks import api as networks
from networks.errors import NotInNetwork, TooManyLinks

from ..answer import Asset, CollectionAnswer, Customers
from .conflicts import Dig, place_of
from .participants import CHECKER, Rules, disclosure_rules, participant_of
from .rules import DigRules

MOST_ISOLATED = 10
"""Links of a network that are isolated one after the other; those that lie in a section found before cost nothing."""
MOST_LINKS = 20_000


def affected_customers(found: Sequence[CollectionAnswer], dig: Dig, rules: DigRules) -> tuple[Customers, ...]:
    """Customers by network, the most first; where the owner does not tell of his customers, there is no number."""
    hit = {entry.collection: _may_be_hit(entry, dig, rules) for entry in found if entry.kind == "assets"}
    counts, walked = [], set[str]()
    disclosed = disclosure_rules()
    for network in networks.list_networks(CHECKER):
        links = [(part.collection, asset.fid) for part in network.links for asset in hit.get(part.collection, ())]
        if not links or not _tells_of_customers(network, rules, disclosed):
            continue
        walked |= {collection for collection, _ in links}
        count = _customers_behind(network.id, links)
        counts.append(Customers(network.id, network.title_vi, network.title_en, count))
    alone = [entry for entry in found if entry.collection in hit.keys() - walked]
    counts += [_as_told(entry, hit[entry.collection], rules) for entry in alone]
    return tuple(sorted((c for c in counts if c.count), key=lambda c: -c.count))


def _may_be_hit(entry: CollectionAnswer, dig: Dig, rules: DigRules) -> list[Asset]:
    return [asset for asset in entry.assets if place_of(asset, dig, rules) in ("struck", "near")]


def _tells_of_customers(network: networks.NetworkSpec, rules: DigRules, disclosed: Rules) -> bool:
    """True if each collection that may hold customers is told to those who dig."""
    for part in network.nodes:
        spec = layers.get_collection(CHECKER, collection_id=part.collection)
        kind = rules.kind_of(spec.theme)
        participant = participant_of(spec, kind=kind, disclosed=disclosed) if kind else None
        if participant is None or participant.basis == "presence":
            return False
    return True


def _customers_behind(network_id: str, links: Sequence[tuple[str, int]]) -> int:
    """How many customers have no supply when these links must lie idle."""
    customers: set[tuple[str, int]] = set()
    idle: set[tuple[str, int]] = set()
    asked = 0
    for collection, fid in links:
        if (collection, fid) in idle or asked == MOST_ISOLATED:
            continue
        asked += 1
        start = networks.Start(collection=collection, fid=fid)
        try:
            found = networks.isolation(CHECKER, network_id, start=start, max_links=MOST_LINKS)
        except (NotInNetwork, TooManyLinks):
            continue
        idle |= {(link.collection, link.fid) for link in found.section}
        customers |= {(node.collection, node.fid) for node in found.nodes if node.kind == "customer"}
    return len(customers)


def _as_told(entry: CollectionAnswer, hit: Sequence[Asset], rules: DigRules) -> Customers:
    """The owner's own count of the customers of each asset."""
    names = [field.name for field in entry.fields if field.name in rules.fields.get("customers", ())]
    count = sum(int(asset.properties[names[0]] or 0) for asset in hit) if names else 0
    return Customers(entry.collection, entry.title_vi, entry.title_en, count)
